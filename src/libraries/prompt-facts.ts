import { kindOf } from './asset.ts';
import { boundedCache } from './bounded-cache.ts';
import { type Governance, parsePrompt, partialsIn } from './dotprompt/index.ts';
import { type AssetFault, type AssetOutline, readKind } from './kinds/index.ts';

interface AssetFacts {
  readonly faults: readonly AssetFault[];
  readonly riskTier: Governance['riskTier'];
  readonly title: string | null;
  readonly claims: AssetClaims;
}

/** What an asset says about itself, as rules ask for it. */
export interface AssetClaims {
  readonly risk: string | null;
  readonly useCase: string | null;
  readonly owner: string | null;
  readonly model: string | null;
  readonly dataClasses: readonly string[];
  /** `LIBRARY/NAME` that runs in its place. */
  readonly redirect: string | null;
}

const noClaims: AssetClaims = {
  risk: null,
  useCase: null,
  owner: null,
  model: null,
  dataClasses: [],
  redirect: null,
};

/** A change is looked at by several people in several steps, each asking for the facts of all its assets: a text is parsed once. */
const known = boundedCache<AssetFacts & { readonly bytes: number }>(16 * 1024 * 1024, ({ bytes }) => bytes);

function factsOf(path: string, text: string): AssetFacts | undefined {
  const kind = kindOf(path);
  if (kind === 'other') return undefined;
  // What is wrong with a skill depends on its folder.
  const name = `${kind === 'prompt' ? 'prompt' : path} ${text}`;
  const before = known.get(name);
  if (before !== undefined) return before;
  const facts = kind === 'prompt' ? promptFacts(text) : kindFacts(path, text);
  known.set(name, { ...facts, bytes: 2 * name.length + 500 });
  return facts;
}

function promptFacts(text: string): AssetFacts {
  const result = parsePrompt(text);
  if (!result.ok) return { faults: result.faults, riskTier: undefined, title: null, claims: noClaims };
  const { metadata, governance } = result.prompt;
  const title = firstLine(metadata.description ?? governance?.purpose ?? '');
  const claims = {
    risk: governance?.riskTier ?? null,
    useCase: governance?.useCase ?? null,
    owner: governance?.owner ?? null,
    model: metadata.model ?? null,
    dataClasses: governance?.dataClasses ?? [],
    redirect: governance?.redirect ?? null,
  };
  return { faults: [], riskTier: governance?.riskTier, title, claims };
}

function kindFacts(path: string, text: string): AssetFacts {
  const { faults, outline } = readKind(path, text);
  const riskTier = riskOf(outline) ?? undefined;
  const claims = { ...noClaims, ...registered(outline), risk: riskTier ?? null };
  return { faults, riskTier, title: firstLine(saidBy(outline)), claims };
}

function riskOf(outline: AssetOutline | null): Governance['riskTier'] | null {
  if (outline?.kind === 'workflow') return outline.riskTier;
  return outline?.kind === 'model' || outline?.kind === 'use-case' ? outline.risk : null;
}

/** What is registered says whose it is, and which model or use case it is. */
function registered(outline: AssetOutline | null): Partial<AssetClaims> {
  if (outline?.kind === 'model') return { owner: outline.owner, model: outline.model };
  if (outline?.kind === 'value-model') return { owner: outline.owner, useCase: outline.useCase };
  return outline?.kind === 'use-case' ? { owner: outline.owner, useCase: outline.name } : {};
}

/** What an asset says about itself. */
function saidBy(outline: AssetOutline | null): string {
  switch (outline?.kind) {
    case 'workflow':
      return outline.purpose ?? '';
    case 'evaluation':
    case 'skill':
      return outline.description ?? '';
    case 'policy':
      return outline.rules.find(({ reason }) => reason !== null)?.reason ?? '';
    case 'requirement':
      return outline.rules.find(({ description }) => description !== null)?.description ?? '';
    case 'classes':
      return outline.classes[0]?.description ?? '';
    case 'model':
      return outline.description ?? '';
    case 'use-case':
    case 'value-model':
      return outline.title;
    case undefined:
      return '';
  }
}

/** Everything that keeps an asset of this path from being read as its kind. Files of no kind have no faults. */
export function assetFaults(path: string, text: string): readonly AssetFault[] {
  return factsOf(path, text)?.faults ?? [];
}

/** The risk tier that a prompt or workflow claims for itself; undefined when it names none or cannot be read. */
export function riskTierOf(path: string, text: string): Governance['riskTier'] {
  return factsOf(path, text)?.riskTier;
}

/** What an asset says about itself; null for what cannot be read. Files of no kind say nothing. */
export function claimsOf(path: string, text: string): AssetClaims | null {
  const facts = factsOf(path, text);
  if (facts === undefined) return noClaims;
  return facts.faults.length > 0 ? null : facts.claims;
}

/** One line for lists: the first line of what an asset says about itself. Null when it says nothing; lists then show the name. */
export function titleOf(path: string, text: string): string | null {
  return factsOf(path, text)?.title ?? null;
}

const longestTitle = 200;

function firstLine(said: string): string | null {
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
