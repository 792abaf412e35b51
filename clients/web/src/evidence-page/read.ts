import type { Json, JsonObject } from '@countersign/sdk/verify';

/** Reads members of a report whose form a verifier does not promise: what is missing is empty. */
const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectAt = (value: JsonObject | undefined, name: string): JsonObject => {
  const found = value?.[name];
  return isObject(found) ? found : {};
};

export const listAt = (value: JsonObject, name: string): readonly JsonObject[] => {
  const found = value[name];
  return Array.isArray(found) ? found.filter((item: Json) => isObject(item)) : [];
};

export const textAt = (value: JsonObject | undefined, name: string): string => {
  const found = value?.[name];
  return typeof found === 'string' || typeof found === 'number' ? String(found) : '';
};

export const nameAt = (value: JsonObject, name: string): string => {
  const who = objectAt(value, name);
  return textAt(who, 'displayName') || textAt(who, 'id');
};

/** In the reader's own time zone, with the exact instant in the log's words beside. */
export const when = (instant: string): string => {
  const at = new Date(instant);
  return Number.isNaN(at.getTime())
    ? instant
    : at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
};
