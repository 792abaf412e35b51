import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays, daysIn, weekOf } from '../days.ts';
import { activeIn, activeTest, type PersonWeek } from './weeks.ts';

const start = '2026-09-01';

/** What the log would have said: the days themselves. */
function weeksOf(days: readonly string[]): PersonWeek[] {
  const weeks = new Map<string, number>();
  for (const day of days) {
    const { week, dayOfWeek } = weekOf(day);
    weeks.set(week, (weeks.get(week) ?? 0) | (1 << dayOfWeek));
  }
  return [...weeks].map(([week, bits]) => ({ week, days: bits, executions: 1, governed: 0, succeeded: 1 }));
}

it('says of any window what the days say', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 60 })),
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 1, max: 40 }),
      (active, from, length) => {
        const days = active.map((at) => addDays(start, at));
        const window = { from: addDays(start, from), to: addDays(start, from + length) };
        expect(activeTest(window)(weeksOf(days))).toBe(daysIn(window).some((day) => days.includes(day)));
      },
    ),
  );
});

it('counts everybody once', () => {
  const people = new Map([
    ['a', weeksOf([start, addDays(start, 1)])],
    ['b', weeksOf([addDays(start, 9)])],
  ]);
  expect(activeIn(people, { from: start, to: addDays(start, 7) })).toEqual(['a']);
  expect(activeIn(people, { from: start, to: addDays(start, 10) })).toEqual(['a', 'b']);
});
