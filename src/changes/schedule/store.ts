import { type Selectable, sql } from 'kysely';
import type { Principal } from '../../access/index.ts';
import type { EntryId, OrganizationId } from '../../ledger/index.ts';
import type { Digest, Oid } from '../../libraries/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Id } from '../../platform/id.ts';
import type { Change, ChangeId } from '../change.ts';

export type ScheduleId = Id<'sch'>;

/** A publication for a time, in somebody's name. */
export interface Schedule {
  readonly organization: OrganizationId;
  readonly id: ScheduleId;
  readonly change: ChangeId;
  readonly at: Date;
  readonly revision: Oid;
  readonly digest: Digest;
  /** Null: what the commits said. */
  readonly notes: string | null;
  readonly by: string;
  readonly credential: Principal['credential'];
  readonly scheduledAt: Date;
  readonly entry: EntryId;
}

interface ScheduleTable {
  organization_id: OrganizationId;
  id: ScheduleId;
  change_id: ChangeId;
  at: Date;
  revision: Oid;
  digest: Digest;
  notes: string | null;
  scheduled_by: string;
  credential_kind: Principal['credential']['kind'];
  credential_id: string;
  scheduled_at: Date;
  entry_id: EntryId;
  state: 'pending' | 'published' | 'failed' | 'called_off';
  ended_at: Date | null;
  problem_code: string | null;
  problem_detail: string | null;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    changes_schedule: ScheduleTable;
  }
}

export async function insertSchedule(tx: Tx, schedule: Schedule): Promise<void> {
  await tx
    .insertInto('changes_schedule')
    .values({
      organization_id: schedule.organization,
      id: schedule.id,
      change_id: schedule.change,
      at: schedule.at,
      revision: schedule.revision,
      digest: schedule.digest,
      notes: schedule.notes,
      scheduled_by: schedule.by,
      credential_kind: schedule.credential.kind,
      credential_id: schedule.credential.id,
      scheduled_at: schedule.scheduledAt,
      entry_id: schedule.entry,
      state: 'pending',
      ended_at: null,
      problem_code: null,
      problem_detail: null,
    })
    .execute();
}

/** What a change waits for. Under the change's lock it holds until the transaction ends. */
export async function pendingOf(
  db: Reader,
  organization: OrganizationId,
  change: ChangeId,
): Promise<Schedule | undefined> {
  const row = await db
    .selectFrom('changes_schedule')
    .selectAll()
    .where('organization_id', '=', organization)
    .where('change_id', '=', change)
    .where('state', '=', 'pending')
    .executeTakeFirst();
  return row && scheduleFrom(row);
}

/** Ends what a change waits for, if it waits. Under the change's lock. @returns whether it did */
export async function endPending(
  tx: Tx,
  { organization, id }: Pick<Change, 'organization' | 'id'>,
  end: {
    readonly state: 'published' | 'failed' | 'called_off';
    readonly at: Date;
    readonly problem?: { readonly code: string; readonly detail: string };
  },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('changes_schedule')
    .set({
      state: end.state,
      ended_at: end.at,
      problem_code: end.problem?.code ?? null,
      problem_detail: end.problem?.detail ?? null,
    })
    .where('organization_id', '=', organization)
    .where('change_id', '=', id)
    .where('state', '=', 'pending')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Of any organization, what is due. Never what is not: late is fine, early never. Not for callers: housekeeping. */
export async function dueSchedules(db: Reader, now: Date, limit: number): Promise<Schedule[]> {
  const rows = await db
    .selectFrom('changes_schedule')
    .selectAll()
    .where('state', '=', 'pending')
    .where('at', '<=', now)
    .orderBy('at')
    .limit(limit)
    .execute();
  return rows.map(scheduleFrom);
}

/** When each of these changes is to be published; those without a time are absent. */
export async function scheduledTimes(
  db: Reader,
  organization: OrganizationId,
  changes: readonly ChangeId[],
): Promise<ReadonlyMap<ChangeId, Date>> {
  const rows = await db
    .selectFrom('changes_schedule')
    .select(['change_id', 'at'])
    .where('organization_id', '=', organization)
    .where('change_id', '=', sql<ChangeId>`any(${changes}::text[])`)
    .where('state', '=', 'pending')
    .execute();
  return new Map(rows.map((row) => [row.change_id, row.at]));
}

function scheduleFrom(row: Selectable<ScheduleTable>): Schedule {
  return {
    organization: row.organization_id,
    id: row.id,
    change: row.change_id,
    at: row.at,
    revision: row.revision,
    digest: row.digest,
    notes: row.notes,
    by: row.scheduled_by,
    credential: { kind: row.credential_kind, id: row.credential_id },
    scheduledAt: row.scheduled_at,
    entry: row.entry_id,
  };
}
