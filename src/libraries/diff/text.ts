import { differences } from './sequence.ts';
import { isLineEnd, isWord, lines, tokens, weight } from './words.ts';

/** Part of a line, in UTF-16 code units, `to` exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A line of a hunk, its end included. Lines are counted from 1. */
export type DiffLine =
  | { readonly type: 'same'; readonly a: number; readonly b: number; readonly text: string }
  | { readonly type: 'removed'; readonly a: number; readonly text: string; readonly words?: readonly Span[] }
  | { readonly type: 'added'; readonly b: number; readonly text: string; readonly words?: readonly Span[] };

/** Changes that stand close together, with unchanged lines around them. */
export interface Hunk {
  /** First line of the hunk on either side; with a count of 0 the line after which it stands. */
  readonly a: { readonly line: number; readonly count: number };
  readonly b: { readonly line: number; readonly count: number };
  readonly lines: readonly DiffLine[];
}

export interface TextDiff {
  readonly hunks: readonly Hunk[];
  readonly added: number;
  readonly removed: number;
}

/** Beyond this many units a changed block is shown by line only. */
const MOST_TOKENS = 20_000;
/** Blocks that share less than this are a rewrite: marking the words that happen to agree would only confuse. */
const LEAST_ALIKE = 0.3;

/**
 * The differences of two texts by line, and by word inside changed lines. Pure, total; well under a second at the size
 * limit of a file, whatever it holds. `words` is absent where a whole line changed.
 */
export function diffText(a: string, b: string, { context = 3 }: { context?: number } = {}): TextDiff {
  const [left, right] = [lines(a), lines(b)];
  const found = differences(left, right);
  let budget = 10 * MOST_TOKENS;
  const marked: { from: number; to: number; lines: DiffLine[] }[] = [];
  let [added, removed, behind, at] = [0, 0, 0, 0];
  const all: DiffLine[] = [];
  const same = (until: number): void => {
    for (; at < until; at++) all.push({ type: 'same', a: at + 1, b: at + 1 + behind, text: left[at] ?? '' });
  };
  for (const { fromA, toA, fromB, toB } of found) {
    same(fromA);
    const block = changedLines(left.slice(fromA, toA), right.slice(fromB, toB), fromA, fromB, budget);
    budget -= block.spent;
    marked.push({ from: all.length, to: all.length + block.lines.length, lines: block.lines });
    for (const line of block.lines) all.push(line);
    removed += toA - fromA;
    added += toB - fromB;
    at = toA;
    behind = toB - toA;
  }
  same(left.length);
  return { hunks: gather(all, marked, context), added, removed };
}

function gather(all: readonly DiffLine[], marked: readonly Span[], context: number): Hunk[] {
  const ranges: { from: number; to: number }[] = [];
  for (const { from, to } of marked) {
    const last = ranges.at(-1);
    if (last && from - context <= last.to) last.to = Math.min(all.length, to + context);
    else ranges.push({ from: Math.max(0, from - context), to: Math.min(all.length, to + context) });
  }
  let [a, b, at] = [0, 0, 0];
  const count = (until: number): void => {
    for (; at < until; at++) {
      const type = all[at]?.type;
      if (type !== 'added') a += 1;
      if (type !== 'removed') b += 1;
    }
  };
  return ranges.map(({ from, to }) => {
    count(from);
    const [startA, startB] = [a, b];
    count(to);
    const side = (start: number, end: number) => ({
      line: end > start ? start + 1 : start,
      count: end - start,
    });
    return { a: side(startA, a), b: side(startB, b), lines: all.slice(from, to) };
  });
}

function changedLines(
  before: readonly string[],
  after: readonly string[],
  fromA: number,
  fromB: number,
  budget: number,
): { lines: DiffLine[]; spent: number } {
  const { removed, added, spent } = wordSpans(before, after, budget);
  const words = (spans: readonly (readonly Span[])[] | undefined, index: number) => {
    const own = spans?.[index];
    return own ? { words: own } : {};
  };
  const lost = before.map(
    (text, index): DiffLine => ({ type: 'removed', a: fromA + index + 1, text, ...words(removed, index) }),
  );
  const won = after.map(
    (text, index): DiffLine => ({ type: 'added', b: fromB + index + 1, text, ...words(added, index) }),
  );
  return { lines: [...lost, ...won], spent };
}

interface WordSpans {
  readonly removed?: readonly (readonly Span[])[];
  readonly added?: readonly (readonly Span[])[];
  readonly spent: number;
}

/** The changed words of a block, line by line, or nothing when it is a rewrite or too large. */
function wordSpans(before: readonly string[], after: readonly string[], budget: number): WordSpans {
  if (before.length === 0 || after.length === 0) return { spent: 0 };
  const size = [...before, ...after].reduce((sum, line) => sum + line.length, 0);
  if (size > 10 * MOST_TOKENS) return { spent: 0 };
  const [a, b] = [before.flatMap(tokens), after.flatMap(tokens)];
  const spent = a.length + b.length;
  if (spent > MOST_TOKENS || spent > budget) return { spent };
  const found = differences(a, b, 64);
  const kept = shareKept(a, found, 'A');
  if (Math.max(kept, shareKept(b, found, 'B')) < LEAST_ALIKE) return { spent };
  const removed = perLine(
    before,
    a,
    found.map(({ fromA, toA }) => ({ from: fromA, to: toA })),
  );
  const added = perLine(
    after,
    b,
    found.map(({ fromB, toB }) => ({ from: fromB, to: toB })),
  );
  return { removed, added, spent };
}

/** The share of a side's words that stay, from 0 to 1. */
function shareKept(list: readonly string[], found: ReturnType<typeof differences>, side: 'A' | 'B'): number {
  const total = list.reduce((sum, token) => sum + weight(token), 0);
  let lost = 0;
  for (const { fromA, toA, fromB, toB } of found) {
    const [from, to] = side === 'A' ? [fromA, toA] : [fromB, toB];
    for (const token of list.slice(from, to)) lost += weight(token);
  }
  return total === 0 ? 1 : (total - lost) / total;
}

/** Ranges of units as ranges of code units in each line; ranges with only white space or marks between them are one. */
function perLine(whole: readonly string[], list: readonly string[], ranges: readonly Span[]): Span[][] {
  const changed = new Uint8Array(list.length);
  for (const { from, to } of ranges) changed.fill(1, from, to);
  const spans: Span[][] = whole.map(() => []);
  let [line, column] = [0, 0];
  let open: { from: number; to: number } | undefined;
  let between = true;
  list.forEach((token, index) => {
    const end = column + token.length;
    if (changed[index] === 1) {
      if (open && !between) open.to = end;
      else {
        open = { from: column, to: end };
        spans[line]?.push(open);
      }
      between = false;
    } else if (isWord(token)) between = true;
    column = end;
    if (isLineEnd(token)) {
      line += 1;
      column = 0;
      open = undefined;
      between = true;
    }
  });
  return spans;
}
