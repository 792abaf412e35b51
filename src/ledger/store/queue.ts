import { sql } from 'kysely';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { OrganizationId } from '../entry.ts';

/** A queued leaf. Without `leaf` the queue names one that does not exist; with `placed` one that is in the log already. */
export interface PendingLeaf {
  readonly sequence: number;
  readonly id: string;
  readonly leaf: Uint8Array | null;
  readonly placed: boolean;
}

/**
 * Takes the log's lock until the transaction ends, or says false when another node holds it. One integrator at a time per log.
 * A hash collision between two organizations only makes them take turns.
 */
export async function tryLockLog(tx: Tx, organization: OrganizationId): Promise<boolean> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`ledger/${organization}`}, 0)) as locked`.execute(tx);
  return rows[0]?.locked === true;
}

/** Takes the log's lock, waiting for its holder (at most the connection's lock_timeout). */
export async function lockLog(tx: Tx, organization: OrganizationId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`ledger/${organization}`}, 0))`.execute(tx);
}

/** Organizations with queued leaves. The one question here that is about all of them: the integrator serves every log. */
export async function pendingOrganizations(reader: Reader): Promise<OrganizationId[]> {
  const rows = await reader.selectFrom('ledger_pending').select('organization_id').distinct().execute();
  return rows.map((row) => row.organization_id);
}

/** Organizations that have a log. */
export async function logOrganizations(reader: Reader): Promise<OrganizationId[]> {
  const rows = await reader.selectFrom('ledger_key').select('organization_id').distinct().execute();
  return rows.map((row) => row.organization_id);
}

/** Queued leaves in order of arrival. Lateral, so that it costs index lookups by the batch, whatever the planner believes of the tables. */
export async function readPending(
  tx: Tx,
  organization: OrganizationId,
  limit: number,
): Promise<PendingLeaf[]> {
  const { rows } = await sql<PendingLeaf>`
    select q.sequence, q.id, l.leaf, p.index is not null as placed
    from (
      select sequence, id from ledger_pending where organization_id = ${organization} order by sequence limit ${limit}
    ) q
    left join lateral (
      select leaf from ledger_leaf where organization_id = ${organization} and id = q.id limit 1
    ) l on true
    left join lateral (
      select index from ledger_position where organization_id = ${organization} and id = q.id limit 1
    ) p on true
    order by q.sequence`.execute(tx);
  return rows;
}

export async function removePending(
  tx: Tx,
  organization: OrganizationId,
  sequences: readonly number[],
): Promise<void> {
  await sql`
    delete from ledger_pending
    where organization_id = ${organization} and sequence = any(${sequences}::bigint[])`.execute(tx);
}

/** Leaves that are neither in the log nor in its queue; a whole pass over the log's leaves, so asked once, on start. */
export async function lostLeaves(
  reader: Reader,
  organization: OrganizationId,
  limit: number,
): Promise<string[]> {
  const rows = await unqueued(reader, organization).orderBy('l.id').limit(limit).execute();
  return rows.map((row) => row.id);
}

/** Queues those of `ids` that are still lost. Under the log's lock, so that two nodes that start together queue them once. */
export async function requeueLeaves(
  tx: Tx,
  organization: OrganizationId,
  ids: readonly string[],
): Promise<void> {
  await tx
    .insertInto('ledger_pending')
    .columns(['organization_id', 'id'])
    .expression(
      unqueued(tx, organization)
        .where('l.id', 'in', ids)
        .clearSelect()
        .select(['l.organization_id', 'l.id'])
        .orderBy('l.id'),
    )
    .execute();
}

function unqueued(reader: Reader, organization: OrganizationId) {
  return reader
    .selectFrom('ledger_leaf as l')
    .select('l.id')
    .where('l.organization_id', '=', organization)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('ledger_position as p')
            .select('p.id')
            .whereRef('p.organization_id', '=', 'l.organization_id')
            .whereRef('p.id', '=', 'l.id'),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('ledger_pending as q')
            .select('q.id')
            .whereRef('q.organization_id', '=', 'l.organization_id')
            .whereRef('q.id', '=', 'l.id'),
        ),
      ),
    );
}

/** Milliseconds since the oldest queued leaf arrived, by the database's clock; undefined when nothing is queued. */
export async function oldestPendingAgeMs(reader: Reader): Promise<number | undefined> {
  const row = await reader
    .selectFrom('ledger_pending')
    .select(sql<number | null>`(extract(epoch from clock_timestamp() - min(at)) * 1000)::float8`.as('age_ms'))
    .executeTakeFirst();
  return row?.age_ms ?? undefined;
}
