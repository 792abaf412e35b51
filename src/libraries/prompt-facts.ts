import { kindOf } from './asset.ts';
import { boundedCache } from './bounded-cache.ts';
import {
  type Fault,
  type Governance,
  type PromptDocument,
  parsePrompt,
  partialsIn,
} from './dotprompt/index.ts';

interface PromptFacts {
  readonly faults: readonly Fault[];
  readonly riskTier: Governance['riskTier'];
  readonly title: string | null;
}

/** A change is looked at by several people in several steps, each asking for the facts of all its prompts: a text is parsed once. */
const known = boundedCache<PromptFacts & { readonly bytes: number }>(16 * 1024 * 1024, ({ bytes }) => bytes);

function factsOf(path: string, text: string): PromptFacts | undefined {
  if (kindOf(path) !== 'prompt') return undefined;
  const before = known.get(text);
  if (before !== undefined) return before;
  const result = parsePrompt(text);
  const facts = result.ok
    ? { faults: [], riskTier: result.prompt.governance?.riskTier, title: firstLine(result.prompt) }
    : { faults: result.faults, riskTier: undefined, title: null };
  known.set(text, { ...facts, bytes: 2 * text.length + 500 });
  return facts;
}

/** Everything that keeps an asset of this path from being read as its kind. Empty for kinds that are not checked (yet). */
export function assetFaults(path: string, text: string): readonly Fault[] {
  return factsOf(path, text)?.faults ?? [];
}

/** The risk tier that a prompt claims for itself; undefined when it names none or is no readable prompt. */
export function riskTierOf(path: string, text: string): Governance['riskTier'] {
  return factsOf(path, text)?.riskTier;
}

/** One line for lists: the first line of a prompt's description or purpose. Null when it has none; lists then show the name. */
export function titleOf(path: string, text: string): string | null {
  return factsOf(path, text)?.title ?? null;
}

const longestTitle = 200;

function firstLine({ metadata, governance }: PromptDocument): string | null {
  const said = metadata.description ?? governance?.purpose ?? '';
  const [line] = said.replaceAll('\0', '').trim().split('\n', 1);
  return line === undefined || line === '' ? null : line.trim().slice(0, longestTitle).toWellFormed();
}

/** Where `{{> NAME}}` is looked for, in this order: Dotprompt's `_NAME.prompt`, then the prompt of that name. */
export function partialPaths(name: string): readonly [string, string] {
  const slash = name.lastIndexOf('/') + 1;
  return [`${name.slice(0, slash)}_${name.slice(slash)}.prompt`, `${name}.prompt`];
}

/** Names of the partials that a source includes itself, a prompt's file or a partial's. */
export function partialsNamed(source: string): readonly string[] {
  return partialsIn(source);
}
