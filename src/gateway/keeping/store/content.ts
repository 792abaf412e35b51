import { type RawBuilder, sql } from 'kysely';
import type { OrganizationId } from '../../../ledger/index.ts';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { ExecutionId } from '../../execution.ts';
import type { Erasure, ErasureId } from '../keeping.ts';
import '../../store/tables.ts';
import './tables.ts';

/** True for an execution `e` that some legal hold keeps. */
const isHeld: RawBuilder<boolean> = sql<boolean>`exists (
  select from gateway_legal_hold h
  where h.organization_id = e.organization_id and h.lifted_at is null and (
    h.kind = 'organization'
    or (h.kind = 'execution' and h.target = e.id)
    or (h.kind = 'library' and h.target = e.library_id)
    or (h.kind = 'principal' and h.target in (e.principal_id, e.human_id))))`;

type Reached = Pick<Erasure, 'organization' | 'kind' | 'targets' | 'lookedAt' | 'decidedAt'>;

/**
 * What an erasure is about, among the executions that were there when it was decided: those that still have content. What a job was given of
 * them is a copy, so its execution goes with them.
 */
function reached(db: Reader, { organization, kind, targets, decidedAt }: Reached) {
  const named =
    kind === 'executions'
      ? sql<boolean>`a.id = any(${targets})`
      : sql<boolean>`(a.principal_id = any(${targets}) or a.human_id = any(${targets}))`;
  const ids = sql`
    select a.id from gateway_execution a where a.organization_id = ${organization} and ${named}
    union all
    select j.id from gateway_execution a
    join gateway_execution j on j.organization_id = a.organization_id and j.about_id = a.id
    where a.organization_id = ${organization} and ${named}`;
  const all = db
    .selectFrom('gateway_execution as e')
    .where('e.organization_id', '=', organization)
    .where('e.key_wrapped', 'is not', null)
    .where(sql<boolean>`e.at <= ${decidedAt}`);
  return kind === 'words' ? all : all.where(sql<boolean>`e.id in (${ids})`);
}

/** The next executions of an erasure that nothing holds and that do not run any more, in the order of their ids. */
export async function erasable(db: Reader, erasure: Reached, limit: number): Promise<ExecutionId[]> {
  const rows = await reached(db, erasure)
    .where(sql<boolean>`e.id > ${erasure.lookedAt}`)
    .where('e.status', '<>', 'running')
    .where(sql<boolean>`not ${isHeld}`)
    .orderBy('e.id')
    .limit(limit)
    .select('e.id')
    .execute();
  return rows.map(({ id }) => id);
}

/** What of an erasure is left: executions that still run, and those that a hold keeps. */
export async function leftOver(
  db: Reader,
  erasure: Reached,
): Promise<{ readonly running: number; readonly held: number }> {
  return reached(db, erasure)
    .select((is) => [
      is.fn.countAll<number>().filterWhere('e.status', '=', 'running').as('running'),
      is.fn.countAll<number>().filterWhere(isHeld).as('held'),
    ])
    .executeTakeFirstOrThrow();
}

/** Whether a legal hold keeps this execution. */
export async function isKept(
  db: Reader,
  organization: OrganizationId,
  execution: ExecutionId,
): Promise<boolean> {
  const row = await db
    .selectFrom('gateway_execution as e')
    .where('e.organization_id', '=', organization)
    .where('e.id', '=', execution)
    .select(isHeld.as('held'))
    .executeTakeFirst();
  return row?.held === true;
}

/**
 * The next executions whose retention is over and that nothing holds, oldest first. The most specific rule counts, never below the floor.
 * A copy that a job was given goes with what it is a copy of, however young it is.
 */
export async function retired(
  db: Reader,
  organization: OrganizationId,
  now: Date,
  floorDays: number,
  limit: number,
): Promise<ExecutionId[]> {
  const day = sql`interval '1 day'`;
  const rule = sql`(select r.days from gateway_retention r
    where r.organization_id = e.organization_id
      and r.library_id in ('', coalesce(e.library_id, ''))
      and (r.data_class = '' or r.data_class = any(e.data_classes))
    order by r.data_class = '', r.library_id = '', r.days limit 1)`;
  const rows = await db
    .selectFrom('gateway_execution as e')
    .where('e.organization_id', '=', organization)
    .where('e.key_wrapped', 'is not', null)
    .where('e.status', '<>', 'running')
    .where(
      sql<boolean>`(
        (e.at <= ${now}::timestamptz - ${floorDays}::int * ${day} and e.at <= ${now}::timestamptz - ${rule} * ${day})
        or (e.about_id is not null and exists (
          select from gateway_execution a
          where a.organization_id = e.organization_id and a.id = e.about_id and a.erased_at is not null)))`,
    )
    .where(sql<boolean>`not ${isHeld}`)
    .orderBy('e.at')
    .limit(limit)
    .select('e.id')
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Takes the key and the content of executions away; what a provider said went wrong may quote it, so that goes too. Entries and proofs stay.
 * @returns those that had content
 */
export async function eraseContent(
  tx: Tx,
  organization: OrganizationId,
  ids: readonly ExecutionId[],
  at: Date,
  erasure: ErasureId | null,
): Promise<ExecutionId[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .updateTable('gateway_execution')
    .set({
      key_wrapped: null,
      erased_at: at,
      erasure_id: erasure,
      tail: null,
      problem_detail: sql<
        string | null
      >`case when problem_code is null then null else 'Erased with the content.' end`,
    })
    .where('organization_id', '=', organization)
    .where('id', 'in', [...ids])
    .where('key_wrapped', 'is not', null)
    .returning('id')
    .execute();
  await tx
    .deleteFrom('gateway_payload')
    .where('organization_id', '=', organization)
    .where('execution_id', 'in', [...ids])
    .execute();
  return rows.map(({ id }) => id);
}
