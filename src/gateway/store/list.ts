import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { LibraryId, PersonId } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import { firstOf } from '../context/names.ts';
import { executionOfTrace } from '../context/trace.ts';
import type { Execution, ExecutionId, ExecutionStatus } from '../execution.ts';
import { executionOf } from './execution-row.ts';
import type { ExecutionRow } from './tables.ts';
import './tables.ts';

/** Which executions. What is left out is not asked for. */
export interface ExecutionFilter {
  /** Who ran it: a person or an app. */
  readonly principal?: string | undefined;
  /** Who stands behind it: themselves, or an app of theirs or on their behalf. One of these. */
  readonly humans?: readonly PersonId[] | undefined;
  /** In none but these libraries, beside raw calls and what `own` ran. */
  readonly seen?: { readonly libraries: readonly LibraryId[]; readonly own: string } | undefined;
  readonly prompt?: { readonly library: string; readonly name: string } | undefined;
  readonly version?: number | undefined;
  readonly model?: string | undefined;
  readonly useCase?: string | undefined;
  readonly trace?: string | undefined;
  readonly conversation?: string | undefined;
  readonly tag?: string | undefined;
  readonly governed?: boolean | undefined;
  readonly status?: ExecutionStatus | undefined;
  readonly verdict?: 'permit' | 'forbid' | undefined;
  readonly minCost?: number | undefined;
  readonly maxCost?: number | undefined;
  /** Only those that were picked for a person to look at. */
  readonly sampled?: boolean | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  /** The last item of the page before. */
  readonly after?: { readonly at: Date; readonly id: string } | undefined;
}

/**
 * Executions, newest first. Each filter has an index in the order of the list, and a page begins where the one before ended, by row
 * comparison, so a page costs the same at the beginning and after ten million.
 */
export async function listExecutions(
  reader: Reader,
  organization: OrganizationId,
  filter: ExecutionFilter,
  limit: number,
): Promise<Execution[]> {
  const { humans } = filter;
  const conditions = sql.join(conditionsOf(organization, filter), sql` and `);
  const newest = sql`order by e.at desc, e.id desc limit ${limit}`;
  // Of several people: the newest of each, from an index that is in order for one of them only, and the newest of those.
  const found =
    humans === undefined
      ? sql<Selectable<ExecutionRow>>`(select e.* from gateway_execution e where ${conditions} ${newest})`
      : sql<Selectable<ExecutionRow>>`(
          select e.* from unnest(${[...humans]}::text[]) person(id)
          cross join lateral (
            select e.* from gateway_execution e where ${conditions} and e.human_id = person.id ${newest}
          ) e ${newest})`;
  const rows = await reader
    .selectFrom(found.as('e'))
    .selectAll()
    .orderBy('e.at', 'desc')
    .orderBy('e.id', 'desc')
    .execute();
  return rows.map(executionOf);
}

type Condition = RawBuilder<boolean>;
const is = (given: unknown, condition: Condition): Condition[] => (given === undefined ? [] : [condition]);

/** For a query over `gateway_execution e`. */
export function conditionsOf(organization: OrganizationId, filter: ExecutionFilter): Condition[] {
  const { principal, prompt, version, model, useCase, status, minCost, maxCost, ids, after } = filter;
  const { trace, conversation, tag } = filter;
  return [
    sql<boolean>`e.organization_id = ${organization}`,
    ...is(ids, sql`e.id = any(${[...(ids ?? [])]}::text[])`),
    ...is(principal, sql`e.principal_id = ${principal}`),
    ...is(prompt, sql`e.library_name = ${prompt?.library} and e.prompt_name = ${prompt?.name}`),
    ...is(version, sql`e.prompt_version = ${version}`),
    ...is(model, sql`e.model = ${model}`),
    ...is(useCase, sql`e.use_case = ${useCase}`),
    ...is(
      trace,
      sql`(e.trace_id = ${trace} or (e.trace_id is null and e.id = ${trace === undefined ? null : (executionOfTrace(trace) ?? null)}))`,
    ),
    ...is(
      conversation,
      sql`(e.conversation_id = ${conversation} or (e.conversation_id is null and e.id = ${conversation === undefined ? null : firstOf(conversation)}))`,
    ),
    ...is(tag, sql`e.tags @> array[${tag}]::text[] and e.tags is not null`),
    ...is(status, ofStatus(status)),
    ...is(minCost, sql`e.cost_micro_usd >= ${minCost}`),
    ...is(maxCost, sql`e.cost_micro_usd <= ${maxCost}`),
    ...kindOf(filter),
    ...is(filter.since, sql`e.at >= ${filter.since}`),
    ...is(filter.until, sql`e.at < ${filter.until}`),
    ...is(after, sql`(e.at, e.id) < (${after?.at}::timestamptz, ${after?.id}::text)`),
  ];
}

function kindOf({ governed, verdict, sampled, seen }: ExecutionFilter): Condition[] {
  const { libraries = [], own } = seen ?? {};
  return [
    ...is(governed, governed === true ? sql`e.library_id is not null` : sql`e.library_id is null`),
    ...is(verdict, verdict === 'forbid' ? refusedByPolicy : sql`not (${refusedByPolicy})`),
    ...(sampled === true ? [sql<boolean>`e.sampled`] : []),
    ...is(
      seen,
      sql`(e.principal_id = ${own} or e.library_id is null or e.library_id = any(${[...libraries]}::text[]))`,
    ),
  ];
}

/** What policy forbids is refused, so the index of what did not succeed holds all of it. */
const refusedByPolicy: Condition = sql`${ofStatus('refused')} and e.verdict->>'decision' = 'forbid'`;

/** As a constant with what the index of statuses is narrowed to, so that it can be used. */
function ofStatus(status: ExecutionStatus | undefined): Condition {
  if (status === undefined || status === 'succeeded' || status === 'running')
    return sql`e.status = ${status}`;
  return sql`e.status = ${sql.lit(status)} and e.status not in ('succeeded', 'running')`;
}

/** Those of these executions that fit, in no order. */
export function listByIds(
  reader: Reader,
  organization: OrganizationId,
  filter: ExecutionFilter,
  ids: readonly ExecutionId[],
): Promise<Execution[]> {
  return ids.length === 0
    ? Promise.resolve([])
    : listExecutions(reader, organization, { ...filter, ids }, ids.length);
}
