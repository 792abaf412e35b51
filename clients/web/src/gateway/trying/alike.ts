import type { WordSpan } from '../../api/types.ts';

/** Whether two texts are so alike that marking what differs helps. Two answers that have little in common would only be all marked. */
export const isAlike = (text: string, words: readonly WordSpan[]): boolean =>
  words.reduce((sum, { from, to }) => sum + to - from, 0) <= text.length * 0.6;
