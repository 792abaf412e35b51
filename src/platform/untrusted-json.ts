import type { JsonValue } from './canonical-json.ts';

/** Deeper than any honest document, and far from where a recursive reader would run out of stack. */
export const deepestJson = 100;

/**
 * Parses JSON that a stranger wrote. Refuses, with a `SyntaxError` whose message is a sentence: what is not JSON, a member named
 * `__proto__` (AT-58: refused, not ignored), and nesting over 100 deep, so that whoever walks the value may recurse.
 */
export function parseUntrustedJson(text: string): JsonValue {
  if (isTooDeep(text)) throw new SyntaxError(`It is nested over ${deepestJson} deep.`);
  const value: JsonValue = parse(text);
  // A member has that name only where its letters stand, or an escape that may mean one of them.
  if (!text.includes('__proto__') && !text.includes('\\u')) return value;
  for (const here of walk(value))
    if (isContainer(here) && Object.hasOwn(here, '__proto__'))
      throw new SyntaxError('A member is named __proto__.');
  return value;
}

/** Counts brackets before anything is built: a body of nothing but `[` would keep `JSON.parse` busy for many seconds. */
function isTooDeep(text: string): boolean {
  if (!hasOver(text, deepestJson)) return false;
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') quoted = !quoted;
    else if (quoted && character === '\\') index += 1;
    else if (quoted) continue;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > deepestJson) return true;
  }
  return false;
}

/** Whether there are more opening brackets than that, wherever they stand. Searching is many times faster than reading. */
function hasOver(text: string, most: number): boolean {
  let found = 0;
  for (const bracket of ['[', '{'])
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1))
      if (++found > most) return true;
  return false;
}

/** True when every text in it, names of members included, can be stored and hashed: no NUL (PostgreSQL), no half characters (RFC 8785). */
export function isStorable(value: JsonValue): boolean {
  for (const here of walk(value)) {
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
function* walk(value: JsonValue): Generator<JsonValue> {
  const waiting = [value];
  for (let here = waiting.pop(); here !== undefined; here = waiting.pop()) {
    yield here;
    if (isContainer(here)) for (const inner of Object.values(here)) waiting.push(inner);
  }
}

function isContainer(value: JsonValue): value is Exclude<JsonValue, null | boolean | number | string> {
  return typeof value === 'object' && value !== null;
}
