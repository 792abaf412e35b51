import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createHints } from './hints.ts';

const words = ['sk-', 'sk-ant-', 'AC', '://', 'key', 'token', 'to'];
const hints = createHints(words.map((word) => ({ word, meaning: word })));

it('finds what a search for each word alone finds', () => {
  const letters = fc.constantFrom(...'sk-antACkeyto:/ é\uffff\u0100', ...words);
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      expect([...hints.of(text)].sort()).toEqual(words.filter((word) => text.includes(word)).sort());
    }),
    { numRuns: 2_000 },
  );
});

it('finds nothing in what is too short', () => {
  expect(hints.of('').size + hints.of('A').size).toBe(0);
});
