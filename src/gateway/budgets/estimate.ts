import type { JsonObject } from '../../platform/canonical-json.ts';
import type { OwnPrice } from '../../policy/index.ts';
import type { Usage } from '../execution.ts';
import { costMicroUsd } from '../price.ts';
import type { BudgetUnit } from './budget.ts';

/** What a call without a limit of its own is taken to answer at most. */
const unlimitedTokens = 4_096;
/** Fewer than in any language that people write: an upper estimate. */
const bytesPerToken = 3;
/** More than any model writes. Without it a client's absurd limit would be a number that no column holds. */
const mostTokens = 1_000_000_000;
const limits = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'] as const;

/** An upper estimate of the tokens of a call, before it is made: as many answers as it asks for, each as long as it may be. */
export function estimateUsage(dialect: string, body: JsonObject): Usage {
  const inputTokens = Math.ceil(Buffer.byteLength(JSON.stringify(body)) / bytesPerToken);
  if (dialect === 'embeddings' || dialect === 'count_tokens') return { inputTokens, outputTokens: 0 };
  const each = limitOf(body) ?? unlimitedTokens;
  const answers = counted(body.n) ?? 1;
  return { inputTokens, outputTokens: Math.min(each * Math.max(1, answers), mostTokens) };
}

/** The least of the limits that a call sets itself; null when it sets none. */
export function limitOf(body: JsonObject): number | null {
  const set = limits.flatMap((name) => counted(body[name]) ?? []);
  return set.length === 0 ? null : Math.min(...set);
}

function counted(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** No single execution counts for more, whatever a provider says that it used: sums must stay exact. */
export const mostOfOne = 1_000_000_000_000;

/** What a usage comes to in a budget's unit. Null in money for a model without a price: it is never taken to be nothing. */
export function amountOf(
  unit: BudgetUnit,
  model: string,
  usage: Usage,
  price: OwnPrice | null = null,
): number | null {
  if (unit === 'executions') return 1;
  if (unit === 'tokens') return Math.min(usage.inputTokens + usage.outputTokens, mostOfOne);
  const cost = costMicroUsd(model, usage, price);
  return cost === null ? null : Math.min(cost, mostOfOne);
}
