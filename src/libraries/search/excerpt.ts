import type { Term } from './query.ts';
import { type Word, wordsOf } from './words.ts';

/** Where something matches in a text that is shown: UTF-16 code units, `end` not included. Sorted, without overlaps. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Excerpt {
  readonly text: string;
  readonly matches: readonly Range[];
}

const excerptLength = 180;

/** Places where the terms stand in a text, as words or as beginnings of words. Pure. */
export function rangesOf(text: string, terms: readonly Term[]): Range[] {
  const words = wordsOf(text);
  const found = terms.flatMap((term) => placesOf(words, term));
  found.sort((left, right) => left.start - right.start || right.end - left.end);
  const apart: Range[] = [];
  for (const range of found) if (range.start >= (apart.at(-1)?.end ?? 0)) apart.push(range);
  return apart;
}

/** The part of a text that says most about why it was found, on one line; its beginning when the terms are not in it. Pure. */
export function excerptOf(text: string, terms: readonly Term[]): Excerpt {
  const body = afterFrontMatter(text);
  const all = rangesOf(text, terms);
  const inBody = all.filter(({ start }) => start >= body);
  const ranges = inBody.length > 0 ? inBody : all;
  const first = densest(ranges);
  const from = first === undefined ? body : backToWord(text, Math.max(0, first.start - 40), first.start);
  // A line of front matter says enough by itself.
  const lineEnd = first !== undefined && inBody.length === 0 ? text.indexOf('\n', first.end) : -1;
  return cut(text, from, lineEnd < 0 ? text.length : lineEnd, ranges);
}

function placesOf(words: readonly Word[], { words: wanted, exact }: Term): Range[] {
  const parts = wanted.split(' ');
  const found: Range[] = [];
  for (let at = 0; at + parts.length <= words.length; at += 1) {
    const fits = parts.every((part, step) => {
      const word = words[at + step]?.folded ?? '';
      return exact || step < parts.length - 1 ? word === part : word.startsWith(part) || stemIs(word, part);
    });
    const [first, last] = [words[at], words[at + parts.length - 1]];
    if (fits && first !== undefined && last !== undefined) found.push({ start: first.start, end: last.end });
  }
  return found;
}

/** The index knows English stems: `customers` finds `customer`. Here it is enough to mark what is shorter by an ending. */
function stemIs(word: string, part: string): boolean {
  return word.length >= 4 && part.length - word.length <= 3 && part.startsWith(word);
}

/** The first range of the window that holds most of them. */
function densest(ranges: readonly Range[]): Range | undefined {
  let best: Range | undefined;
  let most = 0;
  for (let at = 0, end = 0; at < ranges.length; at += 1) {
    const start = ranges[at]?.start ?? 0;
    while (end < ranges.length && (ranges[end]?.end ?? 0) <= start + excerptLength - 60) end += 1;
    if (end - at > most) [most, best] = [end - at, ranges[at]];
  }
  return best ?? ranges[0];
}

function cut(text: string, from: number, end: number, ranges: readonly Range[]): Excerpt {
  const to = Math.min(end, from + excerptLength);
  const lead = from > 0 && text.slice(0, from).trim() !== '' ? '…' : '';
  // White space becomes one space each, so that offsets stay as they are.
  const shown = text.slice(from, to).toWellFormed().replaceAll(/\s/g, ' ');
  const matches = ranges
    .filter((range) => range.start >= from && range.end <= to)
    .map(({ start, end }) => ({ start: start - from + lead.length, end: end - from + lead.length }));
  return { text: `${lead}${shown}${to < text.length ? '…' : ''}`, matches };
}

function backToWord(text: string, from: number, before: number): number {
  const space = text.slice(from, before).search(/\s/);
  return from === 0 ? 0 : space < 0 ? from : from + space + 1;
}

/** Where the text behind a front matter begins; 0 without one. */
function afterFrontMatter(text: string): number {
  if (!text.startsWith('---')) return 0;
  const end = text.indexOf('\n---', 3);
  if (end < 0) return 0;
  const line = text.indexOf('\n', end + 1);
  return line < 0 ? 0 : line + 1;
}
