// Writes src/gateway/published-prices.json from the pinned @pydantic/genai-prices: `node scripts/refresh-prices.mjs`. The server reads that
// file and nothing else, so a price changes by a commit that somebody reads. `--check` says whether the file is what would be written.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { calcPrice, findProvider, TieredPrices } from '@pydantic/genai-prices';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const file = join(root, 'src', 'gateway', 'published-prices.json');
const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** Who make models and sell them themselves, in the order in which a name counts. Others sell the same model at other prices. */
const makers = ['openai', 'anthropic', 'google', 'mistral', 'x-ai', 'deepseek', 'cohere'];
/** They charge for seconds, pixels or pages too: tokens in and out are not what they cost. */
const notOnlyTokens =
  /audio|realtime|image|transcribe|tts|voice|voxtral|moderation|ocr|search|computer-use|rerank/;

/** What a rule of matching says by itself: whole names, and the beginnings of names. What it excludes is asked of the package. */
function namesIn(match) {
  const below = match.or ?? match.and ?? [];
  const parts = below.map(namesIn);
  const dated = /^\^([a-z0-9\\.-]+)-\\d(\{8\}|\{4\}-\\d\{2\}-\\d\{2\})\$$/.exec(match.regex ?? '');
  const stem = match.starts_with ?? dated?.[1]?.replaceAll('\\', '');
  return {
    names: [...(match.equals === undefined ? [] : [match.equals]), ...parts.flatMap(({ names }) => names)],
    stems: [...(stem === undefined ? [] : [stem]), ...parts.flatMap(({ stems }) => stems)],
  };
}

const micro = (dollars) => Math.ceil(Number((dollars * 1e6).toFixed(3)));

/** Prices for a million tokens: below and from `fromInputTokens` on, where a long input makes a call dearer. Undefined when it is not that simple. */
function priceOf({ prices }) {
  // One that changes with the hour, or that is announced to change, is not known by the time it is used.
  if (Array.isArray(prices) && !prices.every(({ constraint }) => isPast(constraint))) return undefined;
  const price = Array.isArray(prices) ? prices.at(-1)?.prices : prices;
  const { input_mtok: input, output_mtok: output = 0 } = price ?? {};
  if (input === undefined || Object.keys(price).some((key) => /audio|image|video/.test(key)))
    return undefined;
  const tiers = [input, output].map((one) =>
    one instanceof TieredPrices || typeof one === 'object' ? one : { base: one, tiers: [] },
  );
  const starts = new Set(tiers.flatMap(({ tiers: steps }) => steps.map(({ start }) => start)));
  if (starts.size > 1) return undefined;
  const [inputPrice, outputPrice] = tiers.map(({ base }) => micro(base));
  const base = { inputMicroUsdPerMillion: inputPrice, outputMicroUsdPerMillion: outputPrice };
  const [start] = starts;
  if (start === undefined) return base;
  const [longInput, longOutput] = tiers.map(({ base: below, tiers: [step] }) => micro(step?.price ?? below));
  return {
    ...base,
    // The package charges the higher price for more than `start` tokens.
    long: {
      fromInputTokens: start + 1,
      inputMicroUsdPerMillion: longInput,
      outputMicroUsdPerMillion: longOutput,
    },
  };
}

const isPast = (constraint) =>
  constraint === undefined ||
  (constraint.type === 'start_date' && Date.parse(constraint.start_date) <= Date.now());

const taken = new Set();
const rows = makers.flatMap((maker) =>
  findProvider({ providerId: maker }).models.flatMap((model) => {
    const price = priceOf(model);
    if (price === undefined || notOnlyTokens.test(model.id)) return [];
    const isIt = (name) =>
      calcPrice({ input_tokens: 1 }, name, { providerId: maker })?.model.id === model.id &&
      !notOnlyTokens.test(name);
    const found = namesIn(model.match);
    const fresh = (name) => !taken.has(name);
    const names = [
      ...new Set([
        model.id,
        ...found.names,
        ...found.stems.map((stem) => stem.replace(/[-@](20\d\d)?$/, '')),
      ]),
    ]
      .filter((name) => isIt(name) && fresh(name))
      .sort();
    const stems = [...new Set(found.stems)].filter((stem) => !stem.startsWith('ft:') && fresh(stem)).sort();
    if (names.length === 0) return [];
    for (const name of [...names, ...stems]) taken.add(name);
    return [{ maker, names, stems, ...price }];
  }),
);
const table = {
  source: `@pydantic/genai-prices ${devDependencies['@pydantic/genai-prices']} (MIT)`,
  version: `genai-prices-${devDependencies['@pydantic/genai-prices']}`,
  models: rows,
};
const text = `{\n  "source": ${JSON.stringify(table.source)},\n  "version": ${JSON.stringify(table.version)},\n  "models": [\n${rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n')}\n  ]\n}\n`;
if (process.argv.includes('--check')) {
  const same = JSON.stringify(JSON.parse(readFileSync(file, 'utf8'))) === JSON.stringify(table);
  process.stdout.write(
    same ? 'The prices are those of the package.\n' : 'The prices differ: run it without --check.\n',
  );
  process.exitCode = same ? 0 : 1;
} else {
  writeFileSync(file, text);
  process.stdout.write(
    `${rows.length} models, ${taken.size} names. Format and read it before you commit it.\n`,
  );
}
