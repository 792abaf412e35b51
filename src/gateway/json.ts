import type { JsonObject, JsonValue } from '../platform/canonical-json.ts';

/** Parses JSON that we wrote ourselves. What a stranger wrote goes through `parseUntrustedJson`. */
export function parseJson(text: string): JsonValue {
  return JSON.parse(text);
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** The member when it is a string, else undefined. */
export function stringMember(object: JsonObject, name: string): string | undefined {
  const value = object[name];
  return typeof value === 'string' ? value : undefined;
}

/** The member when it is a whole number of at least 0, else undefined. */
export function countMember(object: JsonObject, name: string): number | undefined {
  const value = object[name];
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}
