import { isLineEnd, isWord, lines, tokens, weight } from '../diff/index.ts';
import { type Piece, threeWay } from './piece.ts';
import { type Apart, mergeSequences, type Stretch } from './three-way.ts';

/** Two edits in one line are apart when a whole word that nobody touched stands between them. */
const wordsApart: Apart = (between) =>
  between.some(isLineEnd) || between.reduce((sum, token) => sum + weight(token), 0) >= 1;

const linesApart: Apart = (between) => between.length > 0;

/** Below this share of kept words a line was rewritten; then words that happen to agree prove nothing. */
const LEAST_KEPT = 0.5;

/** Larger clashes are not looked into by word. */
const MOST_TOKENS = 20_000;

/**
 * Three-way merge of plain texts, by line and then by word inside lines. Pure, symmetric in ours and theirs.
 * A line that both sides moved, or that one moved and the other deleted, is a clash at its places, not a duplicate. So is every
 * change of a line in `doubt`.
 */
export function mergeText(
  base: string,
  ours: string,
  theirs: string,
  doubt: (line: string) => boolean = () => false,
): readonly Piece[] {
  const settled = threeWay(base, ours, theirs);
  if (settled && ![...lines(base), ...lines(settled.value)].some(doubt)) return [settled.value];
  const all = mergeSequences(lines(base), lines(ours), lines(theirs), linesApart);
  const doubtful = misplaced(all);
  return all.flatMap((stretch) => settle(stretch, (line) => doubtful.has(line) || doubt(line)));
}

function settle(stretch: Stretch, doubtful: (line: string) => boolean): readonly Piece[] {
  const { by, base, ours, theirs } = stretch;
  if (by === 'clash') return refine(base, ours, theirs);
  const side = by === 'theirs' ? theirs : ours;
  const odd = by !== 'nobody' && by !== 'both' && [...base, ...side].some((line) => doubtful(line));
  if (odd) return [clash(stretch)];
  return [side.join('')];
}

/** A clash of lines: line by line where their number stayed, else by word, else as a whole. */
function refine(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): readonly Piece[] {
  if (base.length > 1 && base.length === ours.length && base.length === theirs.length) {
    const each = base.map((line, index) => refine([line], [ours[index] ?? ''], [theirs[index] ?? '']));
    if (each.some((pieces) => pieces.every((piece) => typeof piece === 'string'))) return each.flat();
  }
  const [b, o, t] = [base.join(''), ours.join(''), theirs.join('')];
  const settled = threeWay(b, o, t);
  if (settled) return [settled.value];
  if (base.length === 0) return addedByBoth(ours, theirs);
  return mergeWords(b, o, t) ?? [clash({ base, ours, theirs })];
}

/** Both added lines at one place: what they added alike is settled, what else they added stands against each other. */
function addedByBoth(ours: readonly string[], theirs: readonly string[]): readonly Piece[] {
  const most = Math.min(ours.length, theirs.length);
  let start = 0;
  while (start < most && ours[start] === theirs[start]) start += 1;
  let end = 0;
  while (end < most - start && ours.at(-1 - end) === theirs.at(-1 - end)) end += 1;
  const rest = {
    base: [],
    ours: ours.slice(start, ours.length - end),
    theirs: theirs.slice(start, theirs.length - end),
  };
  const tail = ours.slice(ours.length - end).join('');
  return [ours.slice(0, start).join(''), clash(rest), tail].filter((piece) => piece !== '');
}

function clash({ base, ours, theirs }: Omit<Stretch, 'by'>): Piece {
  return { kind: 'lines', ...joined({ base, ours, theirs }) };
}

/** Merges inside lines, or undefined when the sides have too little left in common with the base. */
function mergeWords(base: string, ours: string, theirs: string): readonly Piece[] | undefined {
  const [b, o, t] = [tokens(base), tokens(ours), tokens(theirs)];
  if (b.length + o.length + t.length > MOST_TOKENS) return undefined;
  if (Math.min(kept(b, o), kept(b, t)) < LEAST_KEPT) return undefined;
  const pieces: Piece[] = [];
  for (const stretch of mergeSequences(b, o, t, wordsApart)) {
    const before = pieces.at(-1);
    const sides = joined(stretch);
    const starts = before === undefined || (typeof before === 'string' && before.endsWith('\n'));
    const ends = Object.values(sides).every((side) => side === '' || side.endsWith('\n'));
    if (stretch.by === 'clash') pieces.push({ kind: starts && ends ? 'lines' : 'words', ...sides });
    else pieces.push(stretch.by === 'theirs' ? sides.theirs : sides.ours);
  }
  return pieces.filter((piece) => piece !== '');
}

function joined({ base, ours, theirs }: Omit<Stretch, 'by'>): { base: string; ours: string; theirs: string } {
  return { base: base.join(''), ours: ours.join(''), theirs: theirs.join('') };
}

/** How much of the base a side still is: the share of the base's words that it has, or of its words that come from there. */
function kept(base: readonly string[], side: readonly string[]): number {
  const left = new Map<string, number>();
  for (const token of side) left.set(token, (left.get(token) ?? 0) + 1);
  let found = 0;
  for (const token of base.filter(isWord)) {
    const count = left.get(token) ?? 0;
    if (count === 0) continue;
    left.set(token, count - 1);
    found += 1;
  }
  const fewest = Math.min(base.filter(isWord).length, side.filter(isWord).length);
  return fewest === 0 ? 1 : found / fewest;
}

/**
 * Lines that a clean merge would place wrongly: line by line it cannot see moves, so that a line which one side moved and the
 * other deleted would live on, and one which both moved or added elsewhere would stand twice. Only lines that are
 * unique on every side and say something count.
 */
function misplaced(all: readonly Stretch[]): ReadonlySet<string> {
  const sides = ['base', 'ours', 'theirs'] as const;
  const counts = new Map<string, { base: number; ours: number; theirs: number; merged: number }>();
  const clashing = new Set<string>();
  const count = (line: string) => {
    const known = counts.get(line) ?? { base: 0, ours: 0, theirs: 0, merged: 0 };
    counts.set(line, known);
    return known;
  };
  for (const stretch of all) {
    for (const side of sides)
      for (const line of stretch[side]) {
        count(line)[side] += 1;
        if (stretch.by === 'clash') clashing.add(line);
      }
    if (stretch.by !== 'clash')
      for (const line of stretch.by === 'theirs' ? stretch.theirs : stretch.ours) count(line).merged += 1;
  }
  const found = new Set<string>();
  for (const [line, { base, ours, theirs, merged }] of counts) {
    if (base > 1 || ours > 1 || theirs > 1 || clashing.has(line)) continue;
    const expected = threeWay(base, ours, theirs)?.value ?? 0;
    if (merged !== expected && saysSomething(line, base === 1 ? 1 : 3)) found.add(line);
  }
  return found;
}

function saysSomething(line: string, words: number): boolean {
  const plain = tokens(line).filter((token) => !token.startsWith('{{'));
  return plain.reduce((sum, token) => sum + weight(token), 0) >= words;
}
