import { pairSections, type Section, splitSections } from '../diff/index.ts';
import { type Piece, threeWay } from './piece.ts';
import { mergeText } from './text.ts';

/** One side of a template: its sections, and which section of the base each of them comes from. */
interface Sections {
  readonly list: readonly Section[];
  readonly origins: readonly (number | undefined)[];
}

/**
 * Three-way merge of templates: when one side moved whole sections, each section is merged where it stands now; else, and when
 * a place would be a guess, the text is merged as one. Pure, symmetric.
 */
export function mergeTemplate(
  base: string,
  ours: string,
  theirs: string,
  doubt?: (line: string) => boolean,
): readonly Piece[] {
  const was = splitSections(base);
  const [one, other] = [sectionsOf(was, ours), sectionsOf(was, theirs)];
  const merge = (before: string, first: string, second: string) => mergeText(before, first, second, doubt);
  const moved = [one, other].map(({ origins }) => isMoved(origins));
  if (moved[0] === moved[1]) return merge(base, ours, theirs);
  const [mover, rest] = moved[0] ? [one, other] : [other, one];
  const flip = moved[0]
    ? merge
    : (before: string, first: string, second: string) => merge(before, second, first);
  return mergeMoved(was, mover, rest, flip) ?? merge(base, ours, theirs);
}

function sectionsOf(base: readonly Section[], text: string): Sections {
  const list = splitSections(text);
  return { list, origins: pairSections(base, list) };
}

function isMoved(origins: readonly (number | undefined)[]): boolean {
  const known = origins.filter((origin) => origin !== undefined);
  return known.some((origin, index) => index > 0 && origin < (known[index - 1] ?? 0));
}

function mergeMoved(
  base: readonly Section[],
  mover: Sections,
  rest: Sections,
  merge: (base: string, mover: string, rest: string) => readonly Piece[],
): readonly Piece[] | undefined {
  const added = rest.origins.includes(undefined);
  const gone = base.flatMap((_, index) => (rest.origins.includes(index) ? [] : [index]));
  const dropped = base.flatMap((_, index) => (mover.origins.includes(index) ? [] : [index]));
  const kept = (side: Sections, index: number) =>
    side.list[side.origins.indexOf(index)]?.text === base[index]?.text;
  if (added || gone.length > 0 || !dropped.every((index) => kept(rest, index))) return undefined;
  const pieces: Piece[] = [];
  for (const [index, section] of mover.list.entries()) {
    const origin = mover.origins[index];
    const before = origin === undefined ? undefined : base[origin];
    const other = origin === undefined ? undefined : rest.list[rest.origins.indexOf(origin)];
    if (!before || !other) {
      pieces.push(section.text, section.gap);
      continue;
    }
    const gap = threeWay(before.gap, section.gap, other.gap);
    if (gap === undefined) return undefined;
    pieces.push(...merge(before.text, section.text, other.text), gap.value);
  }
  return pieces;
}
