import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deepestJson, isStorable, parseUntrustedJson } from './untrusted-json.ts';

test('it reads what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), (text) => {
      fc.pre(!text.includes('__proto__'));
      expect(parseUntrustedJson(text)).toEqual(JSON.parse(text));
    }),
  );
});

test('it refuses with sentences', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  expect(parseUntrustedJson(nested(deepestJson))).toBeInstanceOf(Array);
  for (const depth of [deepestJson + 1, 10_000_000])
    expect(() => parseUntrustedJson(nested(depth))).toThrow(/^It is nested over 100 deep\.$/);
  expect(parseUntrustedJson(JSON.stringify(['[{'.repeat(200), '\\"['.repeat(200)]))).toHaveLength(2);
  expect(() => parseUntrustedJson('{')).toThrow(/^It is not valid JSON\.$/);
  expect(() => parseUntrustedJson('')).toThrow(SyntaxError);
  for (const text of ['{"__proto__":1}', '[{"a":{"__proto__":null}}]', '{"\\u005f_proto__":{}}'])
    expect(() => parseUntrustedJson(text)).toThrow(/^A member is named __proto__\.$/);
  expect(parseUntrustedJson('{"a":"__proto__"}')).toEqual({ a: '__proto__' });
});

test('NUL and half characters cannot be stored, wherever they stand', () => {
  for (const bad of ['\0', 'a\ud800', '\udc00b'])
    for (const value of [bad, [bad], { a: [{ b: bad }] }, { [bad]: 1 }])
      expect(isStorable(value)).toBe(false);
  expect(isStorable({ '💥': ['é', '\n', '\u202e', 1, null, true] })).toBe(true);
});
