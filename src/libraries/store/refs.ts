import { sql } from 'kysely';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Oid } from '../git/index.ts';
import { ofLibrary, unpublished } from './reach.ts';
import type { RepositoryKey } from './tables.ts';

/** A branch and how many commits it has that `main` has not. */
export interface BranchRow {
  readonly name: string;
  readonly head: Oid;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly ahead: number;
}

const prefix = 'refs/heads/';

export async function readBranch(
  reader: Reader,
  key: RepositoryKey,
  branch: string,
): Promise<Oid | undefined> {
  const row = await branches(reader, key)
    .where('name', '=', prefix + branch)
    .select('oid')
    .executeTakeFirst();
  return row?.oid;
}

/** As `readBranch`, and nobody else moves the branch until the transaction ends. */
export async function lockBranch(tx: Tx, key: RepositoryKey, branch: string): Promise<Oid | undefined> {
  const row = await branches(tx, key)
    .where('name', '=', prefix + branch)
    .select('oid')
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row?.oid;
}

export async function branchNames(reader: Reader, key: RepositoryKey): Promise<string[]> {
  const rows = await branches(reader, key).select('name').execute();
  return rows.map(({ name }) => name.slice(prefix.length));
}

export async function insertBranch(
  tx: Tx,
  { organization, id }: RepositoryKey,
  branch: { readonly name: string; readonly head: Oid; readonly createdAt: Date; readonly createdBy: string },
): Promise<void> {
  await tx
    .insertInto('libraries_ref')
    .values({
      organization_id: organization,
      library_id: id,
      name: prefix + branch.name,
      oid: branch.head,
      created_at: branch.createdAt,
      created_by: branch.createdBy,
    })
    .execute();
}

/** Moves a branch that the transaction has locked. */
export async function moveBranch(
  tx: Tx,
  { organization, id }: RepositoryKey,
  branch: string,
  head: Oid,
): Promise<void> {
  await tx
    .updateTable('libraries_ref')
    .set({ oid: head })
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('name', '=', prefix + branch)
    .execute();
}

/** Branches by name, `main` among them. One query, whatever their number; only what `main` has not is walked. */
export async function listBranches(
  reader: Reader,
  key: RepositoryKey,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<BranchRow[]> {
  const rows = await reader
    .selectFrom(
      sql<{ name: string; oid: Oid; created_at: Date; created_by: string; ahead: number }>`(
        with recursive branch as (
          select r.name, r.oid, r.created_at, r.created_by from libraries_ref r
          where ${ofLibrary('r', key)} and r.name like 'refs/heads/%' and r.name > ${prefix + (page.after ?? '')}
          order by r.name limit ${page.limit}
        ), ${unpublished(key, sql`select name, oid from branch`)}
        select b.*, (select count(*)::int from own where own.name = b.name) as ahead from branch b
      )`.as('listed'),
    )
    .selectAll()
    .orderBy('name')
    .execute();
  return rows.map((row) => ({
    name: row.name.slice(prefix.length),
    head: row.oid,
    createdAt: row.created_at,
    createdBy: row.created_by,
    ahead: row.ahead,
  }));
}

function branches(reader: Reader, { organization, id }: RepositoryKey) {
  return reader
    .selectFrom('libraries_ref')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('name', 'like', `${prefix}%`);
}
