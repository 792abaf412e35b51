import { type Comparison, kindOf, parsePrompt } from '../../libraries/index.ts';
import { builtIn, type Check, type Finding } from './check.ts';

/** Price of a model's input in micro-USD for a million tokens; undefined when it is not known. Never a guess. */
export type InputPrice = (model: string) => number | undefined;

/** A prompt over this leaves no room for what it is asked about, in models that are in use. */
const mostTokens = 50_000;

/** English text has about four characters a token, in all encodings that are in use. An estimate, and called one. */
const charactersPerToken = 4;

interface Size {
  readonly characters: number;
  readonly tokens: number;
  readonly model: string | null;
}

/** How large the prompts of a change are, before and after, and what their input costs a run. Informational, unless one is over the limit. */
export function sizes(comparison: Comparison, priceOf: InputPrice): Check {
  const findings: Finding[] = [];
  let over = 0;
  for (const { path, base, head } of comparison.assets) {
    if (head === null || kindOf(path) !== 'prompt') continue;
    const [before, after] = [base === null ? null : sizeOf(base.text), sizeOf(head.text)];
    if (after.tokens > mostTokens) over += 1;
    findings.push({ path, line: null, message: sentence(before, after, priceOf) });
  }
  if (over > 0)
    return builtIn(
      'size',
      'failed',
      `A prompt is over ${mostTokens} tokens, before its variables are filled in. Make it shorter, or move what is long into variables.`,
      findings,
    );
  const [only] = findings;
  const detail =
    only === undefined
      ? 'It changes no prompt.'
      : findings.length === 1
        ? only.message
        : `${findings.length} prompts; see each.`;
  return builtIn('size', 'passed', detail, findings, false);
}

function sizeOf(text: string): Size {
  const result = parsePrompt(text);
  const body = result.ok ? result.prompt.body.text : text;
  const characters = [...body].length;
  const model = result.ok ? (result.prompt.metadata.model ?? null) : null;
  return { characters, tokens: Math.ceil(characters / charactersPerToken), model };
}

function sentence(before: Size | null, after: Size, priceOf: InputPrice): string {
  const now = `about ${after.tokens} tokens (${after.characters} characters)`;
  const size =
    before === null
      ? `New: ${now}`
      : `About ${before.tokens} → ${after.tokens} tokens (${before.characters} → ${after.characters} characters)`;
  const cost = costOf(after, priceOf);
  if (cost === null) return `${size}, before variables are filled in.`;
  const was = before === null ? null : costOf(before, priceOf);
  const costs = was === null ? dollars(cost) : `${dollars(was)} → ${dollars(cost)}`;
  return `${size}; its input costs about ${costs} a run with ${after.model}, before variables are filled in.`;
}

/** In micro-USD. */
function costOf({ model, tokens }: Size, priceOf: InputPrice): number | null {
  const price = model === null ? undefined : priceOf(model);
  return price === undefined ? null : (tokens * price) / 1_000_000;
}

function dollars(microUsd: number): string {
  return `$${(microUsd / 1_000_000).toFixed(microUsd >= 10_000 ? 4 : 6)}`;
}
