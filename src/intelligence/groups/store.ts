import { sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';

/** What ran in one week of one prompt (or raw), on one model, by people or by one app. */
export interface UseCell {
  readonly week: string;
  /** Empty: raw. */
  readonly library: string;
  readonly path: string;
  readonly model: string;
  /** Empty: people ran it themselves. */
  readonly app: string;
  /** Who. */
  readonly people: readonly string[];
  readonly executions: number;
  readonly governed: number;
  readonly succeeded: number;
  readonly priced: number;
  readonly costMicroUsd: number;
}

/** Use of some libraries from a Monday on, up to another one. */
export async function selectUseCells(
  reader: Reader,
  organization: OrganizationId,
  libraries: readonly string[],
  from: string,
  to: string,
): Promise<UseCell[]> {
  const cells = sql<Omit<UseCell, 'people'> & { people: string | null }>`(
    select week::text as week, library_id as library, path, model, app_id as app,
      string_agg(person_id, ' ') filter (where person_id <> '') as people,
      sum(executions)::bigint as executions, sum(governed)::bigint as governed, sum(succeeded)::bigint as succeeded,
      sum(priced)::bigint as priced, sum(cost_micro_usd)::bigint as "costMicroUsd"
    from intelligence_week_use
    where organization_id = ${organization} and week >= ${from}::date and week < ${to}::date
      and library_id = any(${libraries}::text[]) and executions > 0
    group by week, library_id, path, model, app_id
  )`.as('cells');
  const rows = await reader.selectFrom(cells).selectAll().execute();
  return rows.map(({ people, ...row }) => ({
    ...row,
    people: people === null ? [] : [...new Set(people.split(' '))],
  }));
}
