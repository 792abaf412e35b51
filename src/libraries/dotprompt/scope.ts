import type { PathExpression, Program } from './template.ts';
import { type Fields, isFields, isList, type Value } from './value.ts';

/** The contexts around a place, nearest first: what `../` walks along. */
interface Contexts {
  readonly here: Value;
  readonly outer: Contexts | undefined;
}

/** What `@name` sees: the values here, else those around. `@../name` starts to look in `outer`. */
interface Frame {
  readonly values: Fields;
  readonly outer: Frame | undefined;
}

/** Everything that a name can mean at one place of a template. */
export interface Scope {
  readonly contexts: Contexts;
  readonly frame: Frame;
  /** Block parameters by name. */
  readonly locals: ReadonlyMap<string, Value>;
  readonly partial: string | undefined;
}

const NO_LOCALS: ReadonlyMap<string, Value> = new Map();

/** The scope inside a block whose context is `value`. Handlebars adds no level when the context stays the same. */
export function enter(value: Value, scope: Scope, locals: ReadonlyMap<string, Value>): Scope {
  const contexts = value === scope.contexts.here ? scope.contexts : { here: value, outer: scope.contexts };
  return {
    ...scope,
    contexts,
    locals: locals.size === 0 ? scope.locals : new Map([...scope.locals, ...locals]),
  };
}

/** The block parameters of `program` with their values. */
export function named(program: Program | undefined, values: readonly Value[]): ReadonlyMap<string, Value> {
  const names = program?.blockParams ?? [];
  return names.length === 0 ? NO_LOCALS : new Map(names.map((name, index) => [name, values[index]]));
}

/** What a path means here; undefined when there is no such thing. */
export function resolve(path: PathExpression, scope: Scope): Value {
  const { parts } = path;
  if (path.data) return resolveData(path, scope.frame);
  const [head, ...rest] = parts;
  if (head !== undefined && path.depth === 0 && !path.scoped && scope.locals.has(head)) {
    return follow(scope.locals.get(head), rest);
  }
  let contexts: Contexts | undefined = scope.contexts;
  for (let depth = path.depth; depth > 0 && contexts; depth--) contexts = contexts.outer;
  return follow(contexts?.here, parts);
}

function follow(start: Value, parts: readonly string[]): Value {
  return parts.reduce<Value>((value, name) => property(value, name), start);
}

function resolveData(path: PathExpression, start: Frame): Value {
  const [head, ...rest] = path.parts;
  let frame: Frame | undefined = start;
  for (let depth = path.depth; depth > 0 && frame; depth--) frame = frame.outer;
  while (frame && head !== undefined && !Object.hasOwn(frame.values, head)) frame = frame.outer;
  let value: Value = head === undefined ? frame?.values : frame?.values[head];
  for (const name of rest) {
    if (!value) return value;
    value = property(value, name);
  }
  return value;
}

/** Own data only: there is no way from here to a prototype, a getter or a function. */
function property(value: Value, name: string): Value {
  if (value === null || value === undefined) return value;
  if (typeof value === 'string' || isList(value)) {
    if (name === 'length') return value.length;
    return /^(0|[1-9]\d{0,8})$/.test(name) ? value[Number(name)] : undefined;
  }
  return isFields(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
