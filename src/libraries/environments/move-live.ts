import type { Tx } from '../../platform/db/index.ts';
import { notFound } from '../../platform/problem.ts';
import type { Library } from '../libraries.ts';
import { protectedBranch } from '../library.ts';
import { lockBranch } from '../store/refs.ts';
import { movePointers } from '../store/versions.ts';
import { unknownEnvironment } from './known.ts';
import type { EnvironmentMove } from './move.ts';
import { holdEnvironments, readEnvironments } from './store.ts';

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
