import { isCedarSchema, kindOf } from '../asset.ts';
import { lines } from '../diff/index.ts';
import { parsePrompt } from '../dotprompt/index.ts';
import { looksLikeCedar, mergeCedar } from './cedar.ts';
import { type Choice, type Conflict, conflictsIn, decide, type Resolution, withMarkers } from './conflict.ts';
import { isSoundDocument, mergeDocument } from './document.ts';
import { takeLineEnds } from './line-ends.ts';
import { isClean, type Piece, textOf, threeWay } from './piece.ts';
import { isSoundPrompt, mergePrompt } from './prompt.ts';
import { mergeText } from './text.ts';
import { isSoundYaml, mergeYaml, parsesAsYaml } from './yaml.ts';

export type MergeResult =
  | { readonly clean: true; readonly text: string }
  | {
      readonly clean: false;
      readonly conflicts: readonly Conflict[];
      /** With git's markers, whole lines. */
      readonly text: string;
      /** The text with LF line ends, each conflict by its id: for showing what choices make of it. */
      readonly parts: readonly (string | { readonly conflict: string })[];
      readonly resolve: (choices: ReadonlyMap<string, Choice>) => Resolution;
    };

export interface MergeOptions {
  /** What stands behind the markers: branch names, as a rule. */
  readonly names?: { readonly ours: string; readonly theirs: string };
  /** A stricter look at a clean merge than this folder can take, such as Cedar's own parser. Pure. */
  readonly accepts?: (text: string) => boolean;
}

type Sides = readonly [base: string, ours: string, theirs: string];

/** How one kind of asset is merged, and when a clean merge of it is to be believed. */
interface Method {
  readonly merge: (...sides: Sides) => readonly Piece[] | undefined;
  /** Whether a text is one of this kind at all. */
  readonly parses: (text: string) => boolean;
  /** Whether a clean merge that parses says what it must say. */
  readonly sound: (sides: Sides, merged: string) => boolean;
}

/**
 * Three-way merge of one asset, by what its path says it is. Pure; total; symmetric in ours and theirs but for the order of texts
 * in conflicts. A merge by structure is believed only if it parses when both sides do and has the values that it must
 * have; else the text is merged by line; else all between the first and the last difference is one conflict.
 * Deleted and renamed assets are the caller's business; an asset that both sides added has an empty base.
 */
export function merge(
  path: string,
  base: string,
  ours: string,
  theirs: string,
  options: MergeOptions = {},
): MergeResult {
  const settled = threeWay(base, ours, theirs);
  if (settled) return { clean: true, text: settled.value };
  const { texts, restore, restyle } = takeLineEnds(base, ours, theirs);
  const again = threeWay(...texts);
  if (again) return { clean: true, text: restore(again.value) };
  const pieces = attempt(path, texts, (text) => options.accepts?.(restore(text)) ?? true);
  if (isClean(pieces)) return { clean: true, text: restore(textOf(pieces)) };
  let count = 0;
  const partOf = (piece: Piece) => {
    if (typeof piece === 'string') return piece;
    count += 1;
    return { conflict: `c${count}` };
  };
  const names = options.names ?? { ours: 'ours', theirs: 'theirs' };
  return {
    clean: false,
    conflicts: conflictsIn(pieces, kindOf(path) === 'prompt'),
    text: restyle(withMarkers(pieces, names)),
    parts: pieces.map(partOf),
    resolve: (choices) => {
      const resolution = decide(pieces, choices);
      return resolution.complete ? { complete: true, text: restore(resolution.text) } : resolution;
    },
  };
}

function attempt(path: string, sides: Sides, accepts: (text: string) => boolean): readonly Piece[] {
  const { merge, parses, sound } = methodOf(path);
  const [, ours, theirs] = sides;
  const mustParse = parses(ours) && parses(theirs);
  const reads = (text: string) => !mustParse || parses(text);
  for (const way of [merge, mergeLines]) {
    const pieces = way(...sides);
    if (pieces === undefined) continue;
    const [one, other] = [textOf(pieces, 'ours'), textOf(pieces, 'theirs')];
    if (!reads(one) || !reads(other)) continue;
    if (!isClean(pieces) || (sound(sides, one) && accepts(one))) return pieces;
  }
  return wholeClash(...sides);
}

const mergeLines = (...[base, ours, theirs]: Sides) => mergeText(base, ours, theirs);
const mergeSkill = (...[base, ours, theirs]: Sides) => mergeDocument(base, ours, theirs, mergeText);
const always = () => true;

function methodOf(path: string): Method {
  switch (kindOf(path)) {
    case 'prompt':
      return { merge: mergePrompt, parses: (text) => parsePrompt(text).ok, sound: isSoundPrompt };
    case 'policy':
      return isCedarSchema(path)
        ? { merge: mergeLines, parses: always, sound: always }
        : { merge: mergeCedar, parses: looksLikeCedar, sound: always };
    case 'workflow':
      return { merge: mergeWorkflow, parses: parsesAsYaml, sound: isSoundYaml };
    case 'requirement':
      return { merge: mergeRequirement, parses: parsesAsYaml, sound: isSoundYaml };
    case 'classes':
    case 'model':
    case 'use-case':
    case 'value-model':
    case 'evaluation':
      return { merge: (...sides) => mergeYaml(...sides), parses: parsesAsYaml, sound: isSoundYaml };
    case 'skill':
      return { merge: mergeSkill, parses: always, sound: isSoundDocument };
    case 'other':
      return { merge: mergeLines, parses: always, sound: always };
  }
}

/** Steps run in their order where nothing else is said. */
const mergeWorkflow = (...sides: Sides) =>
  mergeYaml(...sides, { ordered: (path) => path.at(-1) === 'steps' });

/** Stages are decided on in their order. */
const mergeRequirement = (...sides: Sides) =>
  mergeYaml(...sides, { ordered: (path) => path.at(-1) === 'stages' });

/** Everything between the first and the last line in which the three differ, as one conflict. */
function wholeClash(...sides: Sides): readonly Piece[] {
  const all = sides.map(lines);
  const [base = [], ours = [], theirs = []] = all;
  const most = Math.min(...all.map(({ length }) => length));
  const alike = (index: number) => base.at(index) === ours.at(index) && base.at(index) === theirs.at(index);
  let start = 0;
  while (start < most && alike(start)) start += 1;
  let end = 0;
  while (end < most - start && alike(-1 - end)) end += 1;
  const middle = (list: readonly string[]) => list.slice(start, list.length - end).join('');
  const pieces: Piece[] = [
    base.slice(0, start).join(''),
    { kind: 'lines', base: middle(base), ours: middle(ours), theirs: middle(theirs) },
    base.slice(base.length - end).join(''),
  ];
  return pieces.filter((piece) => piece !== '');
}
