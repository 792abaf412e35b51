import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { OrganizationId } from '../../entry.ts';
import type { StoredCosigner, WitnessedLog, WitnessedLogId } from '../witnessed-log.ts';
import '../../witnesses/store/tables.ts';

/** The organization's cosigning key, made with the first log that it witnesses. */
export async function readCosigner(
  db: Reader,
  organization: OrganizationId,
): Promise<StoredCosigner | undefined> {
  const row = await db
    .selectFrom('ledger_cosigner')
    .where('organization_id', '=', organization)
    .orderBy('made_at', 'desc')
    .limit(1)
    .select(['id', 'name', 'public_key', 'private_key_wrapped'])
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      name: row.name,
      publicKey: row.public_key,
      privateKeyWrapped: row.private_key_wrapped,
    }
  );
}

export async function insertCosigner(
  tx: Tx,
  organization: OrganizationId,
  cosigner: StoredCosigner,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('ledger_cosigner')
    .values({
      organization_id: organization,
      id: cosigner.id,
      name: cosigner.name,
      public_key: cosigner.publicKey,
      private_key_wrapped: cosigner.privateKeyWrapped,
      made_at: at,
    })
    .execute();
}

/** Those that have not ended, oldest first. */
export async function listWitnessedLogs(db: Reader, organization: OrganizationId): Promise<WitnessedLog[]> {
  const rows = await db
    .selectFrom('ledger_witnessed_log')
    .where('organization_id', '=', organization)
    .where('ended_at', 'is', null)
    .orderBy('id')
    .select(['id', 'origin', 'key', 'added_by', 'added_at'])
    .execute();
  return rows.map(({ id, origin, key, added_by, added_at }) => ({
    ...{ id, origin, key },
    ...{ addedBy: added_by, addedAt: added_at },
  }));
}

/** @returns false when the organization witnesses that key's log already */
export async function insertWitnessedLog(
  tx: Tx,
  organization: OrganizationId,
  log: WitnessedLog,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('ledger_witnessed_log')
    .values({
      organization_id: organization,
      id: log.id,
      origin: log.origin,
      key: log.key,
      added_by: log.addedBy,
      added_at: log.addedAt,
      ended_at: null,
    })
    .onConflict((on) => on.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** @returns what it was, or undefined when there is none that has not ended */
export async function endWitnessedLog(
  tx: Tx,
  organization: OrganizationId,
  id: WitnessedLogId,
  at: Date,
): Promise<{ origin: string; key: string } | undefined> {
  return tx
    .updateTable('ledger_witnessed_log')
    .set({ ended_at: at })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning(['origin', 'key'])
    .executeTakeFirst();
}

/** The keys by which an origin's heads may be signed. */
export async function readKeysOfOrigin(
  db: Reader,
  organization: OrganizationId,
  origin: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('ledger_witnessed_log')
    .where('organization_id', '=', organization)
    .where('origin', '=', origin)
    .where('ended_at', 'is', null)
    .select('key')
    .execute();
  return rows.map(({ key }) => key);
}
