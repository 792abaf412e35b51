import { type Selectable, sql } from 'kysely';
import type { PersonId } from '../../access/index.ts';
import type { EntryId, OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Delegation, DelegationId } from './delegation.ts';

type Handle = Reader | Tx;

interface DelegationTable {
  organization_id: OrganizationId;
  id: DelegationId;
  from_human: PersonId;
  to_human: PersonId;
  starts_at: Date;
  until: Date;
  reason: string;
  created_by: string;
  ended_at: Date | null;
  ended_by: string | null;
  entry_id: EntryId;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    changes_delegation: DelegationTable;
  }
}

const delegationFrom = (row: Selectable<DelegationTable>): Delegation => ({
  organization: row.organization_id,
  id: row.id,
  from: row.from_human,
  to: row.to_human,
  startsAt: row.starts_at,
  until: row.until,
  reason: row.reason,
  createdBy: row.created_by,
  endedAt: row.ended_at,
});

/** Until the transaction ends, nobody else hands over a right in this organization. */
export async function lockDelegations(tx: Tx, organization: OrganizationId): Promise<void> {
  const name = `changes:delegations:${organization}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx);
}

export async function insertDelegation(tx: Tx, delegation: Delegation, entry: EntryId): Promise<void> {
  await tx
    .insertInto('changes_delegation')
    .values({
      organization_id: delegation.organization,
      id: delegation.id,
      from_human: delegation.from,
      to_human: delegation.to,
      starts_at: delegation.startsAt,
      until: delegation.until,
      reason: delegation.reason,
      created_by: delegation.createdBy,
      ended_at: null,
      ended_by: null,
      entry_id: entry,
    })
    .execute();
}

/** @returns false when it was ended before */
export async function endDelegationRow(
  tx: Tx,
  delegation: Delegation,
  at: Date,
  by: string,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('changes_delegation')
    .set({ ended_at: at, ended_by: by })
    .where('organization_id', '=', delegation.organization)
    .where('id', '=', delegation.id)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function readDelegation(
  db: Handle,
  organization: OrganizationId,
  id: string,
): Promise<Delegation | undefined> {
  const row = await db
    .selectFrom('changes_delegation')
    .selectAll()
    .where('organization_id', '=', organization)
    .where(sql<string>`id`, '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : delegationFrom(row);
}

/** Those that have not run out at an instant, ended or not, newest first; all, or those in which one person is. */
export async function delegationsAt(
  db: Handle,
  organization: OrganizationId,
  at: Date,
  human?: PersonId,
): Promise<Delegation[]> {
  let query = db
    .selectFrom('changes_delegation')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('until', '>', at);
  if (human !== undefined)
    query = query.where((is) => is.or([is('from_human', '=', human), is('to_human', '=', human)]));
  const rows = await query.orderBy('starts_at', 'desc').orderBy('id').limit(500).execute();
  return rows.map(delegationFrom);
}

/** Which of some delegations were ended before their time. */
export async function endedAmong(
  db: Handle,
  organization: OrganizationId,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom('changes_delegation')
    .select('id')
    .where('organization_id', '=', organization)
    .where(sql<string>`id`, 'in', ids)
    .where('ended_at', 'is not', null)
    .execute();
  return new Set(rows.map(({ id }) => id));
}
