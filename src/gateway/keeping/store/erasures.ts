import { type Selectable, sql, type Updateable } from 'kysely';
import type { OrganizationId } from '../../../ledger/index.ts';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { Erasure } from '../keeping.ts';
import type { ErasureRow } from './tables.ts';
import './tables.ts';

export async function insertErasure(tx: Tx, erasure: Erasure, salt: Uint8Array): Promise<void> {
  await tx
    .insertInto('gateway_erasure')
    .values({
      organization_id: erasure.organization,
      id: erasure.id,
      kind: erasure.kind,
      targets: [...erasure.targets],
      words: erasure.words,
      reason: erasure.reason,
      salt,
      state: erasure.state,
      asked_by: erasure.askedBy,
      asked_human: erasure.askedHuman,
      asked_at: erasure.askedAt,
      ask_entry: erasure.askEntry,
    })
    .execute();
}

export async function updateErasure(
  tx: Tx,
  { organization, id }: Pick<Erasure, 'organization' | 'id'>,
  set: Updateable<ErasureRow>,
): Promise<void> {
  await tx
    .updateTable('gateway_erasure')
    .set(set)
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .execute();
}

export async function findErasure(
  db: Reader,
  organization: OrganizationId,
  id: Erasure['id'],
): Promise<Erasure | undefined> {
  const row = await db
    .selectFrom('gateway_erasure')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : erasureOf(row);
}

/** What waits for a decision first, then newest first. */
export async function listErasures(
  db: Reader,
  organization: OrganizationId,
  limit: number,
): Promise<Erasure[]> {
  const rows = await db
    .selectFrom('gateway_erasure')
    .selectAll()
    .where('organization_id', '=', organization)
    .orderBy(sql`state <> 'asked'`)
    .orderBy('asked_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(erasureOf);
}

/** Approved and not over, of any organization. Not for callers: housekeeping. */
export async function erasuresUnderWay(db: Reader): Promise<Erasure[]> {
  const rows = await db
    .selectFrom('gateway_erasure')
    .selectAll()
    .where('state', '=', 'under_way')
    .orderBy('organization_id')
    .orderBy('id')
    .limit(100)
    .execute();
  return rows.map(erasureOf);
}

function erasureOf(row: Selectable<ErasureRow>): Erasure {
  return {
    organization: row.organization_id,
    id: row.id,
    kind: row.kind,
    targets: row.targets,
    words: row.words,
    reason: row.reason,
    state: row.state,
    askedBy: row.asked_by,
    askedHuman: row.asked_human,
    askedAt: row.asked_at,
    askEntry: row.ask_entry,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    decideEntry: row.decide_entry,
    lookedAt: row.looked_at,
    erased: row.erased,
    held: row.held,
    endedAt: row.ended_at,
    endEntry: row.end_entry,
  };
}
