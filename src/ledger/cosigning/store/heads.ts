import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { EntryId, OrganizationId } from '../../entry.ts';
import type { CosignedHead } from '../witnessed-log.ts';
import '../../witnesses/store/tables.ts';

const headColumns = ['origin', 'tree_size', 'root_hash', 'note', 'cosigned_at'] as const;

const headOf = (row: {
  origin: string;
  tree_size: number;
  root_hash: Uint8Array;
  note: string;
  cosigned_at: Date;
}): CosignedHead => ({
  origin: row.origin,
  treeSize: row.tree_size,
  rootHash: row.root_hash,
  note: row.note,
  at: row.cosigned_at,
});

/** The head of an origin that was cosigned last. */
export async function readCosignedHead(
  db: Reader,
  organization: OrganizationId,
  origin: string,
): Promise<CosignedHead | undefined> {
  const row = await db
    .selectFrom('ledger_witnessed_head')
    .where('organization_id', '=', organization)
    .where('origin', '=', origin)
    .select(headColumns)
    .executeTakeFirst();
  return row && headOf(row);
}

export async function listCosignedHeads(db: Reader, organization: OrganizationId): Promise<CosignedHead[]> {
  const rows = await db
    .selectFrom('ledger_witnessed_head')
    .where('organization_id', '=', organization)
    .select(headColumns)
    .execute();
  return rows.map(headOf);
}

/**
 * Puts a head in the place of one of `oldSize` entries (undefined: of none), in one statement: of two that were checked against the same
 * one, one is kept.
 * @returns false when another stands there by now
 */
export async function replaceCosignedHead(
  tx: Tx,
  organization: OrganizationId,
  oldSize: number | undefined,
  head: CosignedHead,
): Promise<boolean> {
  const values = {
    tree_size: head.treeSize,
    root_hash: head.rootHash,
    note: head.note,
    cosigned_at: head.at,
  };
  if (oldSize === undefined) {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('ledger_witnessed_head')
      .values({ organization_id: organization, origin: head.origin, ...values })
      .onConflict((on) => on.doNothing())
      .executeTakeFirst();
    return numInsertedOrUpdatedRows === 1n;
  }
  const { numUpdatedRows } = await tx
    .updateTable('ledger_witnessed_head')
    .set(values)
    .where('organization_id', '=', organization)
    .where('origin', '=', head.origin)
    .where('tree_size', '=', oldSize)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** How many heads of an origin were refused because they continue nothing that was cosigned. */
export async function countConflicts(db: Reader, organization: OrganizationId): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('ledger_witnessed_conflict')
    .where('organization_id', '=', organization)
    .groupBy('origin')
    .select(({ fn }) => ['origin', fn.countAll<string>().as('count')])
    .execute();
  return new Map(rows.map(({ origin, count }) => [origin, Number(count)]));
}

/** @returns false when this head is kept already */
export async function insertConflict(
  tx: Tx,
  organization: OrganizationId,
  refused: CosignedHead,
  cosigned: CosignedHead,
  entry: EntryId,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('ledger_witnessed_conflict')
    .values({
      organization_id: organization,
      origin: refused.origin,
      tree_size: refused.treeSize,
      root_hash: refused.rootHash,
      note: refused.note,
      cosigned_note: cosigned.note,
      found_at: refused.at,
      entry_id: entry,
    })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
