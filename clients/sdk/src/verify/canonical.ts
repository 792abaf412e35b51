import { decodeUtf8, isWellFormed } from './bytes.ts';

/** JSON Canonicalization Scheme (RFC 8785), and strict reading of JSON. */

/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [member: string]: Json };

/** Deeper values are refused, so that no input exhausts the stack. */
const maxDepth = 128;

const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);

/** True for values made of plain objects, arrays, strings, finite numbers, booleans and null only. Own, enumerable members count. */
export function isJson(value: unknown, depth = 0): value is Json {
  if (depth > maxDepth) return false;
  if (value === null || typeof value === 'boolean') return true;
  if (typeof value === 'string') return isWellFormed(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every((item) => isJson(item, depth + 1));
  return (
    isRecord(value) &&
    Object.entries(value).every(([key, item]) => isWellFormed(key) && isJson(item, depth + 1))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return isRecord(value);
}

/**
 * The canonical text of a value: members sorted by UTF-16 code units (§3.2.3), numbers and strings as ECMAScript writes them
 * (§3.2.2). The value must be one that `isJson` accepts.
 */
export function canonicalize(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(canonicalize).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalize(value[key] ?? null)}`);
  return `{${members.join(',')}}`;
}

/**
 * The value of `text`, or undefined when it is not JSON, names a member twice, holds a lone surrogate or an infinite number, or is
 * nested over 128 deep. White space and the order of members are free.
 */
export function parseJson(text: string): Json | undefined {
  const value = parse(text);
  return value !== undefined && countNames(text) === countMembers(value) ? value : undefined;
}

function parse(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The value of `text` when it is canonical JSON to the last character, else undefined. */
export function parseCanonical(text: string): Json | undefined {
  const value = parse(text);
  if (value === undefined) return undefined;
  // The engine's own writer is several times faster, and writes the canonical form when the names are in order already.
  const written = hasSortedNames(value) ? JSON.stringify(value) : canonicalize(value);
  return written === text ? value : undefined;
}

function hasSortedNames(value: Json): boolean {
  if (value === null || typeof value !== 'object') return true;
  if (isArray(value)) return value.every(hasSortedNames);
  let previous: string | undefined;
  for (const name of Object.keys(value)) {
    if (previous !== undefined && previous > name) return false;
    if (!hasSortedNames(value[name] ?? null)) return false;
    previous = name;
  }
  return true;
}

/** The value of bytes that are canonical JSON in well-formed UTF-8 without a byte order mark, else undefined. */
export function parseCanonicalBytes(bytes: Uint8Array): Json | undefined {
  const text = decodeUtf8(bytes);
  return text === undefined ? undefined : parseCanonical(text);
}

/**
 * Members written in valid JSON: colons outside strings. A repeated name is one member after parsing but two here, which is
 * how `parseJson` sees it.
 */
function countNames(text: string): number {
  return text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '').split(':').length - 1;
}

function countMembers(value: Json): number {
  if (value === null || typeof value !== 'object') return 0;
  const members: readonly Json[] = Object.values(value);
  const named = isArray(value) ? 0 : members.length;
  return members.reduce<number>((count, member) => count + countMembers(member), named);
}
