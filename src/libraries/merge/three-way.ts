import { type Difference, differences } from '../diff/index.ts';

/** A stretch of a three-way merge of sequences. Joined, the stretches cover all three. */
export interface Stretch {
  /** Who changed it. `both`: to the same. `clash`: differently, or too close together to tell. */
  readonly by: 'nobody' | 'ours' | 'theirs' | 'both' | 'clash';
  readonly base: readonly string[];
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
}

/** Whether edits of two sides with these unchanged items between them have nothing to do with each other. */
export type Apart = (between: readonly string[]) => boolean;

interface Edit extends Difference {
  readonly side: 'ours' | 'theirs';
  /** The range of the base in which the edit could just as well stand (`ab|ab` inserted into `ab`). */
  readonly low: number;
  readonly high: number;
}

/** Edits that have to do with each other, in order, and how far they reach. */
interface Group {
  readonly edits: Edit[];
  end: number;
  high: number;
  /** Where each side's last pure insertion could stand at the latest; -1 without one, undefined when it has no edit at all. */
  readonly inserts: { ours: number | undefined; theirs: number | undefined };
}

/**
 * Three-way merge of sequences (diff3; Khanna, Kunal and Pierce 2007). Pure, symmetric in ours and theirs.
 * An edit that could slide along equal items counts for its whole way: where the place is a guess, it never decides.
 */
export function mergeSequences(
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
  apart: Apart,
): readonly Stretch[] {
  const edits = [...editsOf(base, ours, 'ours'), ...editsOf(base, theirs, 'theirs')];
  edits.sort((one, other) => one.low - other.low || one.high - other.high || one.fromA - other.fromA);
  const groups: Group[] = [];
  for (const edit of edits) {
    let group = groupOf(edit);
    for (let last = groups.at(-1); last && !isSeparate(last, edit, base, apart); last = groups.at(-1)) {
      groups.pop();
      group = joined(last, group);
    }
    groups.push(group);
  }
  return stretches(
    groups.map((group) => group.edits),
    base,
    ours,
    theirs,
  );
}

function groupOf(edit: Edit): Group {
  const insert = edit.fromA === edit.toA ? edit.high : -1;
  const inserts = { ours: undefined, theirs: undefined, [edit.side]: insert };
  return { edits: [edit], end: edit.toA, high: edit.high, inserts };
}

function joined(earlier: Group, later: Group): Group {
  for (const edit of later.edits) earlier.edits.push(edit);
  earlier.end = Math.max(earlier.end, later.end);
  earlier.high = Math.max(earlier.high, later.high);
  for (const side of ['ours', 'theirs'] as const) {
    const [one, other] = [earlier.inserts[side], later.inserts[side]];
    earlier.inserts[side] = one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
  }
  return earlier;
}

function isSeparate(
  { end, high, inserts }: Group,
  edit: Edit,
  base: readonly string[],
  apart: Apart,
): boolean {
  if (edit.fromA < end || edit.low < high) return false;
  const other = inserts[edit.side === 'ours' ? 'theirs' : 'ours'];
  if (other === undefined) return true;
  if (edit.fromA === edit.toA && edit.low === high && other === high) return false;
  return apart(base.slice(end, edit.fromA));
}

function editsOf(base: readonly string[], side: readonly string[], name: Edit['side']): Edit[] {
  const found = differences(base, side);
  return found.map((edit, index) => {
    const before = edit.fromA - (found[index - 1]?.toA ?? 0);
    const after = (found[index + 1]?.fromA ?? base.length) - edit.toA;
    const { up, down } = slide(base, side, edit, before, after);
    return { ...edit, side: name, low: edit.fromA - up, high: edit.toA + down };
  });
}

function slide(
  base: readonly string[],
  side: readonly string[],
  { fromA, toA, fromB, toB }: Difference,
  before: number,
  after: number,
): { up: number; down: number } {
  const [list, from, to] = fromA === toA ? [side, fromB, toB] : [base, fromA, toA];
  let [up, down] = [0, 0];
  if (fromA !== toA && fromB !== toB) return { up, down };
  while (up < before && list[from - 1 - up] === list[to - 1 - up]) up += 1;
  while (down < after && list[from + down] === list[to + down]) down += 1;
  return { up, down };
}

function stretches(
  groups: readonly (readonly Edit[])[],
  base: readonly string[],
  ours: readonly string[],
  theirs: readonly string[],
): Stretch[] {
  const found: Stretch[] = [];
  const at = { base: 0, ours: 0, theirs: 0 };
  const take = (to: number, by: Stretch['by'], moved: { ours: number; theirs: number }): void => {
    const length = to - at.base;
    const [endOurs, endTheirs] = [at.ours + length + moved.ours, at.theirs + length + moved.theirs];
    const stretch = {
      base: base.slice(at.base, to),
      ours: ours.slice(at.ours, endOurs),
      theirs: theirs.slice(at.theirs, endTheirs),
    };
    [at.base, at.ours, at.theirs] = [to, endOurs, endTheirs];
    const same = by === 'clash' && equal(stretch.ours, stretch.theirs);
    if (by !== 'nobody' || length > 0) found.push({ by: same ? 'both' : by, ...stretch });
  };
  for (const group of groups) {
    const from = Math.min(...group.map(({ fromA }) => fromA));
    take(from, 'nobody', { ours: 0, theirs: 0 });
    const moved = { ours: 0, theirs: 0 };
    for (const { side, fromA, toA, fromB, toB } of group) moved[side] += toB - fromB - (toA - fromA);
    const sides = new Set(group.map(({ side }) => side));
    const by = sides.size === 2 ? 'clash' : sides.has('ours') ? 'ours' : 'theirs';
    take(Math.max(...group.map(({ toA }) => toA)), by, moved);
  }
  take(base.length, 'nobody', { ours: 0, theirs: 0 });
  return found;
}

function equal(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
