import { sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import type { ExecutionId } from '../execution.ts';
import './tables.ts';

/** Executions with their verdicts as they were stored, newest first, from after a place in that order. */
export async function verdictsBetween(
  reader: Reader,
  organization: OrganizationId,
  range: { readonly since: Date; readonly until: Date },
  after: { readonly at: Date; readonly id: ExecutionId } | undefined,
  limit: number,
): Promise<{ readonly id: ExecutionId; readonly at: Date; readonly verdict: unknown }[]> {
  let query = reader
    .selectFrom('gateway_execution')
    .where('organization_id', '=', organization)
    .where('at', '>=', range.since)
    .where('at', '<', range.until)
    .where('status', '<>', 'refused')
    .select(['id', 'at', 'verdict']);
  if (after !== undefined)
    query = query.where(sql<boolean>`(at, id) < (${after.at}::timestamptz, ${after.id}::text)`);
  return query.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute();
}

/** How often each rule took part in what was permitted: it decided, asked for something, or (monitored) would have. */
export async function countByRule(
  reader: Reader,
  organization: OrganizationId,
  since: Date,
): Promise<{ readonly rule: string; readonly times: number }[]> {
  const query = sql<{ rule: string; times: number }>`(
    select rule, count(*)::int as times
    from gateway_execution e
    cross join lateral (
      select one->>'id' as rule
      from jsonb_array_elements((e.verdict->'rules') || (e.verdict->'monitored')) one
      union
      select one->>'rule' from jsonb_array_elements(coalesce(e.verdict->'obligations', '[]')) one
    ) taking
    where e.organization_id = ${organization} and e.at >= ${since} and e.status <> 'refused'
    group by 1)`;
  return reader.selectFrom(query.as('counted')).selectAll().execute();
}

export async function countBetween(
  reader: Reader,
  organization: OrganizationId,
  { since, until }: { readonly since: Date; readonly until: Date },
): Promise<number> {
  const row = await reader
    .selectFrom('gateway_execution')
    .where('organization_id', '=', organization)
    .where('at', '>=', since)
    .where('at', '<', until)
    .where('status', '<>', 'refused')
    .select((make) => make.fn.countAll<string>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
