import { sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import type { Window } from '../days.ts';

/** How many different published prompts each person ran with success, themselves, in some weeks. */
export async function selectBreadth(
  reader: Reader,
  organization: OrganizationId,
  libraries: readonly string[],
  { from, to }: Window,
): Promise<number[]> {
  const breadth = sql<{ prompts: number }>`(
    select count(*) as prompts from (
      select distinct person_id, library_id, path from intelligence_week_use
      where organization_id = ${organization} and week >= ${from}::date and week < ${to}::date
        and library_id = any(${libraries}::text[]) and person_id <> '' and version > 0 and succeeded > 0
    ) as ran
    group by person_id
  )`.as('breadth');
  const rows = await reader.selectFrom(breadth).select('prompts').execute();
  return rows.map(({ prompts }) => prompts);
}

/** Of the published prompts that people ran in some weeks: how many, and how many of them by at least two people. */
export async function selectReuse(
  reader: Reader,
  organization: OrganizationId,
  libraries: readonly string[],
  { from, to }: Window,
): Promise<{ readonly prompts: number; readonly shared: number }> {
  const reuse = sql<{ prompts: number; shared: number }>`(
    select count(*) as prompts, count(*) filter (where people > 1) as shared from (
      select count(*) as people from (
        select distinct person_id, library_id, path from intelligence_week_use
        where organization_id = ${organization} and week >= ${from}::date and week < ${to}::date
          and library_id = any(${libraries}::text[]) and person_id <> '' and version > 0 and succeeded > 0
      ) as ran
      group by library_id, path
    ) as by_prompt
  )`.as('reuse');
  return reader.selectFrom(reuse).selectAll().executeTakeFirstOrThrow();
}
