import { sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import type { JudgedVersion, Met } from '../judges/trust.ts';
import type { AcceptanceCell } from './versions.ts';

/** Thumbs of people on published versions of some libraries, from a Monday on up to another one. */
export async function selectAcceptance(
  reader: Reader,
  organization: OrganizationId,
  libraries: readonly string[],
  from: string,
  to: string,
): Promise<AcceptanceCell[]> {
  const cells = sql<Omit<AcceptanceCell, 'people'> & { people: string }>`(
    select date_trunc('week', day)::date::text as week, library_id as library, path, version,
      string_agg(distinct scorer_id, ' ') as people, sum(scores)::bigint as scores, sum(good)::bigint as accepted
    from intelligence_day_score
    where organization_id = ${organization} and day >= ${from}::date and day < ${to}::date
      and library_id = any(${libraries}::text[]) and config = 'acceptance' and source = 'person'
      and version > 0 and scores > 0
    group by 1, library_id, path, version
  )`.as('cells');
  const rows = await reader.selectFrom(cells).selectAll().execute();
  return rows.map(({ people, ...row }) => ({ ...row, people: people.split(' ') }));
}

/** What judges said, by judge and version, over some libraries. */
export async function selectJudgedVersions(
  reader: Reader,
  organization: OrganizationId,
  libraries: readonly string[],
): Promise<(JudgedVersion & { readonly judge: string })[]> {
  const versions = sql<JudgedVersion & { readonly judge: string }>`(
    select judge_id as judge, version, count(*)::bigint as items,
      (count(*) filter (where passed * 2 > judged))::bigint as passed, count(distinct runner_id)::bigint as runners
    from intelligence_item_judge
    where organization_id = ${organization} and library_id = any(${libraries}::text[])
    group by judge_id, version
  )`.as('versions');
  return reader.selectFrom(versions).selectAll().orderBy('judge').orderBy('version').execute();
}

/** How judges met themselves, and people's thumbs of before a day, item by item. Items on which people are split count nowhere. */
export async function selectMet(
  reader: Reader,
  organization: OrganizationId,
  libraries: readonly string[],
  before: string,
): Promise<ReadonlyMap<string, Met>> {
  const met = sql<Met & { readonly judge: string }>`(
    with said as (
      select judge_id, execution_id, passed * 2 > judged as passed, turned, flipped
      from intelligence_item_judge
      where organization_id = ${organization} and library_id = any(${libraries}::text[])
    ), thumbs as (
      select execution_id, scorer_id, sum(up) as up, sum(down) as down
      from intelligence_item_people
      where organization_id = ${organization} and library_id = any(${libraries}::text[]) and day < ${before}::date
      group by execution_id, scorer_id having sum(up) <> sum(down)
    ), people as (
      select execution_id, sum(up) > sum(down) as good from thumbs group by execution_id having sum(up) <> sum(down)
    )
    select said.judge_id as judge,
      (count(*) filter (where said.passed and people.good))::bigint as "bothPass",
      (count(*) filter (where not said.passed and people.good))::bigint as "onlyPeople",
      (count(*) filter (where said.passed and not people.good))::bigint as "onlyJudge",
      (count(*) filter (where not said.passed and not people.good))::bigint as "bothFail",
      sum(said.turned)::bigint as turned, sum(said.flipped)::bigint as flipped,
      (select count(distinct thumbs.scorer_id) from thumbs join said as also using (execution_id)
        where also.judge_id = said.judge_id)::bigint as scorers
    from said left join people using (execution_id)
    group by said.judge_id
  )`.as('met');
  const rows = await reader.selectFrom(met).selectAll().execute();
  return new Map(rows.map(({ judge, ...row }) => [judge, row]));
}
