import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from './bytes.ts';
import { canonicalize, isJson, parseCanonical, parseCanonicalBytes, parseJson } from './canonical.ts';

describe('RFC 8785', () => {
  it('gives the example of §3.2.3', () => {
    const text =
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}';
    const value = parseJson(text);
    expect(value === undefined ? undefined : canonicalize(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts by UTF-16 code units, as in §3.2.3', () => {
    const value = { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 };
    expect(canonicalize(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
  });
});

describe('AT-30 strict reading', () => {
  it.each([
    '{"a":1,"a":2}',
    '{"a":1,"\\u0061":2}',
    '{"b":1,"a":2}',
    '{"a": 1}',
    '[1.0]',
    '[1e2]',
    '[-0]',
    '[1E400]',
    '[10000000000000000000001]',
    '[9007199254740993]',
    '["\\ud800"]',
    '["\\u0041"]',
    '["\\/"]',
    '["\\u001F"]',
    '["\\u000a"]',
    '\ufeff[]',
    '[]\n',
    '[,]',
    '[01]',
    'NaN',
    '',
    '{"__proto__":1,"__proto__":1}',
  ])('refuses %j as canonical', (text) => {
    expect(parseCanonical(text)).toBeUndefined();
  });

  it.each([
    '{"__proto__":{"a":1}}',
    '["\u007f\u2028é"]',
    '["\\u001f\\n\\"\\\\"]',
    '[1e+30,1e-7,0.1]',
    '{"":0}',
    'null',
  ])('accepts %j as canonical', (text) => {
    expect(parseCanonical(text)).toBeDefined();
  });

  it('sees a member that is named twice wherever it is, and allows white space', () => {
    expect(parseJson('{ "b": [ {"a":1} , {"a":"x:\\":"} ], "a": 2 }\n')).toEqual({
      b: [{ a: 1 }, { a: 'x:":' }],
      a: 2,
    });
    expect(parseJson('{"a":{"b":1,"b":1}}')).toBeUndefined();
    expect(parseJson('{"a":1,"\\u0061":1}')).toBeUndefined();
    expect(parseJson('["\\udfff"]')).toBeUndefined();
  });

  it('refuses nesting that would exhaust the stack', () => {
    expect(parseCanonical('['.repeat(60_000) + ']'.repeat(60_000))).toBeUndefined();
    expect(parseJson(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`)).toBeUndefined();
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(parseCanonicalBytes(Uint8Array.of(0x22, 0xff, 0x22))).toBeUndefined();
    expect(parseCanonicalBytes(encodeUtf8('"é"'))).toBe('é');
  });

  it('accepts the canonical text of every value, and no text that it would write otherwise', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(isJson(value));
        if (!isJson(value)) return;
        const text = canonicalize(value);
        const read = parseCanonical(text);
        expect(read === undefined ? undefined : canonicalize(read)).toBe(text);
      }),
    );
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom(' ', '0', '"', ':', ',', '\\'),
        (text, seed, insert) => {
          const at = seed % (text.length + 1);
          const changed = text.slice(0, at) + insert + text.slice(at);
          const read = parseCanonical(changed);
          expect(read === undefined ? changed : canonicalize(read)).toBe(changed);
        },
      ),
    );
  });
});
