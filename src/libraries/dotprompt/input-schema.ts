import { type Schema, Validator } from '@cfworker/json-schema';
import { type Fault, FaultError, type Position } from './fault.ts';
import { isWorkable } from './schema-work.ts';
import { type Fields, fieldsFrom, isFields, isList, type Value } from './value.ts';

export const SCHEMA_LIMITS = { nodes: 2_000, depth: 32 } as const;

/** Where a keyword holds further schemas. */
const ONE = [
  'items',
  'additionalItems',
  'additionalProperties',
  'not',
  'if',
  'then',
  'else',
  'contains',
  'propertyNames',
];
const LISTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items'];
const MAPS = ['properties', 'dependentSchemas'];
/** Keywords that are taken as they are. */
const PLAIN = [
  ...[
    'type',
    'enum',
    'const',
    'required',
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'multipleOf',
  ],
  ...[
    'minLength',
    'maxLength',
    'minItems',
    'maxItems',
    'minProperties',
    'maxProperties',
    'minContains',
    'maxContains',
  ],
  'dependentRequired',
];
/** What cannot be checked in bounded time against data from strangers: refused, so that nobody relies on it. */
const REFUSED = [
  'pattern',
  'patternProperties',
  'uniqueItems',
  '$dynamicRef',
  '$recursiveRef',
  'unevaluatedProperties',
  'unevaluatedItems',
];
/** Formats whose check is linear; others are notes for people, as JSON Schema 2020-12 has it by default (§7.2.1). */
const FORMATS = ['date', 'time', 'date-time', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid'];
/** Errors that only repeat that something inside is wrong. */
const WRAPPERS = [
  'properties',
  'items',
  'prefixItems',
  'additionalItems',
  'allOf',
  'anyOf',
  'oneOf',
  'if',
  'then',
  'else',
  'contains',
  'dependentSchemas',
];

/** Checks the variables of a prompt; made once per prompt, used for every rendering. */
export interface InputSchema {
  /** What is wrong with `variables`; empty when nothing is. Reports at most 20 faults. */
  readonly faults: (variables: Fields, at: Position) => readonly Fault[];
}

/**
 * Prepares a JSON Schema for checking variables: `$ref`s inside the schema are written out, so a recursive or exploding
 * one ends at a limit here and never at run time. A schema that is not for an object checks nothing.
 * @throws FaultError
 */
export function inputSchema(schema: Fields, at: Position): InputSchema {
  const prepared = new SchemaReader(schema, at).read();
  if (prepared.type !== 'object') return { faults: () => [] };
  const validator = new Validator(loose(prepared), '2020-12', false);
  const required = isList(prepared.required) ? prepared.required : [];
  return {
    faults: (variables, place) => {
      const missing = required
        .filter((name) => typeof name === 'string')
        .filter((name) => variables[name] === undefined)
        .map((name): Fault => missingFault(name, place));
      if (missing.length > 0) return missing.slice(0, 20);
      if (isWorkable(prepared, variables)) return invalid(validator, variables, place);
      const message =
        'The variables are too many to be checked against this schema. Pass fewer, or simplify the schema.';
      return [{ code: 'prompt.limit_exceeded', message, ...place }];
    },
  };
}

function missingFault(name: string, place: Position): Fault {
  const message = `The variable "${name}" is missing. Pass it, or give it a default in the front matter.`;
  return { code: 'prompt.variable_missing', message, path: name, ...place };
}

function invalid(validator: Validator, variables: Fields, place: Position): readonly Fault[] {
  const { errors } = validator.validate(variables);
  const seen = new Set<string>();
  const faults: Fault[] = [];
  for (const error of errors) {
    const path = error.instanceLocation.replace(/^#\/?/, '');
    const unknown = error.keyword === 'false';
    if ((WRAPPERS.includes(error.keyword) || error.keyword === 'additionalProperties') && !unknown) continue;
    if (seen.has(path) || faults.length >= 20) continue;
    seen.add(path);
    const why = unknown
      ? 'is not one that this prompt knows. Leave it out'
      : `does not fit. ${plain(error.error)}`;
    faults.push({
      code: 'prompt.variable_invalid',
      message: `The variable "${path}" ${why}.`,
      path,
      ...place,
    });
  }
  return faults;
}

function plain(error: string): string {
  return error
    .replace(/^Instance type/, 'Its type')
    .replace(/^Instance/, 'It')
    .replace(/\.$/, '')
    .slice(0, 300);
}

/** The validator's own type is an object with a prototype and optional keywords. */
function loose(fields: Fields): Schema {
  return { ...fields };
}

class SchemaReader {
  readonly #whole: Fields;
  readonly #at: Position;
  #nodes = 0;

  constructor(whole: Fields, at: Position) {
    this.#whole = whole;
    this.#at = at;
  }

  read(): Fields {
    const prepared = this.#schema(this.#whole, 0);
    return isFields(prepared) ? prepared : fieldsFrom([]);
  }

  #schema(schema: Value, depth: number): Value {
    this.#nodes += 1;
    if (depth > SCHEMA_LIMITS.depth || this.#nodes > SCHEMA_LIMITS.nodes) {
      this.#fail(
        'The input schema is too deep or too large, or refers to itself. Write it out without "$ref" loops.',
      );
    }
    if (typeof schema === 'boolean') return schema;
    if (!isFields(schema))
      return this.#fail('A schema inside the input schema is neither an object nor true or false.');
    const entries = Object.entries(schema).flatMap(([keyword, value]) =>
      this.#keyword(keyword, value, depth + 1),
    );
    const target = schema.$ref;
    if (target === undefined) return fieldsFrom(entries);
    const referred = this.#schema(this.#follow(target), depth + 1);
    return entries.length === 0 ? referred : fieldsFrom([['allOf', [referred, fieldsFrom(entries)]]]);
  }

  #keyword(keyword: string, value: Value, depth: number): readonly (readonly [string, Value])[] {
    if (REFUSED.includes(keyword) && value !== false) {
      this.#fail(
        `"${keyword}" is not checked in input schemas. Use enum, format, minLength or maxLength instead.`,
      );
    }
    if (PLAIN.includes(keyword)) return [[keyword, this.#plain(keyword, value)]];
    if (keyword === 'format')
      return typeof value === 'string' && FORMATS.includes(value) ? [[keyword, value]] : [];
    if (isList(value) && LISTS.includes(keyword))
      return [[keyword, value.map((item) => this.#schema(item, depth))]];
    if (ONE.includes(keyword)) return [[keyword, this.#schema(value, depth)]];
    if (isFields(value) && MAPS.includes(keyword)) {
      return [
        [
          keyword,
          fieldsFrom(Object.entries(value).map(([name, item]) => [name, this.#schema(item, depth)] as const)),
        ],
      ];
    }
    return [];
  }

  #plain(keyword: string, value: Value): Value {
    const number = /^(min|max|exclusive|multipleOf)/.test(keyword);
    if (number && typeof value !== 'number') this.#fail(`"${keyword}" in the input schema must be a number.`);
    const list = keyword === 'enum' || keyword === 'required';
    if (list && !isList(value)) this.#fail(`"${keyword}" in the input schema must be a list.`);
    if (keyword === 'dependentRequired' && !(isFields(value) && Object.values(value).every(isList))) {
      this.#fail('"dependentRequired" in the input schema must be lists of names.');
    }
    return value;
  }

  #follow(target: Value): Value {
    if (typeof target !== 'string' || !target.startsWith('#/')) {
      return this.#fail('A "$ref" in the input schema must point inside it, such as "#/$defs/address".');
    }
    let value: Value = this.#whole;
    for (const step of target.slice(2).split('/')) {
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
      value =
        isFields(value) && Object.hasOwn(value, name)
          ? value[name]
          : isList(value)
            ? value[Number(name)]
            : undefined;
    }
    return value === undefined
      ? this.#fail(`The "$ref" to "${target.slice(0, 80)}" leads nowhere. Correct it.`)
      : value;
  }

  #fail(message: string): never {
    throw new FaultError({ code: 'prompt.schema_invalid', message, ...this.#at });
  }
}
