/** A value that JSON can hold exactly. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/**
 * Serializes by RFC 8785 (JSON Canonicalization Scheme): members sorted by UTF-16 code units (§3.2.3), numbers as ECMAScript
 * prints them (§3.2.2.3), strings with the shortest escapes (§3.2.2.2). Refuses what I-JSON (RFC 7493) forbids: NaN, infinities,
 * lone surrogates, and integers beyond 2^53 - 1 that a reader could not get back. Refuses a member named `__proto__`, too.
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (typeof value === 'string') return canonicalString(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value)
    .sort(byCodeUnits)
    .map((key) => `${canonicalString(key)}:${canonicalJson(member(value, key))}`);
  return `{${members.join(',')}}`;
}

/** The UTF-8 bytes of the canonical form: what is hashed and stored. */
export function canonicalBytes(value: JsonValue): Uint8Array {
  return new TextEncoder().encode(canonicalJson(value));
}

function isArray(value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** A reader in JavaScript may lose a member with this name (AT-58), so none is ever written. */
const unreadable = '__proto__';

function member(value: JsonObject, key: string): JsonValue {
  if (key === unreadable) throw new TypeError(`canonical JSON: a member is named ${unreadable}`);
  const found = value[key];
  if (found === undefined) throw new TypeError(`canonical JSON: member ${JSON.stringify(key)} is undefined`);
  return found;
}

function byCodeUnits(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('canonical JSON: a number must be finite');
  if (Number.isInteger(value) && Math.abs(value) > Number.MAX_SAFE_INTEGER)
    throw new TypeError('canonical JSON: an integer beyond 2^53 - 1 loses digits; write it as a string');
  return JSON.stringify(value);
}

function canonicalString(value: string): string {
  if (!value.isWellFormed()) throw new TypeError('canonical JSON: a string holds a lone surrogate');
  return JSON.stringify(value);
}
