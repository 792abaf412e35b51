import { expect, it } from 'vitest';
import { retryAfterMs, retryForMs } from './retry.ts';

it('waits twice as long each time, up to an hour, and never in step with others', () => {
  expect([1, 2, 3, 4].map((attempt) => retryAfterMs(attempt, 0))).toEqual([5_000, 10_000, 20_000, 40_000]);
  expect(retryAfterMs(1, 1)).toBe(4_000);
  expect(retryAfterMs(1_000, 0)).toBe(3_600_000);
  let waited = 0;
  let attempts = 0;
  while (waited < retryForMs) {
    attempts += 1;
    waited += retryAfterMs(attempts, 0.5);
  }
  expect(attempts).toBeLessThan(60);
});
