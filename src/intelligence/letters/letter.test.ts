import { expect, it } from 'vitest';
import { nextAfter } from './letter.ts';

it.each([
  ['week', '2026-11-27T10:00:00Z', '2026-11-30T07:00:00.000Z'],
  ['week', '2026-11-30T06:59:59Z', '2026-11-30T07:00:00.000Z'],
  ['week', '2026-11-30T07:00:00Z', '2026-12-07T07:00:00.000Z'],
  ['month', '2026-11-27T10:00:00Z', '2026-12-01T07:00:00.000Z'],
  ['month', '2026-12-01T07:00:00Z', '2027-01-01T07:00:00.000Z'],
  ['month', '2027-01-31T23:00:00Z', '2027-02-01T07:00:00.000Z'],
] as const)('a letter of every %s after %s goes out at %s', (every, at, next) => {
  expect(nextAfter(every, new Date(at)).toISOString()).toBe(next);
});
