import { type ColumnType, sql } from 'kysely';
import type { LibraryId } from '../../access/index.ts';
import type { EntryId, OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Estimate } from '../formulas/interval.ts';
import type { Changed } from './boundary.ts';
import type { Drift, DriftMetric, DurationDay, PromptDay, ThumbDay } from './find.ts';

interface DriftRow {
  organization_id: OrganizationId;
  id: string;
  library_id: LibraryId;
  path: string;
  metric: DriftMetric;
  changed: ColumnType<Changed, string, never>;
  changed_on: ColumnType<string, string, never>;
  since: ColumnType<string, string, never>;
  before: ColumnType<Estimate, string, never>;
  after: ColumnType<Estimate, string, never>;
  stability: number | null;
  owner_id: string | null;
  entry: string;
  raised_at: Date;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    intelligence_drift: DriftRow;
  }
}

/** A drift that was told of. */
export interface RaisedDrift extends Drift {
  readonly id: string;
  readonly library: LibraryId;
  readonly path: string;
  readonly owner: string | null;
  readonly entry: EntryId;
  readonly raisedAt: Date;
}

/** The organizations whose executions are counted, and until when, in the time of their log. */
export async function selectCounted(
  reader: Reader,
): Promise<{ readonly organization: OrganizationId; readonly until: Date | null }[]> {
  return reader
    .selectFrom('intelligence_place')
    .where('organization_id', 'is not', null)
    .where('projection', '=', 'intelligence.use')
    .where('next_index', '>', 0)
    .select(['organization_id as organization', 'at as until'])
    .execute();
}

/** Published versions of every prompt, day by day. */
export async function selectPromptDays(
  reader: Reader,
  organization: OrganizationId,
  from: string,
): Promise<PromptDay[]> {
  const days = sql<PromptDay>`(
    select library_id as library, path, day::text as day, version, model, provider, sum(executions)::bigint as executions,
      sum(succeeded)::bigint as succeeded, sum(failed)::bigint as failed, sum(refused)::bigint as refused,
      sum(output_tokens)::bigint as "outputTokens", sum(timed)::bigint as timed, sum(duration_ms)::bigint as "durationMs",
      sum(priced)::bigint as priced, sum(cost_micro_usd)::bigint as "costMicroUsd"
    from intelligence_day_use
    where organization_id = ${organization} and day >= ${from}::date and library_id <> '' and version > 0
    group by library_id, path, day, version, model, provider
  )`.as('days');
  return reader.selectFrom(days).selectAll().execute();
}

type Of<Value> = Value & { readonly library: string; readonly path: string };

export async function selectThumbDays(
  reader: Reader,
  organization: OrganizationId,
  from: string,
): Promise<Of<ThumbDay>[]> {
  const days = sql<Of<Omit<ThumbDay, 'people'>> & { readonly people: string }>`(
    select library_id as library, path, day::text as day, version, sum(scores)::bigint as scores, sum(good)::bigint as good,
      string_agg(distinct scorer_id, ' ') as people
    from intelligence_day_score
    where organization_id = ${organization} and day >= ${from}::date and config = 'acceptance' and source = 'person'
      and version > 0 and scores > 0
    group by library_id, path, day, version
  )`.as('days');
  const rows = await reader.selectFrom(days).selectAll().execute();
  return rows.map(({ people, ...day }) => ({ ...day, people: people.split(' ') }));
}

/** Of one prompt. */
export async function selectDurationDays(
  reader: Reader,
  organization: OrganizationId,
  { library, path }: { readonly library: string; readonly path: string },
  from: string,
): Promise<DurationDay[]> {
  const days = sql<DurationDay>`(
    select day::text as day, version, model, bucket, executions from intelligence_day_duration
    where organization_id = ${organization} and day >= ${from}::date and library_id = ${library} and path = ${path}
  )`.as('days');
  return reader.selectFrom(days).selectAll().execute();
}

/** How many people ran each prompt since a Monday; those that apps alone ran are not there. */
export async function selectRunners(
  reader: Reader,
  organization: OrganizationId,
  from: string,
): Promise<ReadonlyMap<string, number>> {
  const runners = sql<{ library: string; path: string; people: number }>`(
    select library_id as library, path, count(distinct person_id)::bigint as people from intelligence_week_use
    where organization_id = ${organization} and week >= ${from}::date and library_id <> '' and person_id <> ''
    group by library_id, path
  )`.as('runners');
  const rows = await reader.selectFrom(runners).selectAll().execute();
  return new Map(rows.map(({ library, path, people }) => [JSON.stringify([library, path]), people]));
}

/** @returns false when it was told of before */
export async function insertDrift(
  tx: Tx,
  organization: OrganizationId,
  drift: RaisedDrift,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('intelligence_drift')
    .values({
      ...{ organization_id: organization, id: drift.id, library_id: drift.library, path: drift.path },
      ...{ metric: drift.metric, changed: JSON.stringify(drift.changed), changed_on: drift.on },
      ...{ since: drift.since, before: JSON.stringify(drift.before), after: JSON.stringify(drift.after) },
      ...{ stability: drift.stability, owner_id: drift.owner, entry: drift.entry, raised_at: drift.raisedAt },
    })
    .onConflict((on) =>
      on.columns(['organization_id', 'library_id', 'path', 'metric', 'changed_on']).doNothing(),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Told of since an instant, of some libraries, newest first. */
export async function selectDrifts(
  reader: Reader,
  organization: OrganizationId,
  libraries: readonly string[],
  since: Date,
): Promise<RaisedDrift[]> {
  const rows = sql<RaisedDrift>`(
    select id, library_id as library, path, metric, changed, changed_on::text as "on", since::text as since, before, after,
      stability, owner_id as owner, entry, raised_at as "raisedAt"
    from intelligence_drift
    where organization_id = ${organization} and library_id = any(${libraries}::text[]) and raised_at >= ${since}
  )`.as('drifts');
  return reader.selectFrom(rows).selectAll().orderBy('raisedAt', 'desc').orderBy('id').execute();
}
