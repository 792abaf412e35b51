import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seat } from './seating.ts';

const seats = (needs: readonly number[], fits: Readonly<Record<string, readonly number[]>>) =>
  seat(
    needs.map((need) => ({ need })),
    Object.keys(fits),
    (candidate, stage) => fits[candidate]?.includes(stage) === true,
  );

describe('seat', () => {
  it('seats nobody twice, and moves somebody on when that fills a place more', () => {
    expect(seats([1, 1], { a: [0, 1] })).toEqual([['a'], []]);
    expect(seats([1, 1], { a: [0, 1], b: [0] })).toEqual([['b'], ['a']]);
    expect(seats([1, 1, 1], { a: [0, 1], b: [0], c: [1, 2] })).toEqual([['b'], ['a'], ['c']]);
  });

  it('fills earlier stages first', () => {
    expect(seats([2, 1], { a: [0, 1], b: [0, 1] })).toEqual([['a', 'b'], []]);
  });

  it('leaves out who fits nowhere, and who is one too many', () => {
    expect(seats([1], { a: [0], b: [0], c: [] })).toEqual([['a']]);
  });

  it('AT-09: has no places for a need that is no whole number from 1', () => {
    for (const need of [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(seats([need], { a: [0] })).toEqual([[]]);
  });

  it('bounds what it looks at, so that a need beyond it is never reached', () => {
    const crowd = Object.fromEntries(Array.from({ length: 120 }, (_, place) => [`p${place}`, [0]]));
    expect(seats([110], crowd)[0]).toHaveLength(100);
  });

  it('fills as many places as any way of seating could', () => {
    const world = fc.record({
      needs: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 3 }),
      fits: fc.array(fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }), { maxLength: 5 }),
    });
    fc.assert(
      fc.property(world, ({ needs, fits }) => {
        const named = Object.fromEntries(fits.map((stages, at) => [`p${at}`, stages]));
        const found = seats(needs, named);
        for (const [stage, people] of found.entries()) {
          expect(people.length).toBeLessThanOrEqual(needs[stage] ?? 0);
          for (const one of people) expect(named[one]).toContain(stage);
        }
        expect(new Set(found.flat()).size).toBe(found.flat().length);
        expect(found.flat().length).toBe(most(needs, fits));
      }),
      { numRuns: 2_000 },
    );
  });
});

/** The most that can be seated, by trying every way. */
function most(needs: readonly number[], fits: readonly (readonly number[])[]): number {
  const [first, ...rest] = fits;
  if (first === undefined) return 0;
  const ways = first
    .filter((stage) => (needs[stage] ?? 0) > 0)
    .map(
      (stage) =>
        1 +
        most(
          needs.map((need, at) => (at === stage ? need - 1 : need)),
          rest,
        ),
    );
  return Math.max(most(needs, rest), ...ways);
}
