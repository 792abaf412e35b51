import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import type { Execution, ExecutionId } from '../execution.ts';
import { executionOf } from './execution-row.ts';
import { conditionsOf, type ExecutionFilter } from './list.ts';
import type { ExecutionRow } from './tables.ts';
import './tables.ts';

/** The newest turn of a conversation that is not refused. */
export async function newestOf(
  reader: Reader,
  organization: OrganizationId,
  conversation: string,
): Promise<ExecutionId | undefined> {
  const row = await reader
    .selectFrom('gateway_execution')
    .where('organization_id', '=', organization)
    .where('conversation_id', '=', conversation)
    .where('status', '<>', 'refused')
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .select('id')
    .executeTakeFirst();
  return row?.id;
}

/** The newest execution that ended with exactly this said. */
export async function withTail(
  reader: Reader,
  organization: OrganizationId,
  tail: string,
): Promise<{ readonly id: ExecutionId; readonly conversation: string | null } | undefined> {
  return reader
    .selectFrom('gateway_execution')
    .where('organization_id', '=', organization)
    .where('tail', '=', tail)
    .orderBy('at', 'desc')
    .limit(1)
    .select(['id', 'conversation_id as conversation'])
    .executeTakeFirst();
}

/** The turns that went on from one: as a rule one, more where somebody asked again. */
export async function turnsAfter(
  reader: Reader,
  organization: OrganizationId,
  execution: ExecutionId,
): Promise<ExecutionId[]> {
  const rows = await reader
    .selectFrom('gateway_execution')
    .where('organization_id', '=', organization)
    .where('turn_before', '=', execution)
    .orderBy('at')
    .orderBy('id')
    .limit(20)
    .select('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** What groups executions: what they say they belong to. */
export type SequenceKind = 'trace' | 'conversation';
const columns = { trace: sql.ref('e.trace_id'), conversation: sql.ref('e.conversation_id') } as const;
const newer = { trace: sql.ref('n.trace_id'), conversation: sql.ref('n.conversation_id') } as const;

/** The newest execution of each trace or conversation, newest first: of those that a reader may see, by the same filter for both. */
export async function newestOfEach(
  reader: Reader,
  organization: OrganizationId,
  kind: SequenceKind,
  seen: ExecutionFilter,
  limit: number,
): Promise<Execution[]> {
  const { after: _after, ...everywhere } = seen;
  const query = sql<Selectable<ExecutionRow>>`(
    select e.* from gateway_execution e
    where ${all(conditionsOf(organization, seen))} and ${columns[kind]} is not null and not exists (
      select from (
        select e.* from gateway_execution e where ${all(conditionsOf(organization, everywhere))}
      ) n where ${newer[kind]} = ${columns[kind]} and (n.at, n.id) > (e.at, e.id))
    order by e.at desc, e.id desc limit ${limit})`;
  const rows = await reader
    .selectFrom(query.as('e'))
    .selectAll()
    .orderBy('e.at', 'desc')
    .orderBy('e.id', 'desc')
    .execute();
  return rows.map(executionOf);
}

/** What a sequence comes to, of what a reader may see of it; of the newest `most`, and whether there are more. */
export interface SequenceSums {
  readonly id: string;
  readonly first: ExecutionId;
  readonly startedAt: Date;
  readonly lastAt: Date;
  readonly durationMs: number;
  readonly executions: number;
  readonly notSucceeded: number;
  readonly costMicroUsd: number | null;
}

/** The sums of some, each with what began it (`beginning`: its id by that of the sequence), in no order. */
export async function sumsOf(
  reader: Reader,
  organization: OrganizationId,
  kind: SequenceKind,
  seen: ExecutionFilter,
  sequences: readonly { readonly id: string; readonly beginning: string | null }[],
  most: number,
): Promise<SequenceSums[]> {
  if (sequences.length === 0) return [];
  const ids = sequences.map(({ id }) => id);
  const beginnings = sequences.map(({ beginning }) => beginning);
  const query = sql<SequenceSums>`(
    select w.id, s.first as "first", s.started_at as "startedAt", s.last_at as "lastAt", s.duration_ms as "durationMs",
      s.executions, s.not_succeeded as "notSucceeded", s.cost as "costMicroUsd"
    from unnest(${ids}::text[], ${beginnings}::text[]) w(id, beginning)
    cross join lateral (
      select (array_agg(e.id order by e.at, e.id))[1] as first, min(e.at) as started_at, max(e.at) as last_at,
        (extract(epoch from max(e.at + coalesce(e.duration_ms, 0) * interval '1 millisecond') - min(e.at)) * 1000)::int8 as duration_ms,
        count(*)::int as executions, sum(e.cost_micro_usd)::int8 as cost,
        count(*) filter (where e.status not in ('succeeded', 'running'))::int as not_succeeded
      from (
        select e.* from gateway_execution e
        where ${all(conditionsOf(organization, seen))}
          and (${columns[kind]} = w.id or (${columns[kind]} is null and e.id = w.beginning))
        order by e.at desc, e.id desc limit ${most}
      ) e
    ) s
    where s.executions > 0)`;
  return reader.selectFrom(query.as('sums')).selectAll().execute();
}

const all = (conditions: readonly RawBuilder<boolean>[]) => sql.join([...conditions], sql` and `);
