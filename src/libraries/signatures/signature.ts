import { createHash } from 'node:crypto';
import { comparedText } from '../search/likeness.ts';
import { wordsOf } from '../search/words.ts';

/** Raised when the same text would give other tokens: signatures of different rules are never compared. */
export const tokenizer = 1;

/** Hashes of a MinHash signature; the standard error of an estimate at a likeness of 0.8 is about 0.035. */
export const minHashes = 128;
const shingleTokens = 3;
/** What is longer is compared by its beginning, as in search. */
const comparedCharacters = 65_536;

/** What a prompt is compared by. */
export interface Signature {
  readonly tokenizer: number;
  /** Two texts with the same one differ in white space, Unicode form and names of variables at most. */
  readonly normalized: `sha256:${string}`;
  readonly tokens: number;
  readonly minHash: Uint32Array<ArrayBuffer>;
  /** Each once, ascending: hashes of 53 bits. */
  readonly shingles: Float64Array<ArrayBuffer>;
}

/** The signature of a prompt's file: of its template, for front matters are alike by themselves. Pure, linear in the text. */
export function signatureOf(path: string, text: string): Signature {
  const body = normalizedText(comparedText(path, text).slice(0, comparedCharacters).toWellFormed());
  const tokens = tokensOf(body);
  const shingles = shinglesOf(tokens);
  const digest = createHash('sha256').update(body).digest('hex');
  return {
    tokenizer,
    normalized: `sha256:${digest}`,
    tokens: tokens.length,
    minHash: minHashOf(shingles),
    shingles,
  };
}

/** NFC, single spaces, `{}` for every variable. */
export function normalizedText(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/\{\{\{?\s*(?!else\s*\})[\p{L}\p{N}_.@][\p{L}\p{N}_.@/-]{0,199}\s*\}?\}\}/gu, '{}')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

/** Folded words, and a sign for every variable. */
function tokensOf(normalized: string): string[] {
  return normalized
    .split('{}')
    .flatMap((part, at) => [...(at === 0 ? [] : ['{}']), ...wordsOf(part).map(({ folded }) => folded)]);
}

function shinglesOf(tokens: readonly string[]): Float64Array<ArrayBuffer> {
  const found = new Set<number>();
  const last = Math.max(0, tokens.length - shingleTokens);
  if (tokens.length > 0)
    for (let at = 0; at <= last; at += 1) found.add(hash53(tokens.slice(at, at + shingleTokens).join(' ')));
  return Float64Array.from(found).sort();
}

/** For each of 128 orders of all shingles, the first one that the text has. No shingle: all ones. */
export function minHashOf(shingles: Float64Array): Uint32Array<ArrayBuffer> {
  const least = new Uint32Array(minHashes).fill(0xffff_ffff);
  for (const shingle of shingles) {
    const low = shingle % 0x1_0000_0000;
    const high = Math.floor(shingle / 0x1_0000_0000);
    for (let at = 0; at < minHashes; at += 1) {
      const value = mixed(mixed(low ^ Math.imul(at + 1, 0x9e37_79b1)) ^ high);
      if (value < (least[at] ?? 0)) least[at] = value;
    }
  }
  return least;
}

/** The finalizer of MurmurHash3. */
function mixed(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85eb_ca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** FNV-1a twice, from two beginnings, as one whole number that a float holds exactly. */
function hash53(text: string): number {
  let one = 0x811c_9dc5;
  let other = 0x050c_5d1f;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 0x0100_0193);
    other = Math.imul(other ^ unit, 0x0100_0193) ^ (other >>> 15);
  }
  return (mixed(other) & 0x1f_ffff) * 0x1_0000_0000 + mixed(one);
}
