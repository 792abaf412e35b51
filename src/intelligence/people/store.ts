import { sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import { addDays } from '../days.ts';
import type { PersonWeek } from './weeks.ts';

interface PersonRow {
  organization_id: OrganizationId;
  person_id: string;
  joined_at: Date | null;
  left_at: Date | null;
  back_at: Date | null;
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
    .select(['person_id', 'joined_at', 'left_at', 'back_at', 'signed_in_at'])
    .execute();
  return rows.flatMap(({ person_id, joined_at, left_at, back_at, signed_in_at }) =>
    joined_at === null
      ? []
      : [
          {
            person: person_id,
            joined: joined_at,
            left: isBack(left_at, back_at) ? null : left_at,
            signedIn: signed_in_at,
          },
        ],
  );
}

const isBack = (left: Date | null, back: Date | null): boolean =>
  left !== null && back !== null && back > left;

/**
 * Who ran what in which week, of some libraries, since a Monday. One line of text for each person: thousands of people with half a year
 * come over in one short answer.
 * @param all these are all libraries in which anything ever ran: then the roll-up over all of them says the same, sooner
 */
export async function selectPeopleWeeks(
  reader: Reader,
  organization: OrganizationId,
  libraries: readonly string[],
  since: string,
  all: boolean,
): Promise<Map<string, PersonWeek[]>> {
  const byWeek = all
    ? sql`
        select person_id, week, days, executions, governed, succeeded from intelligence_person_total
        where organization_id = ${organization} and week >= ${since}::date`
    : sql`
        select person_id, week, bit_or(days) as days, sum(executions) as executions, sum(governed) as governed,
          sum(succeeded) as succeeded
        from intelligence_person_week
        where organization_id = ${organization} and week >= ${since}::date and library_id = any(${libraries}::text[])
        group by person_id, week`;
  const people = sql<{ person: string; weeks: string }>`(
    select person_id as person, string_agg(
      concat_ws(' ', (week - ${since}::date) / 7, days, executions, governed, succeeded), ',') as weeks
    from (${byWeek}) as by_week
    group by person_id
  )`.as('people');
  const rows = await reader.selectFrom(people).select(['person', 'weeks']).execute();
  const weeks = Array.from({ length: mostWeeks }, (_, at) => addDays(since, 7 * at));
  return new Map(
    rows.map(({ person, weeks: text }) => [person, text.split(',').map((week) => readWeek(week, weeks))]),
  );
}

/** More than any page reads. */
const mostWeeks = 200;

function readWeek(text: string, weeks: readonly string[]): PersonWeek {
  const [week, days, executions, governed, succeeded] = text.split(' ');
  return {
    week: weeks[Number(week)] ?? '',
    days: Number(days),
    executions: Number(executions),
    governed: Number(governed),
    succeeded: Number(succeeded),
  };
}

/** The libraries in which anything ever ran. */
export async function selectUsedLibraries(reader: Reader, organization: OrganizationId): Promise<string[]> {
  const rows = await reader
    .selectFrom(
      sql<{ library: string }>`(
        select distinct library_id as library from intelligence_day_total where organization_id = ${organization}
      )`.as('used'),
    )
    .select('library')
    .execute();
  return rows.map(({ library }) => library);
}

/** The first week in which something of somebody's own succeeded, of some libraries, ever. */
export async function selectFirstWeeks(
  reader: Reader,
  organization: OrganizationId,
  libraries: readonly string[],
): Promise<Map<string, string>> {
  const first = sql<{ person: string; week: string }>`(
    select person_id as person, min(first_week)::text as week from intelligence_person_first
    where organization_id = ${organization} and library_id = any(${libraries}::text[])
    group by person_id
  )`.as('first');
  const rows = await reader.selectFrom(first).select(['person', 'week']).execute();
  return new Map(rows.map(({ person, week }) => [person, week]));
}
