import { type Fields, fieldsFrom, isFields, isList, type Value } from './value.ts';

/** Finds a schema by the name that a Picoschema uses for it. */
export type NamedSchemas = (name: string) => Fields | undefined;

const SCALARS = ['any', 'boolean', 'integer', 'null', 'number', 'string'];
const TYPES = [...SCALARS, 'object', 'array'];
const WILDCARD = '(*)';

/** Why something is no Picoschema; `path` leads to it inside the schema. */
export class PicoschemaError extends Error {
  readonly path: readonly string[];

  constructor(message: string, path: readonly string[]) {
    super(message);
    this.path = path;
  }
}

/**
 * JSON Schema for a Picoschema (`name?: string, how it is called`); what is JSON Schema already passes as it is.
 * @throws PicoschemaError
 */
export function picoschema(schema: Value, named: NamedSchemas = () => undefined): Fields {
  if (isFields(schema)) {
    const { type } = schema;
    const types = isList(type) ? type : [type];
    if (type !== undefined && types.every((name) => typeof name === 'string' && TYPES.includes(name)))
      return schema;
    if (isFields(schema.properties)) return fieldsFrom([...Object.entries(schema), ['type', 'object']]);
  }
  return convert(schema, [], named);
}

function convert(schema: Value, path: readonly string[], named: NamedSchemas): Fields {
  if (typeof schema === 'string') return scalar(schema, path, named);
  if (isFields(schema)) return object(schema, path, named);
  throw new PicoschemaError('A schema is a type such as "string", or a list of "name: type" lines.', path);
}

function scalar(text: string, path: readonly string[], named: NamedSchemas): Fields {
  const { type, description } = split(text);
  if (type === 'any') return described(fieldsFrom([]), description);
  if (SCALARS.includes(type)) return described(fieldsFrom([['type', type]]), description);
  const found = named(type);
  if (found) return described(found, description);
  throw new PicoschemaError(
    `There is no type "${type.slice(0, 80)}". The types are ${SCALARS.join(', ')}.`,
    path,
  );
}

function object(schema: Fields, path: readonly string[], named: NamedSchemas): Fields {
  const properties: [string, Value][] = [];
  const required: string[] = [];
  let additional: Value = false;
  for (const [key, value] of Object.entries(schema)) {
    const below = [...path, key];
    if (key === WILDCARD) {
      additional = convert(value, below, named);
      continue;
    }
    const open = key.indexOf('(');
    const written = (open === -1 ? key : key.slice(0, open)).trim();
    const optional = written.endsWith('?');
    const name = optional ? written.slice(0, -1) : written;
    if (!optional) required.push(name);
    const info = open === -1 ? undefined : key.slice(open + 1, key.endsWith(')') ? -1 : undefined);
    const property = info === undefined ? convert(value, below, named) : typed(info, value, below, named);
    properties.push([name, optional ? nullable(property) : property]);
  }
  return fieldsFrom([
    ['type', 'object'],
    ['properties', fieldsFrom(properties)],
    ...(required.length > 0 ? [['required', required] as const] : []),
    ['additionalProperties', additional],
  ]);
}

/** `tags(array, what they are): string` and its like. */
function typed(info: string, value: Value, path: readonly string[], named: NamedSchemas): Fields {
  const { type, description } = split(info);
  if (type === 'array') {
    return described(
      fieldsFrom([
        ['type', 'array'],
        ['items', convert(value, path, named)],
      ]),
      description,
    );
  }
  if (type === 'object') return described(convert(value, path, named), description);
  if (type === 'enum' && isList(value)) return described(fieldsFrom([['enum', value]]), description);
  if (type === 'enum') throw new PicoschemaError('An enum is a list: [ONE, OTHER].', path);
  throw new PicoschemaError(`In parentheses stands array, object or enum, not "${type.slice(0, 80)}".`, path);
}

/** What is optional may also be null. */
function nullable(schema: Fields): Fields {
  const { type, enum: choices } = schema;
  if (typeof type === 'string') return fieldsFrom([...Object.entries(schema), ['type', [type, 'null']]]);
  if (!isList(choices) || choices.includes(null)) return schema;
  return fieldsFrom([...Object.entries(schema), ['enum', [...choices, null]]]);
}

function described(schema: Fields, description: string | undefined): Fields {
  return description ? fieldsFrom([...Object.entries(schema), ['description', description]]) : schema;
}

function split(text: string): { type: string; description: string | undefined } {
  const comma = text.indexOf(',');
  if (comma === -1) return { type: text.trim(), description: undefined };
  return { type: text.slice(0, comma).trim(), description: text.slice(comma + 1).trimStart() };
}
