import { sql } from 'kysely';
import type { EntryId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Id } from '../../platform/id.ts';
import type { MoveKind } from '../environments/move.ts';
import type { Oid } from '../git/index.ts';
import type { Digest, Version } from '../libraries.ts';
import type { RepositoryKey } from './tables.ts';

export interface VersionRow extends Version {
  readonly blob: Oid;
}

type VersionBy = { readonly number: number } | { readonly digest: Digest };

function versions(reader: Reader, { organization, id }: RepositoryKey) {
  return reader
    .selectFrom('libraries_version')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id);
}

/** Versions of an asset, newest first. */
export async function listVersions(
  reader: Reader,
  key: RepositoryKey,
  path: string,
  page: { readonly below: number | undefined; readonly limit: number | undefined },
): Promise<VersionRow[]> {
  let query = versions(reader, key).where('path', '=', path);
  if (page.below !== undefined) query = query.where('number', '<', page.below);
  if (page.limit !== undefined) query = query.limit(page.limit);
  return (await query.selectAll().orderBy('number', 'desc').execute()).map(versionRow);
}

/** One version, by number or digest (of several with that digest, the newest). */
export async function findVersion(
  reader: Reader,
  key: RepositoryKey,
  path: string,
  by: VersionBy,
): Promise<VersionRow | undefined> {
  const all = versions(reader, key).where('path', '=', path);
  const some = 'number' in by ? all.where('number', '=', by.number) : all.where('digest', '=', by.digest);
  const row = await some.selectAll().orderBy('number', 'desc').limit(1).executeTakeFirst();
  return row === undefined ? undefined : versionRow(row);
}

/** The greatest number of each of these paths. Paths without a version are absent. */
export async function newestNumbers(
  reader: Reader,
  key: RepositoryKey,
  paths: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await versions(reader, key)
    .where('path', '=', sql<string>`any(${paths}::text[])`)
    .select((is) => ['path', is.fn.max('number').as('number')])
    .groupBy('path')
    .execute();
  return new Map(rows.map((row) => [row.path, row.number]));
}

/** The newest number under which exactly these bytes were published at this path. Files that never were are absent. */
export async function numbersOf(
  reader: Reader,
  key: RepositoryKey,
  files: readonly { readonly path: string; readonly oid: Oid }[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await versions(reader, key)
    .where('path', '=', sql<string>`any(${files.map(({ path }) => path)}::text[])`)
    .select((is) => ['path', 'blob_oid', is.fn.max('number').as('number')])
    .groupBy(['path', 'blob_oid'])
    .execute();
  const oids = new Map(files.map(({ path, oid }) => [path, oid]));
  return new Map(
    rows.filter((row) => oids.get(row.path) === row.blob_oid).map((row) => [row.path, row.number]),
  );
}

/** Numbers that each environment points to now, for one path, some or all: `path → environment → number`. */
export async function livePointers(
  reader: Reader,
  { organization, id }: RepositoryKey,
  paths?: string | readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  let query = reader
    .selectFrom('libraries_pointer')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id);
  if (paths !== undefined) query = query.where('path', '=', sql<string>`any(${[paths].flat()}::text[])`);
  const rows = await query
    .distinctOn(['path', 'environment'])
    .select(['path', 'environment', 'number'])
    .orderBy('path')
    .orderBy('environment')
    .orderBy('sequence', 'desc')
    .execute();
  const live = new Map<string, Map<string, number>>();
  for (const row of rows) {
    if (row.number === null) continue;
    const ofPath = live.get(row.path) ?? new Map<string, number>();
    live.set(row.path, ofPath.set(row.environment, row.number));
  }
  return live;
}

/** How many assets are live in `environment`, by library. Libraries without any are absent. */
export async function liveCounts(
  reader: Reader,
  organization: RepositoryKey['organization'],
  libraries: readonly RepositoryKey['id'][],
  environment: string,
): Promise<ReadonlyMap<string, number>> {
  if (libraries.length === 0) return new Map();
  const rows = await reader
    .selectFrom((from) =>
      from
        .selectFrom('libraries_pointer')
        .where('organization_id', '=', organization)
        .where('library_id', 'in', libraries)
        .where('environment', '=', environment)
        .distinctOn(['library_id', 'path'])
        .select(['library_id', 'path', 'number'])
        .orderBy('library_id')
        .orderBy('path')
        .orderBy('sequence', 'desc')
        .as('live'),
    )
    .where('number', 'is not', null)
    .select((is) => ['library_id', is.fn.countAll<number>().as('assets')])
    .groupBy('library_id')
    .execute();
  return new Map(rows.map((row) => [row.library_id, row.assets]));
}

export async function insertVersions(
  tx: Tx,
  { organization, id }: RepositoryKey,
  rows: readonly Omit<VersionRow, 'library'>[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto('libraries_version')
    .values(
      rows.map((row) => ({
        organization_id: organization,
        library_id: id,
        path: row.path,
        number: row.number,
        digest: row.digest,
        blob_oid: row.blob,
        commit_oid: row.commit,
        change_id: row.change,
        published_at: row.publishedAt,
        published_by: row.publishedBy,
      })),
    )
    .execute();
}

export interface PointerMove {
  readonly path: string;
  /** Null ends it: nothing is live. */
  readonly number: number | null;
}

/**
 * Moves an environment's pointers. The transaction holds the lock of `main`, so sequences have no gaps and no race. A move is never
 * dated before the one it replaces, whatever a node's clock says: what was live when has one answer.
 */
export async function movePointers(
  tx: Tx,
  { organization, id }: RepositoryKey,
  environment: string,
  moves: readonly PointerMove[],
  move: {
    readonly change: Id<'chg'>;
    readonly at: Date;
    readonly by: string;
    readonly reason: string;
    readonly reasonSalt?: Uint8Array;
    readonly entry: EntryId;
    readonly kind: MoveKind;
  },
): Promise<void> {
  if (moves.length === 0) return;
  await sql`
    insert into libraries_pointer
      (organization_id, library_id, path, environment, sequence, number, change_id, moved_at, moved_by, reason,
       entry_id, kind, reason_salt)
    select ${organization}, ${id}, m.path, ${environment}, 1 + coalesce(before.sequence, 0), m.number, ${move.change},
      greatest(${move.at}::timestamptz, before.moved_at), ${move.by}, ${move.reason}, ${move.entry},
      ${move.kind}, ${move.reasonSalt ?? null}
    from unnest(${moves.map(({ path }) => path)}::text[], ${moves.map(({ number }) => number)}::integer[]) as m (path, number)
    left join lateral (
      select p.sequence, p.moved_at from libraries_pointer p
      where p.organization_id = ${organization} and p.library_id = ${id} and p.path = m.path
        and p.environment = ${environment}
      order by p.sequence desc limit 1
    ) before on true
  `.execute(tx);
}

function versionRow(row: {
  library_id: RepositoryKey['id'];
  path: string;
  number: number;
  digest: Digest;
  blob_oid: Oid;
  commit_oid: Oid;
  change_id: Id<'chg'>;
  published_at: Date;
  published_by: string;
}): VersionRow {
  return {
    library: row.library_id,
    path: row.path,
    number: row.number,
    digest: row.digest,
    blob: row.blob_oid,
    commit: row.commit_oid,
    change: row.change_id,
    publishedAt: row.published_at,
    publishedBy: row.published_by,
  };
}
