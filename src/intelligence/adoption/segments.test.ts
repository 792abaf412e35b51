import { describe, expect, it } from 'vitest';
import { addDays } from '../days.ts';
import type { PersonWeek } from '../people/weeks.ts';
import { countSegments, segmentOf } from './segments.ts';

const last = '2026-11-16';
/** So many successful executions in so many of the weeks up to the last. */
const weeks = (count: number, each: number): PersonWeek[] =>
  Array.from({ length: count }, (_, index) => ({
    week: addDays(last, -7 * index),
    days: 1,
    executions: each,
    governed: each,
    succeeded: each,
  }));

describe('the segment of a person over 12 weeks', () => {
  it.each([
    ['power', weeks(12, 15)],
    ['power', weeks(9, 20)],
    ['habitual', weeks(9, 19)],
    ['habitual', weeks(9, 1)],
    ['novice', weeks(8, 100)],
    ['novice', weeks(1, 12)],
    ['low', weeks(1, 11)],
    ['low', weeks(8, 1)],
    ['none', weeks(0, 0)],
    ['none', weeks(12, 0)],
  ])('%s', (segment, given) => {
    expect(segmentOf(given, last)).toBe(segment);
  });

  it('looks at these 12 weeks only', () => {
    expect(segmentOf(weeks(20, 15), addDays(last, -7 * 30))).toBe('none');
    expect(segmentOf(weeks(9, 15), addDays(last, 7 * 12))).toBe('none');
  });

  it('counts people who never ran anything, and nobody else', () => {
    const people = new Map([
      ['per_a', weeks(12, 15)],
      ['per_gone', weeks(12, 15)],
    ]);
    expect(countSegments(new Set(['per_a', 'per_b']), people, last)).toEqual({
      ...{ power: 1, habitual: 0, novice: 0, low: 0 },
      none: 1,
    });
  });
});
