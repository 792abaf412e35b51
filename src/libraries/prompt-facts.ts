import { kindOf } from './asset.ts';
import { type Fault, type Governance, parsePrompt, partialsIn } from './dotprompt/index.ts';

/** Everything that keeps an asset of this path from being read as its kind. Empty for kinds that are not checked (yet). */
export function assetFaults(path: string, text: string): readonly Fault[] {
  if (kindOf(path) !== 'prompt') return [];
  const result = parsePrompt(text);
  return result.ok ? [] : result.faults;
}

/** The risk tier that a prompt claims for itself; undefined when it names none or is no readable prompt. */
export function riskTierOf(path: string, text: string): Governance['riskTier'] {
  if (kindOf(path) !== 'prompt') return undefined;
  const result = parsePrompt(text);
  return result.ok ? result.prompt.governance?.riskTier : undefined;
}

const longestTitle = 200;

/** One line for lists: the first line of a prompt's description or purpose. Null when it has none; lists then show the name. */
export function titleOf(path: string, text: string): string | null {
  if (kindOf(path) !== 'prompt') return null;
  const result = parsePrompt(text);
  if (!result.ok) return null;
  const { metadata, governance } = result.prompt;
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
