import { expect, it } from 'vitest';
import { dueTelling } from './due.ts';

it.each([
  [null, '2027-01-01T00:00:00Z', null],
  ['2027-03-31', '2027-02-28T23:59:59Z', null],
  ['2027-03-31', '2027-03-01T00:00:00Z', 30],
  ['2027-03-31', '2027-03-23T23:59:59Z', 30],
  ['2027-03-31', '2027-03-24T00:00:00Z', 7],
  ['2027-03-31', '2027-03-31T00:00:00Z', 7],
  ['2027-03-31', '2027-03-31T00:00:01Z', null],
])('a model that retires %s is told of at %s: %s days before', (retires, now, due) => {
  expect(dueTelling({ retires }, new Date(now))).toBe(due);
});
