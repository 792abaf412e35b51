import { ASSET_KINDS, type AssetKind } from '../asset.ts';
import { foldedWords } from './words.ts';

/** One thing that must (or must not) be found: folded words that stand one after the other. */
export interface Term {
  readonly words: string;
  /** In quotes: the last word is whole, and nothing like it counts. */
  readonly exact: boolean;
}

/** What somebody is looking for. Lists of names narrow: any of the kinds, libraries and owners, all of the tags. */
export interface SearchQuery {
  readonly terms: readonly Term[];
  readonly without: readonly Term[];
  readonly kinds: readonly AssetKind[];
  readonly libraries: readonly string[];
  /** Parts of owners, lower case. */
  readonly owners: readonly string[];
  /** Lower case. */
  readonly tags: readonly string[];
}

const mostTerms = 16;
const mostNames = 20;

/**
 * Reads what was typed: words, "phrases", -word, kind:prompt, tag:legal, owner:eli, library:support, with values in quotes if need be.
 * Whatever is none of these is a word like any other: no input is an error. Pure, linear in the text.
 */
export function parseQuery(typed: string): SearchQuery {
  const terms: Term[] = [];
  const without: Term[] = [];
  const named = { kind: noKinds(), library: noText(), owner: noText(), tag: noText() };
  for (const piece of piecesOf(typed.toWellFormed())) {
    const { minus, key, value, quoted } = piece;
    const text = key === undefined ? value : `${key} ${value}`;
    const kinds = key === 'kind' && !minus ? kindsOf(value) : [];
    if (kinds.length > 0) named.kind.push(...kinds);
    else if (!minus && (key === 'library' || key === 'owner' || key === 'tag') && value !== '')
      named[key].push(value.toLowerCase());
    else {
      const words = foldedWords(text);
      if (words !== '') (minus ? without : terms).push({ words, exact: quoted });
    }
  }
  return {
    terms: terms.slice(0, mostTerms),
    without: without.slice(0, mostTerms),
    kinds: named.kind.slice(0, mostNames),
    libraries: named.library.slice(0, mostNames),
    owners: named.owner.slice(0, mostNames),
    tags: named.tag.slice(0, mostNames),
  };
}

interface Piece {
  readonly minus: boolean;
  readonly key: string | undefined;
  readonly value: string;
  readonly quoted: boolean;
}

const keys: readonly string[] = ['kind', 'library', 'owner', 'tag'];
const noText = (): string[] => [];
const noKinds = (): AssetKind[] => [];

/** Cuts at white space outside quotes. A quote that is never closed reaches to the end. */
function piecesOf(typed: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < typed.length) {
    if (isSpace(typed[at])) {
      at += 1;
      continue;
    }
    const minus = typed[at] === '-';
    if (minus) at += 1;
    const key = keys.find((name) => typed.startsWith(`${name}:`, at));
    if (key !== undefined) at += key.length + 1;
    const quoted = typed[at] === '"';
    const start = quoted ? at + 1 : at;
    at = start;
    while (at < typed.length && (quoted ? typed[at] !== '"' : !isSpace(typed[at]))) at += 1;
    pieces.push({ minus, key, value: typed.slice(start, at).replaceAll('\0', ''), quoted });
    if (quoted) at += 1;
  }
  return pieces;
}

function isSpace(character: string | undefined): boolean {
  return character === undefined || /\s/.test(character);
}

function kindsOf(text: string): AssetKind[] {
  return ASSET_KINDS.filter((kind) => kind === text.toLowerCase());
}
