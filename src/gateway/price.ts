import { z } from 'zod';
import type { Usage } from './execution.ts';
import table from './prices.json' with { type: 'json' };

const price = z.strictObject({
  inputMicroUsdPerMillion: z.int().min(0),
  outputMicroUsdPerMillion: z.int().min(0),
});
const prices = z.strictObject({ version: z.string(), models: z.record(z.string(), price) }).parse(table);
const byModel = new Map(Object.entries(prices.models));

/** Names the table that a cost was computed with. */
export const priceVersion: string = prices.version;

/**
 * What a call cost, in whole micro-USD, rounded up. Null when the model has no price in our table or the provider did not count
 * tokens: never a guess.
 */
export function costMicroUsd(model: string, usage: Usage | null): number | null {
  const found = byModel.get(model);
  if (found === undefined || usage === null) return null;
  const perMillion =
    BigInt(usage.inputTokens) * BigInt(found.inputMicroUsdPerMillion) +
    BigInt(usage.outputTokens) * BigInt(found.outputMicroUsdPerMillion);
  return Number((perMillion + 999_999n) / 1_000_000n);
}

/** Price of a model's input in micro-USD for a million tokens; undefined when our table has none. */
export function inputPriceOf(model: string): number | undefined {
  return byModel.get(model)?.inputMicroUsdPerMillion;
}
