import type { PromptDocument } from './document.ts';
import type { Expression, Program, Statement } from './template.ts';
import { type Fields, isFields, isList, type Value } from './value.ts';

/** One variable of a prompt, as a form needs it. */
export interface Variable {
  readonly name: string;
  /** Whether the template itself refers to it (its partials may do so too). */
  readonly used: boolean;
  /** The schema asks for it and it has no default. */
  readonly required: boolean;
  /** JSON Schema's name of its type; undefined when the schema does not say. */
  readonly type: string | undefined;
  readonly description: string | undefined;
  readonly default: Value;
  /** The values that it may have, when those are listed. */
  readonly choices: readonly Value[] | undefined;
}

/** The variables of a prompt: those of its input schema in their order, then others that the template refers to. */
export function variablesUsed(prompt: PromptDocument): readonly Variable[] {
  const input = prompt.metadata.input;
  const properties = isFields(input?.schema?.properties) ? input.schema.properties : undefined;
  const required = isList(input?.schema?.required) ? input.schema.required : [];
  const used = new Set<string>();
  collect(prompt.template.program, ROOT, used, properties);
  const names = new Set([...Object.keys(properties ?? {}), ...used, ...Object.keys(input?.default ?? {})]);
  return [...names].map((name) => {
    const schema = properties?.[name];
    const fallback = input?.default?.[name];
    return {
      name,
      used: used.has(name),
      required: required.includes(name) && fallback === undefined,
      default: fallback,
      ...described(isFields(schema) ? schema : undefined),
    };
  });
}

function described(schema: Fields | undefined): Pick<Variable, 'type' | 'description' | 'choices'> {
  const { type, description, enum: choices } = schema ?? {};
  const types = isList(type) ? type.filter((name) => name !== 'null') : [type];
  const only = types.length === 1 ? types[0] : undefined;
  return {
    type: typeof only === 'string' ? only : undefined,
    description: typeof description === 'string' ? description : undefined,
    choices: isList(choices) ? choices.filter((choice) => choice !== null) : undefined,
  };
}

/** How far a place is from the prompt's own context (0: in it), and the names that blocks gave out on the way. */
interface Place {
  readonly away: number;
  readonly locals: ReadonlySet<string>;
}

const ROOT: Place = { away: 0, locals: new Set() };

function collect(
  program: Program | undefined,
  place: Place,
  used: Set<string>,
  properties: Fields | undefined,
): void {
  for (const statement of program?.body ?? []) {
    for (const expression of expressionsOf(statement)) name(expression, place, used);
    if (statement.type !== 'block') continue;
    const { helper, program: inner, inverse } = statement;
    const moves =
      helper === 'each' ||
      helper === 'with' ||
      (helper === 'value' && !isFlag(statement.params[0], properties));
    const locals = new Set([...place.locals, ...(inner?.blockParams ?? [])]);
    collect(inner, { away: place.away + (moves ? 1 : 0), locals }, used, properties);
    collect(inverse, place, used, properties);
  }
}

/** `{{#urgent}}…{{/urgent}}` keeps the context when `urgent` is true or false. */
function isFlag(expression: Expression | undefined, properties: Fields | undefined): boolean {
  const first = expression?.type === 'path' ? expression.parts[0] : undefined;
  const schema = first === undefined ? undefined : properties?.[first];
  return described(isFields(schema) ? schema : undefined).type === 'boolean';
}

function expressionsOf(statement: Statement): readonly Expression[] {
  switch (statement.type) {
    case 'text':
      return [];
    case 'print':
      return [statement.value];
    case 'partial':
      return [...(statement.context ? [statement.context] : []), ...statement.hash.values()];
    default:
      return [...statement.params, ...statement.hash.values()];
  }
}

function name(expression: Expression, place: Place, used: Set<string>): void {
  if (expression.type === 'json') {
    name(expression.value, place, used);
    for (const value of expression.hash.values()) name(value, place, used);
  }
  if (expression.type !== 'path') return;
  const [head, second] = expression.parts;
  if (expression.data) {
    if (head === 'root' && second !== undefined) used.add(second);
    return;
  }
  const local = expression.depth === 0 && !expression.scoped && head !== undefined && place.locals.has(head);
  if (head !== undefined && !local && expression.depth === place.away) used.add(head);
}
