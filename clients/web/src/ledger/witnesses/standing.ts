import type { Witnessing } from '../../api/types.ts';
import type { Tone } from '../../design/Status.tsx';
import type { Shape } from '../../design/StatusShape.tsx';

/** A head that was just signed is not without witnesses yet: they are asked right then. */
const patienceMs = 60_000;

export type Standing = { word: string; shape: Shape; tone: Tone; detail: string };

/** How far others vouch for the log, in a word and a sentence. */
export function standingOf({ need, of, head, unwitnessedSince }: Witnessing, nowMs: number): Standing {
  if (of === 0)
    return {
      ...{ word: 'no witnesses', shape: 'dash', tone: 'plain' },
      detail: 'Only this log’s own key signs its head: nobody else would notice another history.',
    };
  const rule = `${need} of ${of} must cosign`;
  const behind = unwitnessedSince !== null && nowMs - Date.parse(unwitnessedSince) > patienceMs;
  if (head === null && behind)
    return {
      ...{ word: 'no quorum', shape: 'triangle', tone: 'bad' },
      detail: `${rule}, and so many never have.`,
    };
  if (behind)
    return {
      ...{ word: 'behind', shape: 'triangle', tone: 'warn' },
      detail: `${rule}. What came after entry ${(head?.treeSize ?? 1) - 1} waits for them.`,
    };
  if (head === null) return { ...{ word: 'being asked', shape: 'dots', tone: 'accent' }, detail: `${rule}.` };
  return { ...{ word: 'witnessed', shape: 'check', tone: 'good' }, detail: `${rule}.` };
}
