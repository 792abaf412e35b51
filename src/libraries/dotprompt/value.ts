/**
 * What a template can see: JSON, copied once at the door into objects without a prototype. A name such as
 * `constructor` or `__proto__` is then a key like any other, and nothing of the server can be reached through it.
 */
export type Value = undefined | null | boolean | number | string | readonly Value[] | Fields;

/** An object without a prototype. */
export interface Fields {
  readonly [name: string]: Value;
}

/** How much data one rendering may bring along. */
export const VALUE_LIMITS = { depth: 64, nodes: 100_000, characters: 8 * 1024 * 1024 } as const;

/** Thrown by `toValue`; `path` leads to the part that is not JSON or too much. */
export class ValueError extends Error {
  readonly path: readonly string[];
  readonly limit: boolean;

  constructor(message: string, path: readonly string[], limit: boolean) {
    super(message);
    this.path = path;
    this.limit = limit;
  }
}

export function isList(value: unknown): value is readonly Value[] {
  return Array.isArray(value);
}

export function isFields(value: Value): value is Fields {
  return typeof value === 'object' && value !== null && !isList(value);
}

/** An object without a prototype that holds `entries`. */
export function fieldsFrom(entries: Iterable<readonly [string, Value]>): Fields {
  const fields: Record<string, Value> = Object.create(null);
  for (const [name, value] of entries) fields[name] = value;
  return fields;
}

/** `base` with the fields of `over` laid on top; a new object without a prototype. */
export function merged(base: Value, over: Fields): Fields {
  const below = isFields(base) || isList(base) ? Object.entries(base) : [];
  return fieldsFrom([...below, ...Object.entries(over)]);
}

/**
 * A deep copy of JSON-like `input` (own enumerable properties only; getters are not called).
 * @throws ValueError for functions, symbols, bigints, non-finite numbers, accessors, and what passes `VALUE_LIMITS`.
 */
export function toValue(input: unknown): Value {
  return new Copier().copy(input, []);
}

class Copier {
  #nodes = 0;
  #characters = 0;

  copy(input: unknown, path: readonly string[]): Value {
    this.#count(path);
    if (input === undefined || input === null || typeof input === 'boolean') return input;
    if (typeof input === 'string') return this.#text(input, path);
    if (typeof input === 'number') {
      if (!Number.isFinite(input)) throw new ValueError('is not a finite number', path, false);
      return input;
    }
    if (Array.isArray(input)) return input.map((item: unknown, at) => this.copy(item, [...path, `${at}`]));
    if (typeof input === 'object') return this.#object(input, path);
    throw new ValueError(`is a ${typeof input}, which is not JSON`, path, false);
  }

  #object(input: object, path: readonly string[]): Fields {
    const fields: Record<string, Value> = Object.create(null);
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(input))) {
      if (!property.enumerable) continue;
      if (property.get ?? property.set) throw new ValueError('is computed, which is not JSON', path, false);
      const value: unknown = property.value;
      fields[this.#text(name, path)] = this.copy(value, [...path, name]);
    }
    return fields;
  }

  #text(text: string, path: readonly string[]): string {
    this.#characters += text.length;
    if (this.#characters > VALUE_LIMITS.characters) {
      throw new ValueError(`makes the data longer than ${VALUE_LIMITS.characters} characters`, path, true);
    }
    return text;
  }

  #count(path: readonly string[]): void {
    this.#nodes += 1;
    if (this.#nodes > VALUE_LIMITS.nodes) {
      throw new ValueError(`makes the data larger than ${VALUE_LIMITS.nodes} values`, path, true);
    }
    if (path.length > VALUE_LIMITS.depth) {
      throw new ValueError(`is nested deeper than ${VALUE_LIMITS.depth} levels`, path, true);
    }
  }
}
