import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bucketOf, middleOf, quantileOfBuckets } from './duration.ts';

it('a bucket’s middle is at most 2.5 % off what fell into it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3_600_000 }), (ms) => {
      expect(Math.abs(middleOf(bucketOf(ms)) / ms - 1)).toBeLessThan(0.0251);
    }),
  );
  expect(middleOf(bucketOf(0))).toBe(0);
});

it('a quantile of merged buckets is near that of the values', () => {
  const values = Array.from({ length: 1_000 }, (_, index) => index + 1);
  const buckets = values.map((ms) => ({ bucket: bucketOf(ms), executions: 1 }));
  expect(quantileOfBuckets(buckets, 0.5)).toBeCloseTo(500, -2);
  expect((quantileOfBuckets(buckets, 0.95) ?? 0) / 950).toBeCloseTo(1, 1);
  expect(quantileOfBuckets([], 0.5)).toBeNull();
});
