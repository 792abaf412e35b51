import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costMicroUsd, priceVersion } from './price.ts';

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

describe('prices that are published', () => {
  const million = { inputTokens: 1_000_000, outputTokens: 1_000_000 };
  it.each([
    ['gpt-4o', 12_500_000],
    ['gpt-4o-2024-05-13', 20_000_000],
    ['gpt-4o-mini-2024-07-18', 750_000],
    ['claude-3-5-haiku-20241022', 4_800_000],
    ['claude-sonnet-4-20250514', 18_000_000],
    ['claude-opus-4-1-20250805', 90_000_000],
  ])('%s', (model, cost) => {
    expect(costMicroUsd(model, million)).toBe(cost);
  });

  it('an embedding costs its input, rounded up', () => {
    expect(costMicroUsd('text-embedding-3-small', { inputTokens: 51, outputTokens: 0 })).toBe(2);
  });

  it('a long input makes the whole call dearer, from the first token beyond', () => {
    const cost = (inputTokens: number) =>
      costMicroUsd('claude-sonnet-4-5', { inputTokens, outputTokens: 1_000 });
    expect(cost(200_000)).toBe(615_000);
    expect(cost(200_001)).toBe(1_222_506);
  });

  it.each([
    'gpt-4o-nonsense',
    'gpt-4o-2031-01-01',
    'claude-sonnet-4-5-turbo-20250929',
    'claude-sonnet-9-20270101',
    'my-gpt-4o',
    'GPT-4O',
    'gpt-4o-audio-preview',
    'claude-20250101',
  ])('AT-61 %s only looks like one that has a price', (model) => {
    expect(costMicroUsd(model, million)).toBeNull();
  });

  it('both tables are named with each cost', () => {
    expect(priceVersion).toMatch(/^\d{4}-\d{2}-\d{2}\+genai-prices-\d+\.\d+\.\d+$/);
  });
});
