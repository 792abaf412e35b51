import { sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import './tables.ts';

/** What happened in the gateway on one day (UTC). Counts only. */
export interface DayOfActivity {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly executions: number;
  /** Of a published version. */
  readonly governed: number;
  /** Distinct humans who ran something themselves, not by an app. */
  readonly people: number;
}

/** Days with at least one execution since then, oldest first. */
export async function countByDay(
  reader: Reader,
  organization: OrganizationId,
  since: Date,
): Promise<DayOfActivity[]> {
  const day = sql<string>`to_char(at, 'YYYY-MM-DD')`;
  const rows = await reader
    .selectFrom('gateway_execution')
    .select((is) => [
      day.as('day'),
      is.fn.countAll<number>().as('executions'),
      is.fn.countAll<number>().filterWhere('prompt_version', 'is not', null).as('governed'),
      is.fn.count<number>('human_id').distinct().filterWhere('principal_kind', '=', 'person').as('people'),
    ])
    .where('organization_id', '=', organization)
    .where('at', '>=', since)
    .groupBy(day)
    .orderBy('day')
    .execute();
  return rows;
}

/** Distinct humans with an execution of their own (not by an app) since then. */
export async function countPeople(
  reader: Reader,
  organization: OrganizationId,
  since: Date,
): Promise<number> {
  const row = await reader
    .selectFrom('gateway_execution')
    .select((is) => is.fn.count<number>('human_id').distinct().as('people'))
    .where('organization_id', '=', organization)
    .where('principal_kind', '=', 'person')
    .where('at', '>=', since)
    .executeTakeFirstOrThrow();
  return row.people;
}
