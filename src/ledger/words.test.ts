import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wordQuery } from './words.ts';

it('looks for every word by its beginning', () => {
  expect(wordQuery('marketing/summarise.prompt')).toBe("'marketing':* & 'summarise':* & 'prompt':*");
  expect(wordQuery('  Übung exe_01 ')).toBe("'Übung':* & 'exe':* & '01':*");
  expect(wordQuery(' .,;!')).toBeUndefined();
});

it('lets nobody write a query of their own', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const query = wordQuery(text);
      expect(query ?? "'x':*").toMatch(/^'[^'\\&|!<>():*\s]+':\*( & '[^'\\&|!<>():*\s]+':\*){0,11}$/u);
    }),
  );
});
