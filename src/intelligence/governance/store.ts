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
