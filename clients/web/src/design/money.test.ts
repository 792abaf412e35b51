import { expect, it } from 'vitest';
import { shortDigest } from './digest.ts';
import { count, money } from './money.ts';

it.each([
  [0, '$0.00'],
  [28, '$0.000028'],
  [1_840, '$0.00184'],
  [90_000, '$0.09'],
  [1_234_567, '$1.23'],
])('%i micro-USD is %s', (micro, words) => expect(money(micro)).toBe(words));

it('groups digits', () => expect(count(90_412)).toBe('90,412'));

it.each([
  [`sha256:${'ab'.repeat(32)}`, 'ababababab…'],
  ['exe_01jx', 'exe_01jx'],
])('shortens %s', (value, short) => expect(shortDigest(value)).toBe(short));
