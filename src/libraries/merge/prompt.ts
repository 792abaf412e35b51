import { type PromptDocument, parsePrompt, variablesUsed } from '../dotprompt/index.ts';
import { isFields } from '../dotprompt/value.ts';
import { keepsBlocks } from './blocks.ts';
import { isSoundDocument, mergeDocument } from './document.ts';
import { isClean, type Piece, textOf } from './piece.ts';
import { mergeTemplate } from './sections.ts';
import type { NameKey } from './yaml-tree.ts';

/** In Picoschema `tone?` and `tone(enum, how it sounds)` are the key `tone`. */
const picoschemaKey: NameKey = (key) => key.replace(/\??(?:\([\s\S]*\))?$/, '');

/**
 * Three-way merge of Dotprompt: front matter by key, template by section. Pure, symmetric. When one side took a variable away
 * (renamed it, as a rule) and the other uses it anew, the places of both are clashes: line by line that merge
 * is clean, and its prompt is broken.
 */
export function mergePrompt(base: string, ours: string, theirs: string): readonly Piece[] | undefined {
  const first = mergeWith(base, ours, theirs, new Set());
  if (!first || !isClean(first)) return first;
  const lost = lostVariables([base, ours, theirs], textOf(first));
  return lost.size === 0 ? first : mergeWith(base, ours, theirs, lost);
}

function mergeWith(
  base: string,
  ours: string,
  theirs: string,
  lost: ReadonlySet<string>,
): readonly Piece[] | undefined {
  const contested = ([half, schema, name = '']: readonly string[]) =>
    half === 'input' && (schema === 'schema' || schema === 'default') && lost.has(name);
  const tags = [...lost].map(
    (name) => new RegExp(`\\{\\{[^{}]*(?<![\\w.-])${RegExp.escape(name)}(?![\\w-])`, 'u'),
  );
  const doubt = (line: string) => tags.some((tag) => tag.test(line));
  const rules = { nameKey: picoschemaKey, ...(lost.size > 0 ? { contested } : {}) };
  const mergeBody = (was: string, one: string, other: string) => mergeTemplate(was, one, other, doubt);
  return mergeDocument(base, ours, theirs, mergeBody, rules);
}

/** Whether a clean merge has the front matter that it must have, crossed no blocks and lost no variable. Pure. */
export function isSoundPrompt(sides: readonly [string, string, string], merged: string): boolean {
  const front = isSoundDocument(sides, merged, { nameKey: picoschemaKey });
  return front && keepsBlocks(sides, merged) && lostVariables(sides, merged).size === 0;
}

/**
 * Variables that the merge uses although a side took them away: undeclared although no side has them undeclared, or, where
 * nothing is declared, used anew although a side had removed every use.
 */
function lostVariables(sides: readonly [string, string, string], merged: string): ReadonlySet<string> {
  const parsed = [...sides, merged].map((text) => parsePrompt(text));
  const [base, ours, theirs, result] = parsed.map((found) => (found.ok ? standing(found.prompt) : undefined));
  if (!ours || !theirs || !result) return new Set();
  const lost = [...result.used].filter((name) => {
    if (result.declared?.has(name)) return false;
    const asBefore = [ours, theirs].some(({ used, declared }) => used.has(name) && !declared?.has(name));
    const removed = [ours, theirs].some(({ used }) => !used.has(name)) && base?.used.has(name);
    return result.declared && !asBefore ? true : removed;
  });
  return new Set(lost);
}

interface Standing {
  readonly used: ReadonlySet<string>;
  /** Undefined when the prompt declares no variables at all. */
  readonly declared: ReadonlySet<string> | undefined;
}

function standing(prompt: PromptDocument): Standing {
  const variables = variablesUsed(prompt);
  const { schema, default: defaults } = prompt.metadata.input ?? {};
  const properties = isFields(schema?.properties) ? Object.keys(schema.properties) : undefined;
  return {
    used: new Set(variables.filter(({ used }) => used).map(({ name }) => name)),
    declared: properties && new Set([...properties, ...Object.keys(defaults ?? {})]),
  };
}
