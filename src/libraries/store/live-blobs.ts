import { sql } from 'kysely';
import type { Reader } from '../../platform/db/index.ts';
import type { Id } from '../../platform/id.ts';
import type { ListedFile, Oid } from '../git/index.ts';
import type { RepositoryKey } from './tables.ts';

/** The bytes that are live at a path, and the commit that they were published with. */
export interface LiveBlob {
  readonly file: ListedFile;
  readonly commit: Oid;
}

/**
 * What is live in an environment: now, or when a change that has ended did, without what it did itself.
 * @param paths those asked for; undefined for all
 */
export async function liveBlobs(
  reader: Reader,
  { organization, id }: RepositoryKey,
  environment: string,
  {
    paths,
    ended,
  }: {
    readonly paths: readonly string[] | undefined;
    readonly ended: { readonly change: Id<'chg'>; readonly at: Date } | undefined;
  },
): Promise<ReadonlyMap<string, LiveBlob>> {
  const query = sql<{ path: string; blob: Oid; commit: Oid }>`(
    select m.path, v.blob_oid as blob, v.commit_oid as commit
    from (
      select distinct on (path) path, number from libraries_pointer
      where organization_id = ${organization} and library_id = ${id} and environment = ${environment}
        and ${paths === undefined ? sql`true` : sql`path = any(${paths}::text[])`}
        and ${ended === undefined ? sql`true` : sql`moved_at <= ${ended.at} and change_id <> ${ended.change}`}
      order by path, sequence desc
    ) m
    join libraries_version v on v.organization_id = ${organization} and v.library_id = ${id}
      and v.path = m.path and v.number = m.number)`;
  const rows = await reader.selectFrom(query.as('live')).selectAll().execute();
  return new Map(
    rows.map(({ path, blob, commit }) => [path, { file: { mode: '100644', oid: blob }, commit }]),
  );
}

/** A file that is live, and since when. */
export interface LiveFile {
  readonly path: string;
  readonly oid: Oid;
  readonly since: Date;
}

/** What is live in an environment now under names that end so. */
export async function liveFilesEnding(
  reader: Reader,
  { organization, id }: RepositoryKey,
  environment: string,
  suffix: string,
): Promise<readonly LiveFile[]> {
  const query = sql<{ path: string; oid: Oid; since: Date }>`(
    select m.path, v.blob_oid as oid, m.moved_at as since
    from (
      select distinct on (path) path, number, moved_at from libraries_pointer
      where organization_id = ${organization} and library_id = ${id} and environment = ${environment}
        and right(path, ${suffix.length}) = ${suffix}
      order by path, sequence desc
    ) m
    join libraries_version v on v.organization_id = ${organization} and v.library_id = ${id}
      and v.path = m.path and v.number = m.number)`;
  const rows = await reader.selectFrom(query.as('live')).selectAll().execute();
  return rows.toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

/** Paths that some changes moved in an environment, each once. */
export async function pathsMoved(
  reader: Reader,
  { organization, id }: RepositoryKey,
  environment: string,
  changes: readonly Id<'chg'>[],
): Promise<readonly string[]> {
  if (changes.length === 0) return [];
  const rows = await reader
    .selectFrom('libraries_pointer')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('environment', '=', environment)
    .where('change_id', 'in', changes)
    .select('path')
    .distinct()
    .execute();
  return rows.map(({ path }) => path);
}
