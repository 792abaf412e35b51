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

/** A move that no merge goes with: back to an earlier version, to nothing, or to what it was. */
export interface EnvironmentMove {
  readonly environment: string;
  readonly kind: Exclude<MoveKind, 'publish' | 'break_glass'>;
  /** By path; null ends what is live there. */
  readonly moves: readonly { readonly path: string; readonly number: number | null }[];
  /** The change under which what is live from then on was approved; for an end, the one that ends. */
  readonly change: Id<'chg'>;
  readonly by: string;
  readonly at: Date;
  readonly reason: string;
  readonly reasonSalt: Uint8Array;
  /** The entry that the caller records. */
  readonly entry: EntryId;
}
