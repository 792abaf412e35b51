import { inflateSync } from 'node:zlib';
import { sql } from 'kysely';
import type { Reader, Tx } from '../../platform/db/index.ts';
import { invariant } from '../../platform/invariant.ts';
import { type GitObject, gitObject, type ObjectType, type Oid } from '../git/index.ts';
import type { RepositoryKey } from '../store/tables.ts';

/** An object as it is stored: its content deflated, which is what a pack wants too. */
export interface StoredObject {
  readonly oid: Oid;
  readonly type: ObjectType;
  readonly size: number;
  readonly deflated: Uint8Array;
}

export async function readStored(
  reader: Reader,
  { organization, id }: RepositoryKey,
  oids: readonly Oid[],
): Promise<StoredObject[]> {
  if (oids.length === 0) return [];
  return reader
    .selectFrom('libraries_object')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('oid', '=', sql<Oid>`any(${oids}::text[])`)
    .select(['oid', 'type', 'size', 'content as deflated'])
    .execute();
}

/** These objects, checked against their names. What is not stored is absent. */
export async function readObjects(
  reader: Reader,
  key: RepositoryKey,
  oids: readonly Oid[],
): Promise<ReadonlyMap<Oid, GitObject>> {
  const stored = await readStored(reader, key, oids);
  return new Map(stored.map((object) => [object.oid, inflated(object)]));
}

export function inflated({ oid, type, deflated }: StoredObject): GitObject {
  const object = gitObject(type, inflateSync(deflated));
  invariant(object.oid === oid, `object ${oid} is damaged: its bytes have another name`);
  return object;
}

/** Sizes of these objects. What is not stored is absent. */
export async function objectTypes(
  reader: Reader,
  { organization, id }: RepositoryKey,
  oids: readonly Oid[],
): Promise<ReadonlyMap<Oid, { readonly type: ObjectType; readonly size: number }>> {
  if (oids.length === 0) return new Map();
  const rows = await reader
    .selectFrom('libraries_object')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('oid', '=', sql<Oid>`any(${oids}::text[])`)
    .select(['oid', 'type', 'size'])
    .execute();
  return new Map(rows.map(({ oid, type, size }) => [oid, { type, size }]));
}

/** Which of these are commits of the library, and their place in history. */
export async function readCommits(
  reader: Reader,
  { organization, id }: RepositoryKey,
  oids: readonly Oid[],
): Promise<
  ReadonlyMap<Oid, { readonly tree: Oid; readonly parents: readonly Oid[]; readonly generation: number }>
> {
  if (oids.length === 0) return new Map();
  const rows = await reader
    .selectFrom('libraries_commit')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('oid', '=', sql<Oid>`any(${oids}::text[])`)
    .select(['oid', 'tree', 'parents', 'generation'])
    .execute();
  return new Map(rows.map(({ oid, ...commit }) => [oid, commit]));
}

export interface RefRow {
  /** Without `refs/heads/`. */
  readonly branch: string;
  readonly oid: Oid;
  readonly createdBy: string;
}

const prefix = 'refs/heads/';

/** All branches, in the order of their bytes. */
export async function readRefs(reader: Reader, { organization, id }: RepositoryKey): Promise<RefRow[]> {
  const rows = await reader
    .selectFrom('libraries_ref')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('name', 'like', `${prefix}%`)
    .select(['name', 'oid', 'created_by'])
    .execute();
  return rows
    .map(({ name, oid, created_by: createdBy }) => ({ branch: name.slice(prefix.length), oid, createdBy }))
    .sort((left, right) => (left.branch < right.branch ? -1 : 1));
}

/** One branch, which nobody else moves or deletes until the transaction ends. */
export async function lockRef(
  tx: Tx,
  { organization, id }: RepositoryKey,
  branch: string,
): Promise<RefRow | undefined> {
  const row = await tx
    .selectFrom('libraries_ref')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('name', '=', prefix + branch)
    .select(['oid', 'created_by'])
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? undefined : { branch, oid: row.oid, createdBy: row.created_by };
}

/** Ends a branch that the transaction has locked. Its commits stay. */
export async function deleteRef(tx: Tx, { organization, id }: RepositoryKey, branch: string): Promise<void> {
  await tx
    .deleteFrom('libraries_ref')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('name', '=', prefix + branch)
    .execute();
}
