import { type Fields, isFields, isList, type Value } from './value.ts';

/** How many checks of one value against one schema a rendering may cost. */
export const SCHEMA_WORK = 200_000;

/**
 * Whether checking `value` against `schema` (without `$ref`) stays within `SCHEMA_WORK`. Takes the same walk as a
 * validator that never stops early, but does nothing on the way, so that the answer is cheap.
 */
export function isWorkable(schema: Value, value: Value): boolean {
  return new Work().fits(schema, value);
}

/** Keywords whose schemas look at the same value again. */
const SAME = ['not', 'if', 'then', 'else', 'allOf', 'anyOf', 'oneOf', 'dependentSchemas'];

class Work {
  #left = SCHEMA_WORK;

  fits(schema: Value, value: Value): boolean {
    this.#left -= 1;
    if (!isFields(schema)) return this.#left >= 0;
    for (const keyword of ['enum', 'required']) this.#left -= length(schema[keyword]);
    if (this.#left < 0) return false;
    for (const keyword of SAME) {
      const inner = schema[keyword];
      if (inner === undefined) continue;
      const items = isList(inner)
        ? inner
        : keyword === 'dependentSchemas' && isFields(inner)
          ? Object.values(inner)
          : [inner];
      if (!items.every((item) => this.fits(item, value))) return false;
    }
    if (isList(value)) return this.#list(schema, value);
    return !isFields(value) || this.#object(schema, value);
  }

  #list(schema: Fields, value: readonly Value[]): boolean {
    const tuple = [...list(schema.prefixItems), ...list(schema.items)];
    if (!tuple.every((item, at) => this.fits(item, value[at]))) return false;
    const each = [schema.items, schema.additionalItems, schema.contains].filter(
      (item) => item !== undefined && !isList(item),
    );
    return each.every((item) => value.every((member) => this.fits(item, member)));
  }

  #object(schema: Fields, value: Fields): boolean {
    const { properties, additionalProperties, propertyNames } = schema;
    if (
      isFields(properties) &&
      !Object.entries(properties).every(([name, item]) => this.fits(item, value[name]))
    )
      return false;
    return Object.entries(value).every(
      ([name, member]) =>
        (propertyNames === undefined || this.fits(propertyNames, name)) &&
        (additionalProperties === undefined || this.fits(additionalProperties, member)),
    );
  }
}

function list(value: Value): readonly Value[] {
  return isList(value) ? value : [];
}

function length(value: Value): number {
  return list(value).length;
}
