import { describe, expect, it } from 'vitest';
import { minHashOf } from '../../libraries/index.ts';
import { clustersOf } from './clusters.ts';
import { candidates, estimated, jaccard } from './likeness.ts';

const seed = Math.floor(Math.random() * 2 ** 31);
function randomly(start: number) {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Two sets of shingles that share exactly `shared`, with `own` more each. */
function pair(random: () => number, shared: number, own: number) {
  const draw = (count: number) =>
    Array.from(
      { length: count },
      () => Math.floor(random() * 2 ** 26) * 2 ** 26 + Math.floor(random() * 2 ** 26),
    );
  const both = draw(shared);
  const set = () => Float64Array.from(new Set([...both, ...draw(own)])).sort();
  return [set(), set()] as const;
}

describe('likeness', () => {
  it('is exact over all shingles', () => {
    const of = (...shingles: number[]) => Float64Array.from(shingles);
    expect(jaccard(of(1, 2, 3, 4), of(2, 3, 4, 5))).toBe(0.6);
    expect(jaccard(of(1, 2), of(3))).toBe(0);
    expect(jaccard(of(), of())).toBe(0);
    const [one, other] = pair(randomly(seed), 160, 20);
    expect(jaccard(one, other)).toBeCloseTo(0.8, 6);
  });

  it(`is estimated at 0.8 without bias, with a standard error of about 0.035, and such a pair is a candidate in 99 of 100 (seed ${seed})`, () => {
    const random = randomly(seed);
    const rounds = 1_000;
    const errors: number[] = [];
    let found = 0;
    for (let round = 0; round < rounds; round += 1) {
      const [one, other] = pair(random, 80, 10);
      const signatures = [minHashOf(one), minHashOf(other)];
      errors.push(estimated(signatures[0] ?? new Uint32Array(), signatures[1] ?? new Uint32Array()) - 0.8);
      found += candidates(signatures).length;
    }
    const mean = errors.reduce((sum, error) => sum + error, 0) / rounds;
    const deviation = Math.sqrt(errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / rounds);
    // Of 1,000 rounds: four standard errors of each figure.
    expect(Math.abs(mean)).toBeLessThan(0.005);
    expect(deviation).toBeGreaterThan(0.031);
    expect(deviation).toBeLessThan(0.039);
    expect(found / rounds).toBeGreaterThanOrEqual(0.99);
  });

  it('lets pairs that share little pass by nearly always', () => {
    const random = randomly(seed + 1);
    let found = 0;
    for (let round = 0; round < 200; round += 1) {
      const [one, other] = pair(random, 30, 70);
      found += candidates([minHashOf(one), minHashOf(other)]).length;
    }
    expect(found).toBeLessThan(10);
  });
});

describe('clusters', () => {
  it('are what is linked, also over others, whatever the order', () => {
    const links = [
      { one: 5, other: 1 },
      { one: 2, other: 3 },
      { one: 1, other: 7 },
    ];
    expect(clustersOf(9, links)).toEqual([
      [1, 5, 7],
      [2, 3],
    ]);
    expect(clustersOf(9, links.toReversed())).toEqual(clustersOf(9, links));
    expect(clustersOf(3, [])).toEqual([]);
  });
});
