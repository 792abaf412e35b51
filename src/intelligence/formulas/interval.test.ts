import { describe, expect, it } from 'vitest';
import { counted, median, quantile, share } from './interval.ts';

describe('the interval of a share (Wilson)', () => {
  it.each([
    [9, 10, 0.596, 0.982],
    [90, 100, 0.826, 0.945],
    [0, 20, 0, 0.161],
    [20, 20, 0.839, 1],
  ])('%i of %i', (part, whole, low, high) => {
    const estimate = share(part, whole);
    expect(estimate.value).toBe(part / whole);
    expect(Number(estimate.low?.toFixed(3))).toBe(low);
    expect(Number(estimate.high?.toFixed(3))).toBe(high);
    expect(estimate.n).toBe(whole);
  });

  it('is none without trials', () => {
    expect(share(0, 0)).toEqual({ value: null, low: null, high: null, n: 0 });
  });

  it('covers the truth in 93 to 97 of 100 samples (seed 9)', () => {
    const next = seeded(9);
    for (const [truth, n] of [
      [0.8, 200],
      [0.5, 100],
      [0.93, 400],
    ] as const) {
      let covered = 0;
      for (let sample = 0; sample < 4_000; sample += 1) {
        let part = 0;
        for (let trial = 0; trial < n; trial += 1) part += next() < truth ? 1 : 0;
        const { low, high } = share(part, n);
        covered += (low ?? 1) <= truth && truth <= (high ?? 0) ? 1 : 0;
      }
      expect(covered / 4_000).toBeGreaterThan(0.93);
      expect(covered / 4_000).toBeLessThan(0.97);
    }
  });
});

describe('the median', () => {
  it('is the middle, and between two the half', () => {
    expect(median([3, 1, 2]).value).toBe(2);
    expect(median([4, 1, 2, 3]).value).toBe(2.5);
    expect(median([]).value).toBeNull();
  });

  it('has no interval under six values, and then one that holds it', () => {
    expect(median([1, 2, 3, 4, 5])).toMatchObject({ low: null, high: null, n: 5 });
    const many = median(Array.from({ length: 101 }, (_, index) => index));
    expect(many).toMatchObject({ value: 50, low: 40, high: 60, n: 101 });
  });

  it('has an interval that covers in 93 to 99 of 100 samples (seed 7)', () => {
    const next = seeded(7);
    let covered = 0;
    for (let sample = 0; sample < 2_000; sample += 1) {
      const { low, high } = median(Array.from({ length: 60 }, () => -Math.log(1 - next())));
      covered += (low ?? 9) <= Math.LN2 && Math.LN2 <= (high ?? 0) ? 1 : 0;
    }
    expect(covered / 2_000).toBeGreaterThan(0.93);
    expect(covered / 2_000).toBeLessThan(0.99);
  });
});

describe('a quantile', () => {
  it('is linear between two values', () => {
    expect(quantile([0, 10], 0.9)).toBe(9);
    expect(quantile([5], 0.9)).toBe(5);
    expect(quantile([], 0.9)).toBeNull();
  });
});

it('what was counted has no interval', () => {
  expect(counted(7)).toEqual({ value: 7, low: null, high: null, n: 7 });
});

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
