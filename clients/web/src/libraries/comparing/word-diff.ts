import { presentableDiff } from '@codemirror/merge';
import type { WordSpan } from '../../api/types.ts';

/** A piece of text, and whether only this side has it. */
export type Piece = { text: string; changed: boolean };

/** Where each of two texts has what the other lacks. */
export function wordSpans(before: string, after: string): { before: WordSpan[]; after: WordSpan[] } {
  const changes = presentableDiff(before, after);
  return {
    before: changes.map(({ fromA, toA }) => ({ from: fromA, to: toA })),
    after: changes.map(({ fromB, toB }) => ({ from: fromB, to: toB })),
  };
}

/** Two texts in pieces, each side with what the other lacks marked. */
export function wordDiff(before: string, after: string): { before: Piece[]; after: Piece[] } {
  const changes = presentableDiff(before, after);
  return {
    before: pieces(
      before,
      changes.map(({ fromA, toA }) => [fromA, toA] as const),
    ),
    after: pieces(
      after,
      changes.map(({ fromB, toB }) => [fromB, toB] as const),
    ),
  };
}

function pieces(text: string, changed: readonly (readonly [number, number])[]): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const [from, to] of changed) {
    if (from > at) found.push({ text: text.slice(at, from), changed: false });
    if (to > from) found.push({ text: text.slice(from, to), changed: true });
    at = to;
  }
  if (at < text.length) found.push({ text: text.slice(at), changed: false });
  return found;
}
