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
  edits.sort((one, other) => one.low - other.low || one.high - other.high);
  const groups: Edit[][] = [];
  for (const edit of edits) {
    const group = groups.at(-1);
    if (group && !isSeparate(group, edit, base, apart)) group.push(edit);
    else groups.push([edit]);
  }
  return stretches(groups, base, ours, theirs);
}

/** Edits are in the order of where they could begin, so the last group is the only one that another can touch. */
function isSeparate(group: readonly Edit[], edit: Edit, base: readonly string[], apart: Apart): boolean {
  const others = group.filter(({ side }) => side !== edit.side);
  const end = Math.max(...group.map(({ toA }) => toA));
  const high = Math.max(...group.map((earlier) => earlier.high));
  if (edit.fromA < end || edit.low < high) return false;
  if (others.length === 0) return true;
  const inserts = ({ fromA, toA }: Edit) => fromA === toA;
  if (edit.low === high && inserts(edit) && others.some(inserts)) return false;
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
