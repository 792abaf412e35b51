import { sql } from 'kysely';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Id } from '../../platform/id.ts';
import type { EntryId, OrganizationId } from '../entry.ts';
import type { Rollback } from '../rollback/rollback.ts';

interface RollbackRow {
  organization_id: OrganizationId;
  id: Id<'rbk'>;
  source: string;
  lost_size: number;
  lost_root: Uint8Array | null;
  lost_note: string | null;
  kept_size: number;
  kept_root: Uint8Array;
  kept_at: Date | null;
  accepted_by: string;
  reason: string;
  salt: Uint8Array;
  accepted_at: Date;
  entry_id: EntryId;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    ledger_rollback: RollbackRow;
  }
}

/** Every loss that was accepted, oldest first. */
export async function listRollbacks(reader: Reader, organization: OrganizationId): Promise<Rollback[]> {
  const rows = await reader
    .selectFrom('ledger_rollback')
    .selectAll()
    .where('organization_id', '=', organization)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    source: row.source,
    lost: {
      treeSize: row.lost_size,
      rootHash: row.lost_root ?? undefined,
      note: row.lost_note ?? undefined,
    },
    kept: { treeSize: row.kept_size, rootHash: row.kept_root, at: row.kept_at ?? undefined },
    by: row.accepted_by,
    reason: row.reason,
    at: row.accepted_at,
    entry: row.entry_id,
  }));
}

export async function insertRollback(
  tx: Tx,
  organization: OrganizationId,
  rollback: Rollback,
  salt: Uint8Array,
): Promise<void> {
  await tx
    .insertInto('ledger_rollback')
    .values({
      organization_id: organization,
      id: rollback.id,
      source: rollback.source,
      lost_size: rollback.lost.treeSize,
      lost_root: rollback.lost.rootHash ?? null,
      lost_note: rollback.lost.note ?? null,
      kept_size: rollback.kept.treeSize,
      kept_root: rollback.kept.rootHash,
      kept_at: rollback.kept.at ?? null,
      accepted_by: rollback.by,
      reason: rollback.reason,
      salt,
      accepted_at: rollback.at,
      entry_id: rollback.entry,
    })
    .execute();
}

/**
 * False in a database of before witnesses and accepted losses: a backup that was made then, while it is being restored. Asked beside a
 * log's key, of which there is one as soon as there is anything to read.
 */
export async function knowsWitnesses(reader: Reader): Promise<boolean> {
  const row = await reader
    .selectFrom('ledger_key')
    .limit(1)
    .select(sql<boolean>`to_regclass('ledger_rollback') is not null`.as('known'))
    .executeTakeFirst();
  return row?.known === true;
}
