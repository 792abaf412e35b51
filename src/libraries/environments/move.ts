import type { EntryId } from '../../ledger/index.ts';
import type { Id } from '../../platform/id.ts';
import type { Digest } from '../asset.ts';

/**
 * Why an environment's pointer moved. `publish`: a change brought it. `rollback`: back to a version that was approved there. `retire`:
 * nothing is live any more, until `restore`. `break_glass`: without approval, for a few hours; `uphold` makes that good, `revert` ends it.
 */
export const moveKinds = [
  'publish',
  'rollback',
  'retire',
  'restore',
  'break_glass',
  'uphold',
  'revert',
] as const;
export type MoveKind = (typeof moveKinds)[number];

/** One move of one asset in one environment, as its history tells it. */
export interface LiveMove {
  readonly kind: MoveKind;
  /** What is live from then on; null when nothing is. */
  readonly number: number | null;
  readonly digest: Digest | null;
  readonly change: Id<'chg'>;
  readonly at: Date;
  readonly by: string;
  readonly entry: EntryId | null;
}
