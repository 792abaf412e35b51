import { z } from 'zod';
import type { OwnPrice } from '../policy/index.ts';
import type { Usage } from './execution.ts';
import ownTable from './prices.json' with { type: 'json' };
import publishedTable from './published-prices.json' with { type: 'json' };

const rates = z.strictObject({
  inputMicroUsdPerMillion: z.int().min(0),
  outputMicroUsdPerMillion: z.int().min(0),
});
const long = rates.extend({ fromInputTokens: z.int().min(1) });
const ownPrices = z
  .strictObject({ version: z.string(), models: z.record(z.string(), rates) })
  .parse(ownTable);
/** What the makers of models publish, from `scripts/refresh-prices.mjs`. */
const publishedPrices = z
  .strictObject({
    source: z.string(),
    version: z.string(),
    models: z.array(
      rates.extend({
        maker: z.string(),
        names: z.array(z.string()),
        /** Beginnings of names: a date may follow, and nothing else. */
        stems: z.array(z.string()),
        /** A long input makes the whole call dearer. */
        long: long.optional(),
      }),
    ),
  })
  .parse(publishedTable);

type Rates = z.infer<typeof rates>;
type Price = Rates & { readonly long?: z.infer<typeof long> | undefined };

const byName = new Map<string, Price>([
  ...publishedPrices.models.flatMap((price) => price.names.map((name) => [name, price] as const)),
  ...Object.entries(ownPrices.models),
]);
const byStem = publishedPrices.models
  .flatMap((price) => price.stems.map((stem) => ({ stem, price })))
  .sort((left, right) => right.stem.length - left.stem.length);

/** Names the tables that a cost was computed with. */
export const priceVersion = `${ownPrices.version}+${publishedPrices.version}`;

/** What a price is called in the record: that of the register, or the tables. */
export const priceName = (own: OwnPrice | null): string => own?.version ?? priceVersion;

/**
 * What a call cost, in whole micro-USD, rounded up. Null when the model has no price in our tables or the provider did not count
 * tokens: never a guess. What a provider read from its cache counts like any input.
 * @param own the organization's own price, which stands in place of the tables'
 */
export function costMicroUsd(model: string, usage: Usage | null, own: OwnPrice | null = null): number | null {
  const price: Price | undefined = own ?? priceOf(model);
  if (price === undefined || usage === null) return null;
  const isLong = price.long !== undefined && usage.inputTokens >= price.long.fromInputTokens;
  const { inputMicroUsdPerMillion, outputMicroUsdPerMillion } = isLong ? (price.long ?? price) : price;
  const perMillion =
    BigInt(usage.inputTokens) * BigInt(inputMicroUsdPerMillion) +
    BigInt(usage.outputTokens) * BigInt(outputMicroUsdPerMillion);
  return Number((perMillion + 999_999n) / 1_000_000n);
}

/** Price of a model's input in micro-USD for a million tokens; undefined when our tables have none. */
export function inputPriceOf(model: string): number | undefined {
  return priceOf(model)?.inputMicroUsdPerMillion;
}

const dateAfter = /[-@](?:\d{8}|\d{4}-\d{2}-\d{2}|latest)$/;
/** Where the beginning of a name reaches into its date: `claude-sonnet-4-2025`. */
const dateBegun = /[-@](?:20\d\d)?$/;

/** A model that is listed, or a dated version of one of which that is said. Nothing else that only looks like it. */
function priceOf(model: string): Price | undefined {
  const listed = byName.get(model);
  if (listed !== undefined || !dateAfter.test(model)) return listed;
  const undated = model.replace(dateAfter, '');
  return byStem.find(({ stem }) => model.startsWith(stem) && stem.replace(dateBegun, '') === undated)?.price;
}
