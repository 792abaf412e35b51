import { type Selectable, sql } from 'kysely';
import type { OrganizationId } from '../../../ledger/index.ts';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { LegalHold } from '../keeping.ts';
import type { LegalHoldRow } from './tables.ts';
import './tables.ts';

/** Until the transaction ends nobody else erases, places or lifts in this organization: a hold beats whatever is not committed yet. */
export async function lockKeeping(tx: Tx, organization: OrganizationId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`gateway:keeping:${organization}`}, 0))`.execute(
    tx,
  );
}

export async function insertHold(tx: Tx, hold: LegalHold, salt: Uint8Array): Promise<void> {
  await tx
    .insertInto('gateway_legal_hold')
    .values({
      organization_id: hold.organization,
      id: hold.id,
      kind: hold.kind,
      target: hold.target,
      reason: hold.reason,
      salt,
      placed_by: hold.by,
      placed_at: hold.at,
      entry_id: hold.entry,
    })
    .execute();
}

/** @returns false when it was lifted already */
export async function updateLifted(
  tx: Tx,
  { organization, id }: Pick<LegalHold, 'organization' | 'id'>,
  lifted: NonNullable<LegalHold['lifted']>,
  salt: Uint8Array,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('gateway_legal_hold')
    .set({
      lifted_by: lifted.by,
      lifted_at: lifted.at,
      lift_reason: lifted.reason,
      lift_salt: salt,
      lift_entry: lifted.entry,
    })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .where('lifted_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Newest first; those in force before those that were lifted. */
export async function listHolds(
  db: Reader,
  organization: OrganizationId,
  limit: number,
): Promise<LegalHold[]> {
  const rows = await db
    .selectFrom('gateway_legal_hold')
    .selectAll()
    .where('organization_id', '=', organization)
    .orderBy(sql`lifted_at is not null`)
    .orderBy('placed_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(holdOf);
}

export async function findHold(
  db: Reader,
  organization: OrganizationId,
  id: LegalHold['id'],
): Promise<LegalHold | undefined> {
  const row = await db
    .selectFrom('gateway_legal_hold')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : holdOf(row);
}

function holdOf(row: Selectable<LegalHoldRow>): LegalHold {
  const { lifted_by, lifted_at, lift_reason, lift_entry } = row;
  return {
    organization: row.organization_id,
    id: row.id,
    kind: row.kind,
    target: row.target,
    reason: row.reason,
    by: row.placed_by,
    at: row.placed_at,
    entry: row.entry_id,
    lifted:
      lifted_by === null || lifted_at === null || lift_entry === null
        ? null
        : { by: lifted_by, at: lifted_at, reason: lift_reason ?? '', entry: lift_entry },
  };
}
