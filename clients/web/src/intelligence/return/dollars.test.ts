import { expect, it } from 'vitest';
import { dollars, rangeText } from './dollars.ts';

it.each([
  [0, '$0'],
  [12_345.6, '$12,346'],
  [-1_200, '−$1,200'],
  [3.5, '$3.50'],
  [0.00231, '$0.0023'],
  [-0.00001, '$0'],
])('%d dollars are %s', (usd, text) => {
  expect(dollars(usd)).toBe(text);
});

it('a range has its middle first', () => {
  expect(rangeText({ low: -40, mid: 120, high: 260 })).toBe('$120 (−$40 to $260)');
});
