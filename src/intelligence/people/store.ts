import { sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import type { PersonWeek } from './weeks.ts';

interface PersonRow {
  organization_id: OrganizationId;
  person_id: string;
  joined_at: Date | null;
  left_at: Date | null;
  signed_in_at: Date | null;
  first_index: number;
  last_index: number;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    intelligence_person: PersonRow;
  }
}

/** Somebody's time here. */
export interface PersonTimes {
  readonly person: string;
  readonly joined: Date;
  readonly left: Date | null;
  readonly signedIn: Date | null;
}

/** Everybody who ever joined. */
export async function selectPeople(reader: Reader, organization: OrganizationId): Promise<PersonTimes[]> {
  const rows = await reader
    .selectFrom('intelligence_person')
    .where('organization_id', '=', organization)
    .select(['person_id', 'joined_at', 'left_at', 'signed_in_at'])
    .execute();
  return rows.flatMap(({ person_id, joined_at, left_at, signed_in_at }) =>
    joined_at === null
      ? []
      : [{ person: person_id, joined: joined_at, left: left_at, signedIn: signed_in_at }],
  );
}

/**
 * Who ran what in which week, of some libraries, since a Monday. One line of text for each person: thousands of people with half a year
 * come over in one short answer.
 */
export async function selectPeopleWeeks(
  reader: Reader,
  organization: OrganizationId,
  libraries: readonly string[],
  since: string,
): Promise<Map<string, PersonWeek[]>> {
  const weeks = sql<{ person: string; weeks: string }>`(
    select person_id as person, string_agg(
      concat_ws(' ', week, days, executions, governed, succeeded), ',' order by week) as weeks
    from (
      select person_id, week, bit_or(days) as days, sum(executions) as executions, sum(governed) as governed,
        sum(succeeded) as succeeded
      from intelligence_person_week
      where organization_id = ${organization} and week >= ${since}::date and library_id = any(${libraries}::text[])
      group by person_id, week
    ) as by_week
    group by person_id
  )`.as('people');
  const rows = await reader.selectFrom(weeks).select(['person', 'weeks']).execute();
  return new Map(rows.map(({ person, weeks: text }) => [person, text.split(',').map(readWeek)]));
}

function readWeek(text: string): PersonWeek {
  const [week = '', days, executions, governed, succeeded] = text.split(' ');
  return {
    week,
    days: Number(days),
    executions: Number(executions),
    governed: Number(governed),
    succeeded: Number(succeeded),
  };
}

/** The first week in which something of somebody's own succeeded, of some libraries, ever. */
export async function selectFirstWeeks(
  reader: Reader,
  organization: OrganizationId,
  libraries: readonly string[],
): Promise<Map<string, string>> {
  const first = sql<{ person: string; week: string }>`(
    select person_id as person, min(week)::text as week from intelligence_person_week
    where organization_id = ${organization} and library_id = any(${libraries}::text[]) and succeeded > 0
    group by person_id
  )`.as('first');
  const rows = await reader.selectFrom(first).select(['person', 'week']).execute();
  return new Map(rows.map(({ person, week }) => [person, week]));
}
