import type { JsonValue } from './canonical-json.ts';

/** Deeper than any honest document, and far from where a recursive reader would run out of stack. */
export const deepestJson = 100;

/**
 * Parses JSON that a stranger wrote. Refuses, with a `SyntaxError` whose message is a sentence: what is not JSON, a member named
 * `__proto__` (AT-58: refused, not ignored), and nesting over 100 deep, so that whoever walks the value may recurse.
 */
export function parseUntrustedJson(text: string): JsonValue {
  const value: JsonValue = parse(text);
  for (const { here, depth } of walk(value)) {
    if (depth > deepestJson) throw new SyntaxError(`It is nested over ${deepestJson} deep.`);
    if (isContainer(here) && Object.hasOwn(here, '__proto__'))
      throw new SyntaxError('A member is named __proto__.');
  }
  return value;
}

/** True when every text in it, names of members included, can be stored and hashed: no NUL (PostgreSQL), no half characters (RFC 8785). */
export function isStorable(value: JsonValue): boolean {
  for (const { here } of walk(value)) {
    if (typeof here === 'string' && !isStorableText(here)) return false;
    if (isContainer(here) && !Array.isArray(here) && !Object.keys(here).every(isStorableText)) return false;
  }
  return true;
}

export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError('It is not valid JSON.', { cause });
  }
}

/** Every value in a value, without recursion. */
function* walk(value: JsonValue): Generator<{ readonly here: JsonValue; readonly depth: number }> {
  const waiting = [{ here: value, depth: 1 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    const { here, depth } = next;
    if (isContainer(here))
      for (const inner of Object.values(here)) waiting.push({ here: inner, depth: depth + 1 });
  }
}

function isContainer(value: JsonValue): value is Exclude<JsonValue, null | boolean | number | string> {
  return typeof value === 'object' && value !== null;
}
