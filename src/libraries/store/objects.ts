import { deflateSync, inflateSync } from 'node:zlib';
import { sql } from 'kysely';
import type { Reader, Tx } from '../../platform/db/index.ts';
import { invariant } from '../../platform/invariant.ts';
import { boundedCache } from '../bounded-cache.ts';
import { type GitObject, gitObject, type Listing, listTree, type Oid } from '../git/index.ts';
import type { Digest } from '../libraries.ts';
import type { RepositoryKey } from './tables.ts';

/** What lists need to know of a blob without reading it. */
export interface BlobFacts {
  readonly oid: Oid;
  readonly digest: Digest;
  readonly title: string | null;
}

/** Reads git objects. What it read it remembers for a while: objects never change. Safe to share between requests. */
export interface ObjectReader {
  /** Contents of these objects; what is not stored is absent. */
  contents(reader: Reader, key: RepositoryKey, oids: readonly Oid[]): Promise<ReadonlyMap<Oid, Uint8Array>>;
  /** All files under a tree. */
  listing(reader: Reader, key: RepositoryKey, tree: Oid): Promise<Listing>;
}

const bytesPerListedFile = 200;

/** @param cacheBytes how much to remember, roughly; 0 remembers nothing */
export function createObjectReader(cacheBytes: number): ObjectReader {
  const objects = boundedCache<Uint8Array>(cacheBytes / 2, (content) => content.length + 100);
  const listings = boundedCache<Listing>(
    cacheBytes / 2,
    (listing) => (listing.size + 1) * bytesPerListedFile,
  );
  const nameOf = (key: RepositoryKey, oid: Oid) => `${key.organization}/${key.id}/${oid}`;

  async function contents(reader: Reader, key: RepositoryKey, oids: readonly Oid[]) {
    const found = new Map<Oid, Uint8Array>();
    const missing: Oid[] = [];
    for (const oid of new Set(oids)) {
      const content = objects.get(nameOf(key, oid));
      if (content === undefined) missing.push(oid);
      else found.set(oid, content);
    }
    for (const [oid, content] of await readContents(reader, key, missing)) {
      objects.set(nameOf(key, oid), content);
      found.set(oid, content);
    }
    return found;
  }

  return {
    contents,
    listing: async (reader, key, tree) => {
      const known = listings.get(nameOf(key, tree));
      if (known !== undefined) return known;
      const listing = await listTree(tree, (oids) => contents(reader, key, oids));
      listings.set(nameOf(key, tree), listing);
      return listing;
    },
  };
}

/** Checks every object against its name: bytes that somebody changed in the database are never served. */
async function readContents(
  reader: Reader,
  { organization, id }: RepositoryKey,
  oids: readonly Oid[],
): Promise<[Oid, Uint8Array][]> {
  if (oids.length === 0) return [];
  const rows = await reader
    .selectFrom('libraries_object')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('oid', '=', sql<Oid>`any(${oids}::text[])`)
    .select(['oid', 'type', 'content'])
    .execute();
  return rows.map(({ oid, type, content }) => {
    const inflated = inflateSync(content);
    invariant(
      gitObject(type, inflated).oid === oid,
      `object ${oid} of ${id} is damaged: its bytes have another name`,
    );
    return [oid, inflated];
  });
}

/**
 * Stores objects that are not there yet. In the order of their oids, so that transactions that store the same ones wait for
 * each other instead of deadlocking.
 */
export async function insertObjects(
  tx: Tx,
  { organization, id }: RepositoryKey,
  objects: readonly GitObject[],
) {
  const unique = [...new Map(objects.map((object) => [object.oid, object])).values()];
  const sorted = unique.sort((left, right) => (left.oid < right.oid ? -1 : 1));
  await sql`
    insert into libraries_object (organization_id, library_id, oid, type, size, content)
    select ${organization}, ${id}, o.oid, o.type, o.size, o.content
    from unnest(
      ${sorted.map(({ oid }) => oid)}::text[], ${sorted.map(({ type }) => type)}::text[],
      ${sorted.map(({ content }) => content.length)}::integer[], ${sorted.map(({ content }) => deflateSync(content))}::bytea[]
    ) as o (oid, type, size, content)
    on conflict do nothing
  `.execute(tx);
}

/** Stores facts of blobs, which were stored before. */
export async function insertBlobFacts(
  tx: Tx,
  { organization, id }: RepositoryKey,
  blobs: readonly BlobFacts[],
) {
  const unique = [...new Map(blobs.map((blob) => [blob.oid, blob])).values()];
  const sorted = unique.sort((left, right) => (left.oid < right.oid ? -1 : 1));
  await sql`
    insert into libraries_blob (organization_id, library_id, oid, digest, title)
    select ${organization}, ${id}, b.oid, b.digest, b.title
    from unnest(
      ${sorted.map(({ oid }) => oid)}::text[], ${sorted.map(({ digest }) => digest)}::text[],
      ${sorted.map(({ title }) => title)}::text[]
    ) as b (oid, digest, title)
    on conflict do nothing
  `.execute(tx);
}

export async function readBlobFacts(
  reader: Reader,
  { organization, id }: RepositoryKey,
  oids: readonly Oid[],
): Promise<ReadonlyMap<Oid, BlobFacts>> {
  if (oids.length === 0) return new Map();
  const rows = await reader
    .selectFrom('libraries_blob')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('oid', '=', sql<Oid>`any(${oids}::text[])`)
    .select(['oid', 'digest', 'title'])
    .execute();
  return new Map(rows.map((row) => [row.oid, row]));
}
