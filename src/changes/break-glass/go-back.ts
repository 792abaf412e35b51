import type { EntryId } from '../../ledger/index.ts';
import type { Library } from '../../libraries/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { commitTo } from '../commitment.ts';
import type { ChangesParts } from '../dossier.ts';
import { lastApproved, standsStill } from '../live/live-history.ts';
import type { BreakGlass } from './break-glass.ts';
import { assetsOf } from './store.ts';

interface Going {
  readonly by: string;
  readonly at: Date;
  readonly entry: EntryId;
  readonly reason: string;
}

/**
 * Puts the environment back to what was live before any emergency, asset by asset, where what this one brought still stands. What was
 * published or rolled back since stays. @returns how many assets went back
 */
export async function goBack(
  parts: ChangesParts,
  tx: Tx,
  library: Library,
  broken: BreakGlass,
  { by, at, entry, reason }: Going,
): Promise<number> {
  const { environment } = broken;
  await parts.libraries.lockLive(tx, library, environment);
  let moved = 0;
  for (const asset of await assetsOf(tx, broken)) {
    const history = await parts.libraries.moves(tx, library, asset.path, environment);
    if (!standsStill(history, asset.number)) continue;
    const before = lastApproved(history);
    moved += 1;
    await parts.libraries.moveLive(tx, library, {
      environment,
      kind: 'revert',
      moves: [{ path: asset.path, number: before?.number ?? null }],
      change: before?.change ?? broken.change,
      by,
      at,
      reason,
      reasonSalt: commitTo(reason).salt,
      entry,
    });
  }
  return moved;
}

/** Says in the environment's history that what an emergency brought is approved now, where it still stands. */
export async function keep(
  parts: ChangesParts,
  tx: Tx,
  library: Library,
  broken: BreakGlass,
  { by, at, entry, reason }: Going,
): Promise<number> {
  const { environment } = broken;
  await parts.libraries.lockLive(tx, library, environment);
  const moves = [];
  for (const asset of await assetsOf(tx, broken)) {
    const history = await parts.libraries.moves(tx, library, asset.path, environment);
    if (standsStill(history, asset.number)) moves.push({ path: asset.path, number: asset.number });
  }
  const move = { environment, kind: 'uphold' as const, moves, change: broken.change, by, at, reason, entry };
  await parts.libraries.moveLive(tx, library, { ...move, reasonSalt: commitTo(reason).salt });
  return moves.length;
}
