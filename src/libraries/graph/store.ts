import { sql } from 'kysely';
import type { Reader } from '../../platform/db/index.ts';
import type { Id } from '../../platform/id.ts';
import type { Oid } from '../git/index.ts';
import { type CommitRow, readCommits } from '../store/commits.ts';
import { ofLibrary, unpublished } from '../store/reach.ts';
import type { RepositoryKey } from '../store/tables.ts';

export interface GraphPage {
  /** Only commits after this place of the list. */
  readonly after: { readonly generation: number; readonly oid: Oid } | undefined;
  readonly limit: number;
}

/**
 * Commits under `main` and under these further ones, children before parents. What `main` holds is read in its order; only what it has
 * not is walked.
 */
export async function listGraph(
  reader: Reader,
  key: RepositoryKey,
  heads: readonly Oid[],
  { after, limit }: GraphPage,
): Promise<CommitRow[]> {
  const later =
    after === undefined
      ? sql`true`
      : sql`(c.generation <= ${after.generation} and (c.generation < ${after.generation} or c.oid > ${after.oid}))`;
  const page = sql`${later} order by c.generation desc, c.oid limit ${limit}`;
  const rows = await reader
    .selectFrom(
      sql<{ oid: Oid }>`(
        with recursive ${unpublished(key, sql`select '', h.oid from unnest(${heads}::text[]) as h (oid)`)}
        select c.oid from (
          (select c.oid, c.generation from libraries_published_commit c where ${ofLibrary('c', key)} and ${page})
          union all
          (select c.oid, c.generation from own cross join lateral (
            select c.oid, c.generation from libraries_commit c where ${ofLibrary('c', key)} and c.oid = own.oid offset 0
          ) c where ${page})
        ) c order by c.generation desc, c.oid limit ${limit}
      )`.as('listed'),
    )
    .selectAll()
    .execute();
  return readCommits(
    reader,
    key,
    rows.map(({ oid }) => oid),
  );
}

/** That `main` stood at a commit. */
export interface PublicationRow {
  readonly commit: Oid;
  readonly number: number;
  readonly change: Id<'chg'> | null;
  readonly at: Date;
  /** How many assets got a version. */
  readonly versions: number;
}

/** Publications of these commits. */
export async function publicationsOf(
  reader: Reader,
  key: RepositoryKey,
  commits: readonly Oid[],
): Promise<PublicationRow[]> {
  return reader
    .selectFrom('libraries_publication as p')
    .where(ofLibrary('p', key))
    .where('p.commit_oid', '=', sql<Oid>`any(${commits}::text[])`)
    .select([
      'p.commit_oid as commit',
      'p.number',
      'p.change_id as change',
      'p.published_at as at',
      sql<number>`(
        select count(*)::int from libraries_version v where ${ofLibrary('v', key)} and v.commit_oid = p.commit_oid
      )`.as('versions'),
    ])
    .execute();
}
