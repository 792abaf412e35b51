import type { EntryId } from '../../ledger/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { Id } from '../../platform/id.ts';
import { notFound } from '../../platform/problem.ts';
import type { Library } from '../libraries.ts';
import { protectedBranch } from '../library.ts';
import { lockBranch } from '../store/refs.ts';
import { movePointers, type PointerMove } from '../store/versions.ts';
import { unknownEnvironment } from './known.ts';
import type { MoveKind } from './move.ts';
import { holdEnvironments, readEnvironments } from './store.ts';

/** A move that no merge goes with: back to an earlier version, to nothing, or to what it was. */
export interface EnvironmentMove {
  readonly environment: string;
  readonly kind: Exclude<MoveKind, 'publish' | 'break_glass'>;
  readonly moves: readonly PointerMove[];
  /** The change under which what is live from then on was approved; for an end, the one that ends. */
  readonly change: Id<'chg'>;
  readonly by: string;
  readonly at: Date;
  readonly reason: string;
  readonly reasonSalt: Uint8Array;
  /** The entry that the caller records. */
  readonly entry: EntryId;
}

/**
 * Until the transaction ends, nothing is published in this library and none of its environments moves: what is read of them now, still
 * holds when they are moved.
 * @throws Problem `environment.unknown` 422
 */
export async function lockLive(tx: Tx, library: Library, environment: string): Promise<void> {
  await holdEnvironments(tx, library.organization);
  const environments = await readEnvironments(tx, library.organization);
  if (!environments.some(({ name }) => name === environment))
    throw unknownEnvironment(environment, environments);
  if ((await lockBranch(tx, library, protectedBranch)) === undefined) throw notFound();
}

/** Beside `publish` the only function that moves environments; under `lockLive`. The caller has checked that the move is allowed. */
export async function moveLive(tx: Tx, library: Library, move: EnvironmentMove): Promise<void> {
  await movePointers(tx, library, move.environment, move.moves, move);
}
