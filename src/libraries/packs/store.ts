import { sql } from 'kysely';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Oid } from '../git/index.ts';
import { ofLibrary, reach } from '../store/reach.ts';
import type { RepositoryKey } from '../store/tables.ts';

interface OfLibrary {
  organization_id: RepositoryKey['organization'];
  library_id: RepositoryKey['id'];
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    libraries_packed_object: OfLibrary & { oid: Oid; number: number; depth: number };
    libraries_pack: OfLibrary & { number: number; part: number; objects: number; entries: Uint8Array };
  }
}

/** A commit that `main` holds and no pack does yet. */
export interface UnpackedCommit {
  readonly oid: Oid;
  readonly tree: Oid;
  readonly parent: Oid | undefined;
}

/** All of them, parents before children. */
export async function unpackedCommits(tx: Tx, key: RepositoryKey): Promise<UnpackedCommit[]> {
  const { rows } = await sql<{ oid: Oid; tree: Oid; parent: Oid | null }>`
    select c.oid, c.tree, c.parents[1] as parent from libraries_published_commit p
    cross join lateral (
      select c.oid, c.tree, c.parents from libraries_commit c where ${ofLibrary('c', key)} and c.oid = p.oid offset 0
    ) c
    where ${ofLibrary('p', key)}
      and p.number > (select coalesce(max(k.number), 0) from libraries_pack k where ${ofLibrary('k', key)})
    order by p.generation, p.oid
  `.execute(tx);
  return rows.map(({ oid, tree, parent }) => ({ oid, tree, parent: parent ?? undefined }));
}

/** Which of these objects are packed, and how many deltas each stands on. */
export async function packedDepths(
  reader: Reader,
  { organization, id }: RepositoryKey,
  oids: readonly Oid[],
): Promise<ReadonlyMap<Oid, number>> {
  if (oids.length === 0) return new Map();
  const rows = await reader
    .selectFrom('libraries_packed_object')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('oid', '=', sql<Oid>`any(${oids}::text[])`)
    .select(['oid', 'depth'])
    .execute();
  return new Map(rows.map(({ oid, depth }) => [oid, depth]));
}

export interface NewPackPart {
  readonly number: number;
  readonly part: number;
  readonly entries: Uint8Array;
  readonly objects: readonly { readonly oid: Oid; readonly depth: number }[];
}

export async function insertPackPart(tx: Tx, { organization, id }: RepositoryKey, made: NewPackPart) {
  const { number, part, entries, objects } = made;
  await tx
    .insertInto('libraries_pack')
    .values({ organization_id: organization, library_id: id, number, part, objects: objects.length, entries })
    .execute();
  await sql`
    insert into libraries_packed_object (organization_id, library_id, oid, number, depth)
    select ${organization}, ${id}, o.oid, ${number}::integer, o.depth
    from unnest(
      ${objects.map(({ oid }) => oid)}::text[], ${objects.map(({ depth }) => depth)}::integer[]
    ) as o (oid, depth)
  `.execute(tx);
}

/** The newest publication under these commits that is packed; 0 when there is none. */
export async function packedState(
  reader: Reader,
  key: RepositoryKey,
  heads: readonly Oid[],
): Promise<number> {
  if (heads.length === 0) return 0;
  const row = await reader
    .selectFrom(
      sql<{ number: number }>`(
        ${reach(key, heads)}
        select coalesce(max(k.number), 0) as number from libraries_pack k
        where ${ofLibrary('k', key)} and k.number <= (select number from state)
      )`.as('packed'),
    )
    .selectAll()
    .executeTakeFirstOrThrow();
  return row.number;
}

/** Where `main` stood at a publication. */
export async function commitOfPublication(
  reader: Reader,
  { organization, id }: RepositoryKey,
  number: number,
): Promise<Oid> {
  const row = await reader
    .selectFrom('libraries_publication')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('number', '=', number)
    .select('commit_oid')
    .executeTakeFirstOrThrow();
  return row.commit_oid;
}

/** The first publication that each of these commits can be reached from. Unpublished ones are absent. */
export async function publishedNumbers(
  reader: Reader,
  { organization, id }: RepositoryKey,
  oids: readonly Oid[],
): Promise<ReadonlyMap<Oid, number>> {
  if (oids.length === 0) return new Map();
  const rows = await reader
    .selectFrom('libraries_published_commit')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('oid', '=', sql<Oid>`any(${oids}::text[])`)
    .select(['oid', 'number'])
    .execute();
  return new Map(rows.map(({ oid, number }) => [oid, number]));
}

/** Those of these objects that no pack up to `number` holds, in their order. */
export async function notPacked(
  reader: Reader,
  { organization, id }: RepositoryKey,
  oids: readonly Oid[],
  number: number,
): Promise<Oid[]> {
  if (oids.length === 0) return [];
  const rows = await reader
    .selectFrom('libraries_packed_object')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('oid', '=', sql<Oid>`any(${oids}::text[])`)
    .where('number', '<=', number)
    .select('oid')
    .execute();
  const packed = new Set(rows.map(({ oid }) => oid));
  return oids.filter((oid) => !packed.has(oid));
}

/** One row of packed entries, without them. */
export interface PackPart {
  readonly number: number;
  readonly part: number;
  readonly objects: number;
  readonly bytes: number;
}

/** The rows after one publication and up to another, in order. */
export async function packParts(
  reader: Reader,
  { organization, id }: RepositoryKey,
  after: number,
  upTo: number,
): Promise<PackPart[]> {
  return reader
    .selectFrom('libraries_pack')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('number', '>', after)
    .where('number', '<=', upTo)
    .select(['number', 'part', 'objects', sql<number>`length(entries)`.as('bytes')])
    .orderBy('number')
    .orderBy('part')
    .execute();
}

/** The entries of the rows from one to another, in order. */
export async function readEntries(
  reader: Reader,
  { organization, id }: RepositoryKey,
  first: PackPart,
  last: PackPart,
): Promise<Uint8Array[]> {
  const rows = await reader
    .selectFrom('libraries_pack')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where(
      sql<boolean>`(number, part) between (${first.number}, ${first.part}) and (${last.number}, ${last.part})`,
    )
    .select('entries')
    .orderBy('number')
    .orderBy('part')
    .execute();
  return rows.map(({ entries }) => entries);
}
