import { expect, it } from 'vitest';
import { durationText, shortDuration } from './duration.ts';

it.each([
  [0, 'under a minute'],
  [0.01, '1 minute'],
  [0.5, '30 minutes'],
  [1, '1 hour'],
  [5.54, '5.5 hours'],
  [48, '2 days'],
  [100, '4.2 days'],
])('says %s hours as %s', (hours, text) => expect(durationText(hours)).toBe(text));

it('says it short in columns', () => {
  expect([0, 0.5, 5.54, 100].map(shortDuration)).toEqual(['< 1 min', '30 min', '5.5 h', '4.2 d']);
});
