import type { AssetMerge } from '../../api/types.ts';
import { type Choices, keyOf, resultOf } from '../merging/choices.ts';

/** The text that the choices make of a merge; null while a place is not decided. */
export function mergedText(path: string, merge: AssetMerge, choices: Choices): string | null {
  if (merge.clean) return merge.text;
  if (merge.conflicts.some(({ id }) => !choices.has(keyOf(path, id)))) return null;
  const { text, parts, conflicts } = merge;
  const pieces = resultOf({ path, from: null, state: 'conflict', conflicts, text, parts }, choices);
  return (pieces ?? []).map((piece) => piece.text).join('');
}
