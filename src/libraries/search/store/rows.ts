import { sql } from 'kysely';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { Digest, Library, Oid } from '../../libraries.ts';
import { protectedBranch } from '../../library.ts';
import type { RepositoryKey } from '../../store/tables.ts';
import { type IndexedText, indexFormat } from '../indexed.ts';
import './tables.ts';

/** One file as the index holds it. */
export interface IndexRow extends IndexedText {
  readonly digest: Digest;
  readonly version: number | null;
  readonly updatedAt: Date;
}

/**
 * Adds rows, or puts them in the place of those of the same paths. Words stand in `document` as they are, with their places, and besides by
 * their English stem, without: most stems are there already, so it hardly grows.
 */
export async function writeRows(
  tx: Tx,
  { organization, id }: RepositoryKey,
  rows: readonly IndexRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const column = <Value>(of: (row: IndexRow) => Value) => rows.map(of);
  await sql`
    insert into libraries_search
      (organization_id, library_id, path, kind, name, title, owner, tags, text, names, leaf, label, document, digest, version, updated_at)
    select ${organization}, ${id}, r.path, r.kind, r.name, r.title, r.owner,
      array(select jsonb_array_elements_text(r.tags::jsonb)), r.text, r.names, r.leaf, r.label,
      setweight(to_tsvector('simple', r.names), 'A') || setweight(to_tsvector('simple', r.about), 'B')
        || setweight(to_tsvector('simple', r.body), 'C') || strip(to_tsvector('english', r.about || ' ' || r.body)),
      r.digest, r.version, r.updated_at
    from unnest(
      ${column((row) => row.path)}::text[], ${column((row) => row.kind)}::text[], ${column((row) => row.name)}::text[],
      ${column((row) => row.title)}::text[], ${column((row) => row.owner)}::text[],
      ${column((row) => JSON.stringify(row.tags))}::text[], ${column((row) => row.text)}::text[],
      ${column((row) => row.names)}::text[], ${column((row) => row.leaf)}::text[], ${column((row) => row.label)}::text[],
      ${column((row) => row.about)}::text[], ${column((row) => row.body)}::text[], ${column((row) => row.digest)}::text[],
      ${column((row) => row.version)}::integer[], ${column((row) => row.updatedAt)}::timestamptz[]
    ) as r (path, kind, name, title, owner, tags, text, names, leaf, label, about, body, digest, version, updated_at)
    on conflict (organization_id, library_id, path) do update set
      kind = excluded.kind, name = excluded.name, title = excluded.title, owner = excluded.owner, tags = excluded.tags,
      text = excluded.text, names = excluded.names, leaf = excluded.leaf, label = excluded.label,
      document = excluded.document, digest = excluded.digest, version = excluded.version, updated_at = excluded.updated_at
  `.execute(tx);
}

/** Takes rows out; all of the library's without paths. */
export async function removeRows(
  tx: Tx,
  { organization, id }: RepositoryKey,
  paths?: readonly string[],
): Promise<void> {
  let query = tx
    .deleteFrom('libraries_search')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id);
  if (paths !== undefined) query = query.where('path', '=', sql<string>`any(${paths}::text[])`);
  await query.execute();
}

/** Says that the rows hold `main` at this commit. */
export async function writeState(
  tx: Tx,
  { organization, id }: RepositoryKey,
  commit: Oid,
  at: Date,
): Promise<void> {
  const state = { commit_oid: commit, format: indexFormat, indexed_at: at };
  await tx
    .insertInto('libraries_search_state')
    .values({ organization_id: organization, library_id: id, ...state })
    .onConflict((conflict) => conflict.columns(['organization_id', 'library_id']).doUpdateSet(state))
    .execute();
}

/** Whether the rows hold `main` at this commit, by the rules of this version. */
export async function isIndexedAt(
  reader: Reader,
  { organization, id }: RepositoryKey,
  commit: Oid,
): Promise<boolean> {
  const row = await reader
    .selectFrom('libraries_search_state')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('commit_oid', '=', commit)
    .where('format', '=', indexFormat)
    .select('format')
    .executeTakeFirst();
  return row !== undefined;
}

/** Libraries of all organizations whose rows do not hold what stands on `main`. For the server itself: nobody is asked. */
export async function listUnindexed(
  reader: Reader,
): Promise<Pick<Library, 'organization' | 'id' | 'createdAt'>[]> {
  const rows = await reader
    .selectFrom('libraries_library as l')
    .innerJoin('libraries_ref as r', (on) =>
      on
        .onRef('r.organization_id', '=', 'l.organization_id')
        .onRef('r.library_id', '=', 'l.id')
        .on('r.name', '=', `refs/heads/${protectedBranch}`),
    )
    .leftJoin('libraries_search_state as s', (on) =>
      on
        .onRef('s.organization_id', '=', 'l.organization_id')
        .onRef('s.library_id', '=', 'l.id')
        .onRef('s.commit_oid', '=', 'r.oid')
        .on('s.format', '=', indexFormat),
    )
    .where('s.library_id', 'is', null)
    .select(['l.organization_id as organization', 'l.id', 'l.created_at as createdAt'])
    .orderBy('l.id')
    .execute();
  return rows;
}

/** The newest version of every path: number and when it was published. */
export async function newestVersions(
  reader: Reader,
  { organization, id }: RepositoryKey,
): Promise<ReadonlyMap<string, { readonly number: number; readonly at: Date }>> {
  const rows = await reader
    .selectFrom('libraries_version')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .distinctOn('path')
    .select(['path', 'number', 'published_at as at'])
    .orderBy('path')
    .orderBy('number', 'desc')
    .execute();
  return new Map(rows.map(({ path, number, at }) => [path, { number, at }]));
}
