import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalBytes, canonicalJson, type JsonValue } from './canonical-json.ts';

describe('canonical JSON (RFC 8785)', () => {
  it('sorts members by UTF-16 code units: the example of §3.2.3', () => {
    const input = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonicalJson(input)))).toHaveLength(7);
    const order = [...canonicalJson(input).matchAll(/:"([^"]+)"/g)].map(([, value]) => value);
    expect(order).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  it('prints numbers as ECMAScript does: §3.2.2.3', () => {
    const numbers: JsonValue = [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0];
    expect(() => canonicalJson(numbers)).toThrow(/2\^53/);
    expect(canonicalJson([333333333.3333333, 4.5, 2e-3, 0.000000000000000000000000001, -0])).toBe(
      '[333333333.3333333,4.5,0.002,1e-27,0]',
    );
  });

  it('escapes no more than it must: §3.2.2.2', () => {
    expect(canonicalJson('\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/')).toBe(
      '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"',
    );
  });

  it('AT-30 refuses what I-JSON forbids', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '\ud800', 'a\udc00b'])
      expect(() => canonicalJson(bad)).toThrow(TypeError);
    expect(() => canonicalJson({ '\ud800': 1 })).toThrow(TypeError);
    expect(() => canonicalJson(JSON.parse('{"a":[{"__proto__":1}]}'))).toThrow(TypeError);
  });

  it('is a fixed point, and does not depend on the order of making', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ unit: 'grapheme' }).filter((name) => name !== '__proto__'),
          fc.oneof(fc.boolean(), fc.integer(), fc.string({ unit: 'grapheme' })),
        ),
        (members) => {
          const forward = canonicalJson(members);
          const backward = canonicalJson(Object.fromEntries(Object.entries(members).reverse()));
          expect(backward).toBe(forward);
          expect(canonicalJson(JSON.parse(forward))).toBe(forward);
          expect(new TextDecoder('utf-8', { fatal: true }).decode(canonicalBytes(members))).toBe(forward);
        },
      ),
    );
  });
});
