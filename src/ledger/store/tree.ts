import { sql } from 'kysely';
import { keepPlan, type Reader, type Tx } from '../../platform/db/index.ts';
import type { OrganizationId } from '../entry.ts';
import type { ReadHashes, TileHash } from '../merkle.ts';

/** A signed head as it is stored. */
export interface StoredCheckpoint {
  readonly treeSize: number;
  readonly rootHash: Uint8Array;
  readonly note: string;
}

/** The newest checkpoint, or undefined when the organization has no log. */
export async function readHead(
  reader: Reader,
  organization: OrganizationId,
): Promise<StoredCheckpoint | undefined> {
  const row = await reader
    .selectFrom('ledger_checkpoint')
    .where('organization_id', '=', organization)
    .orderBy('tree_size', 'desc')
    .limit(1)
    .select(['tree_size', 'root_hash', 'note'])
    .executeTakeFirst();
  return row && { treeSize: row.tree_size, rootHash: row.root_hash, note: row.note };
}

/** What was signed for a tree of exactly this size; undefined when nothing was. */
export async function readCheckpoint(
  reader: Reader,
  organization: OrganizationId,
  size: number,
): Promise<StoredCheckpoint | undefined> {
  const row = await reader
    .selectFrom('ledger_checkpoint')
    .where('organization_id', '=', organization)
    .where('tree_size', '=', size)
    .select(['tree_size', 'root_hash', 'note'])
    .executeTakeFirst();
  return row && { treeSize: row.tree_size, rootHash: row.root_hash, note: row.note };
}

/** Notes of the checkpoints of size `from` to `to`, both included, smallest first. */
export async function readCheckpoints(
  reader: Reader,
  organization: OrganizationId,
  from: number,
  to: number,
): Promise<{ treeSize: number; note: string }[]> {
  const rows = await reader
    .selectFrom('ledger_checkpoint')
    .where('organization_id', '=', organization)
    .where('tree_size', '>=', from)
    .where('tree_size', '<=', to)
    .orderBy('tree_size')
    .select(['tree_size', 'note'])
    .execute();
  return rows.map((row) => ({ treeSize: row.tree_size, note: row.note }));
}

/** A reader of one log's stored hashes, as src/ledger/merkle.ts wants it. Gives fewer than asked when rows are missing. */
export function hashReader(reader: Reader, organization: OrganizationId): ReadHashes {
  return async (level, start, count) => {
    if (level === 0) {
      const rows = await reader
        .selectFrom('ledger_position')
        .where('organization_id', '=', organization)
        .where('index', '>=', start)
        .where('index', '<', start + count)
        .orderBy('index')
        .select('leaf_hash')
        .execute();
      return rows.map((row) => row.leaf_hash);
    }
    const rows = await reader
      .selectFrom('ledger_hash')
      .where('organization_id', '=', organization)
      .where('level', '=', level)
      .where('index', '>=', start)
      .where('index', '<', start + count)
      .orderBy('index')
      .select('hash')
      .execute();
    return rows.map((row) => row.hash);
  };
}

export async function insertPositions(
  tx: Tx,
  organization: OrganizationId,
  firstIndex: number,
  leaves: readonly { readonly id: string; readonly hash: Uint8Array }[],
): Promise<void> {
  await sql`
    insert into ledger_position (organization_id, index, id, leaf_hash)
    select ${organization}, ${firstIndex}::bigint + place - 1, id, hash
    from unnest(${leaves.map((leaf) => leaf.id)}::text[], ${leaves.map((leaf) => leaf.hash)}::bytea[])
      with ordinality as leaf (id, hash, place)
    ${keepPlan}`.execute(tx);
}

export async function insertHashes(
  tx: Tx,
  organization: OrganizationId,
  hashes: readonly TileHash[],
): Promise<void> {
  if (hashes.length === 0) return;
  await tx
    .insertInto('ledger_hash')
    .values(hashes.map(({ level, index, hash }) => ({ organization_id: organization, level, index, hash })))
    .execute();
}

export async function insertCheckpoint(
  tx: Tx,
  organization: OrganizationId,
  checkpoint: StoredCheckpoint,
  signedAt: Date,
): Promise<void> {
  await tx
    .insertInto('ledger_checkpoint')
    .values({
      organization_id: organization,
      tree_size: checkpoint.treeSize,
      root_hash: checkpoint.rootHash,
      note: checkpoint.note,
      signed_at: signedAt,
    })
    .execute();
}
