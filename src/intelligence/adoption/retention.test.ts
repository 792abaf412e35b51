import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, completeWeeks } from '../days.ts';
import { hideSmallGroups, retention } from './retention.ts';

const today = '2026-11-25';
const [start = ''] = completeWeeks(today, 24);
const week = (at: number) => ({
  week: addDays(start, at * 7),
  ...{ days: 1, executions: 1, governed: 1, succeeded: 1 },
});

describe('retention', () => {
  it('is a triangle of six cohorts of four complete weeks', () => {
    const people = new Map([
      ['a', [week(0), week(4), week(23)]],
      ['b', [week(3)]],
      ['c', [week(20)]],
    ]);
    const first = new Map([...people].map(([person, weeks]) => [person, weeks[0]?.week ?? '']));
    const triangle = retention(people, first, today, 1);
    expect(triangle.map(({ size }) => size)).toEqual([2, 0, 0, 0, 0, 1]);
    expect(triangle[0]?.active).toEqual([2, 1, 0, 0, 0, 1]);
    expect(triangle[5]).toEqual({ from: addDays(start, 140), size: 1, active: [1] });
    expect(addDays(start, 168)).toBe('2026-11-23');
  });

  it('has those who came before the first cohort in none', () => {
    const people = new Map([['old', [week(0)]]]);
    const triangle = retention(people, new Map([['old', addDays(start, -7)]]), today, 1);
    expect(triangle.every(({ size }) => size === 0)).toBe(true);
  });

  it('does not show small cohorts', () => {
    const names = Array.from({ length: 8 }, (_, index) => `p${index}`);
    const people = new Map(names.map((name, index) => [name, [week(index < 6 ? 0 : 4)]]));
    const first = new Map([...people].map(([person, weeks]) => [person, weeks[0]?.week ?? '']));
    // Two people are hidden, and so must be the six: all together are known from elsewhere.
    expect(retention(people, first, today, 5).map(({ size }) => size)).toEqual([null, null, 0, 0, 0, 0]);
  });
});

it('what is not shown is nobody or a group: it cannot be subtracted', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 8 }),
      fc.integer({ min: 1, max: 8 }),
      (sizes, smallest) => {
        const hidden = hideSmallGroups(sizes, smallest);
        const sum = [...hidden].reduce((total, index) => total + (sizes[index] ?? 0), 0);
        const all = sizes.reduce((total, size) => total + size, 0);
        expect(sum === 0 || sum >= smallest || sum === all).toBe(true);
        for (const [index, size] of sizes.entries())
          if (!hidden.has(index)) expect(size === 0 || size >= smallest).toBe(true);
      },
    ),
  );
});
