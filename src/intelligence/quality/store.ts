import { sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
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
