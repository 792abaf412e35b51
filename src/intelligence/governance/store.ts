import { sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';

/** The times of a change that went live. */
export interface ChangeTimes {
  readonly change: string;
  readonly library: string;
  readonly created: Date;
  readonly submitted: Date | null;
  readonly approved: Date | null;
  readonly published: Date;
  readonly emergency: boolean;
}

/** Changes that went live in a span of time, of some libraries, oldest first. */
export async function selectPublishedChanges(
  reader: Reader,
  organization: OrganizationId,
  libraries: readonly string[],
  from: Date,
  to: Date,
): Promise<ChangeTimes[]> {
  const changes = sql<ChangeTimes>`(
    select change_id as change, library_id as library, created_at as created, submitted_at as submitted,
      approved_at as approved, published_at as published, emergency > 0 as emergency
    from intelligence_change
    where organization_id = ${organization} and published_at >= ${from} and published_at < ${to}
      and created_at is not null and library_id = any(${libraries}::text[])
  )`.as('changes');
  return reader.selectFrom(changes).selectAll().orderBy('published').orderBy('change').execute();
}

/** A version that went live, and what became of it. */
export interface PublicationTimes {
  readonly library: string;
  readonly path: string;
  readonly version: number;
  readonly environment: string;
  readonly published: Date;
  /** When it was rolled back. */
  readonly takenBack: Date | null;
  readonly emergency: boolean;
  /** When an emergency replaced it. */
  readonly replaced: Date | null;
}

/** Versions that went live in a span of time, of some libraries. */
export async function selectPublications(
  reader: Reader,
  organization: OrganizationId,
  libraries: readonly string[],
  from: Date,
  to: Date,
): Promise<PublicationTimes[]> {
  const publications = sql<PublicationTimes>`(
    select p.library_id as library, p.path, p.version, p.environment, p.published_at as published,
      p.taken_back_at as "takenBack", p.emergency > 0 as emergency,
      (select min(e.published_at) from intelligence_publication e
        where e.organization_id = p.organization_id and e.library_id = p.library_id and e.path = p.path
          and e.environment = p.environment and e.emergency > 0 and e.published_at > p.published_at
          and e.version > p.version) as replaced
    from intelligence_publication p
    where p.organization_id = ${organization} and p.published_at >= ${from} and p.published_at < ${to}
      and p.library_id = any(${libraries}::text[])
  )`.as('publications');
  return reader.selectFrom(publications).selectAll().orderBy('published').execute();
}

/** A stage of a change that went live: when it was asked for, and when it had its last decision that counted. */
export interface StageTimes {
  readonly stage: string;
  readonly submitted: Date;
  readonly decided: Date;
}

export async function selectStages(
  reader: Reader,
  organization: OrganizationId,
  libraries: readonly string[],
  from: Date,
  to: Date,
): Promise<StageTimes[]> {
  const stages = sql<StageTimes>`(
    select s.stage, c.submitted_at as submitted, s.decided_at as decided
    from intelligence_change c
    join intelligence_change_stage s using (organization_id, change_id, library_id)
    where c.organization_id = ${organization} and c.published_at >= ${from} and c.published_at < ${to}
      and c.submitted_at is not null and c.library_id = any(${libraries}::text[])
  )`.as('stages');
  return reader.selectFrom(stages).selectAll().orderBy('stage').execute();
}
