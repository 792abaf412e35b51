import { expect, it } from 'vitest';
import { timeFault } from './time.ts';

it('is scheduled for the future, at most 90 days ahead', () => {
  const now = new Date('2026-11-01T12:00:00Z');
  const furthest = 90 * 86_400_000;
  const at = (ms: number) => timeFault(new Date(now.getTime() + ms), now);
  expect([1, furthest].map(at)).toEqual([null, null]);
  for (const ms of [-1, 0, furthest + 1, Number.NaN]) expect(at(ms)).toContain('at most 90 days ahead');
});
