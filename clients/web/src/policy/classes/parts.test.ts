import { expect, it } from 'vitest';
import { partsOf } from './parts.ts';

it('cuts a text into what is found and what is between, and loses nothing of it', () => {
  const text = 'Mail jane@acme.com now';
  const parts = partsOf(text, [
    { dataClass: 'email', start: 5, end: 18, confidence: 'certain' },
    { dataClass: 'other', start: 0, end: 9, confidence: 'possible' },
    { dataClass: 'late', start: 30, end: 40, confidence: 'certain' },
  ]);
  expect(parts.map(({ text: part, name }) => [part, name])).toEqual([
    ['Mail ', null],
    ['jane@acme.com', 'email'],
    [' now', null],
  ]);
  expect(partsOf('plain', [])).toMatchObject([{ text: 'plain', name: null }]);
});
