import { sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import type { Window } from '../days.ts';

/** What ran on one day, over some libraries. */
export interface DayTotal {
  readonly day: string;
  readonly executions: number;
  readonly governed: number;
  /** Model calls without a prompt of a library. */
  readonly raw: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly refused: number;
  readonly byApps: number;
  readonly priced: number;
  readonly costMicroUsd: number;
}

/** Days with executions, oldest first. */
export async function selectDayTotals(
  reader: Reader,
  organization: OrganizationId,
  libraries: readonly string[],
  { from, to }: Window,
): Promise<DayTotal[]> {
  const days = sql<DayTotal>`(
    select day::text as day, sum(executions)::bigint as executions, sum(governed)::bigint as governed,
      (sum(executions) filter (where library_id = ''))::bigint as raw, sum(succeeded)::bigint as succeeded,
      sum(failed)::bigint as failed, sum(refused)::bigint as refused,
      (sum(executions) filter (where via = 'app'))::bigint as by_apps, sum(priced)::bigint as priced,
      sum(cost_micro_usd)::bigint as cost
    from intelligence_day_total
    where organization_id = ${organization} and day >= ${from}::date and day < ${to}::date
      and library_id = any(${libraries}::text[])
    group by day
  )`.as('days');
  return reader
    .selectFrom(days)
    .select([
      'day',
      'executions',
      'governed',
      sql<number>`coalesce(raw, 0)`.as('raw'),
      'succeeded',
      'failed',
      'refused',
      sql<number>`coalesce(by_apps, 0)`.as('byApps'),
      'priced',
      sql<number>`cost`.as('costMicroUsd'),
    ])
    .orderBy('day')
    .execute();
}
