import fc from 'fast-check';
import { expect, it } from 'vitest';
import { costMicroUsd } from './price.ts';

it('knows the simulated models, in whole micro-USD, rounded up', () => {
  expect(costMicroUsd('simulated-fast', { inputTokens: 1_000_000, outputTokens: 1_000_000 })).toBe(750_000);
  expect(costMicroUsd('simulated-fast', { inputTokens: 1, outputTokens: 0 })).toBe(1);
  expect(costMicroUsd('simulated-fast', { inputTokens: 0, outputTokens: 0 })).toBe(0);
});

it.each(['gpt-unknown', 'constructor', '__proto__'])('has no price for %s, and does not guess', (model) => {
  expect(costMicroUsd(model, { inputTokens: 5, outputTokens: 5 })).toBeNull();
});

it('has no cost without a count', () => {
  expect(costMicroUsd('simulated-fast', null)).toBeNull();
});

it('never falls when there are more tokens', () => {
  const tokens = fc.integer({ min: 0, max: 1_000_000_000 });
  fc.assert(
    fc.property(tokens, tokens, tokens, (input, output, more) => {
      const cost = (outputTokens: number) =>
        costMicroUsd('simulated-careful', { inputTokens: input, outputTokens }) ?? -1;
      expect(cost(output + more)).toBeGreaterThanOrEqual(cost(output));
      expect(Number.isSafeInteger(cost(output))).toBe(true);
    }),
  );
});
