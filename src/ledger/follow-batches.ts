import type { Reader } from '../platform/db/index.ts';
import { entryOf, type OrganizationId } from './entry.ts';
import type { BatchFollower } from './ledger.ts';
import type { RecordParts } from './record.ts';

type Parts = Pick<RecordParts, 'writer' | 'store'> & { readonly reader: Reader };

/** Entries in one transaction: enough that the commit costs little, few enough that the next one is soon. */
const batch = 2_000;
/** Batches before other logs and followers get their turn. */
const turns = 5;

/** @returns false when something is left to do */
export async function caughtUpInBatches(
  parts: Parts,
  follower: BatchFollower,
  organization: OrganizationId,
): Promise<boolean> {
  for (let turn = 0; turn < turns; turn += 1)
    if ((await followBatch(parts, follower, organization)) < batch) return true;
  return false;
}

/** @returns how many entries it moved past */
async function followBatch(
  { writer, reader, store }: Parts,
  follower: BatchFollower,
  organization: OrganizationId,
): Promise<number> {
  if (!(await store.hasUnfollowed(reader, organization, follower.name))) return 0;
  return writer
    .transaction()
    .setIsolationLevel('read committed')
    .execute(async (tx) => {
      const from = await store.lockFollower(tx, organization, follower.name);
      const { nextIndex, leaves } = await store.readRangeOf(
        tx,
        organization,
        from,
        from + batch,
        follower.actions,
      );
      if (nextIndex === from) return 0;
      const entries = leaves.map(({ index, leaf }) => ({ index, leaf, entry: entryOf(leaf) }));
      await follower.reactAll(tx, organization, entries, nextIndex);
      await store.moveFollower(tx, organization, follower.name, nextIndex);
      // Commit point: what it wrote and its place are durable together.
      return nextIndex - from;
    });
}
