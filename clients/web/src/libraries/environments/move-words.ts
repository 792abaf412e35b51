import type { MoveKind } from '../../api/types.ts';
import type { Tone } from '../../design/Status.tsx';
import type { Shape } from '../../design/StatusShape.tsx';

/** What kind of move it was, where it was no ordinary publication. */
export const moveLooks: Record<Exclude<MoveKind, 'publish'>, { word: string; shape: Shape; tone: Tone }> = {
  rollback: { word: 'rollback', shape: 'half', tone: 'warn' },
  retire: { word: 'retired', shape: 'dash', tone: 'plain' },
  restore: { word: 'put back', shape: 'ring', tone: 'plain' },
  break_glass: { word: 'break-glass', shape: 'triangle', tone: 'bad' },
  uphold: { word: 'upheld', shape: 'check', tone: 'good' },
  revert: { word: 'back after break-glass', shape: 'half', tone: 'warn' },
};
