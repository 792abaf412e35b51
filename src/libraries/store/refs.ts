import { sql } from 'kysely';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Oid } from '../git/index.ts';
import type { RepositoryKey } from './tables.ts';
import { walk } from './walk.ts';

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

/** Branches by name, `main` among them. One query, whatever their number: the history of `main` is walked once. */
export async function listBranches(
  reader: Reader,
  key: RepositoryKey,
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<BranchRow[]> {
  const { organization, id } = key;
  const repository = sql`organization_id = ${organization} and library_id = ${id}`;
  const rows = await reader
    .selectFrom(
      sql<{ name: string; oid: Oid; created_at: Date; created_by: string; ahead: number }>`(
        with recursive branch as (
          select name, oid, created_at, created_by from libraries_ref
          where ${repository} and name like 'refs/heads/%' and name > ${prefix + (page.after ?? '')}
          order by name limit ${page.limit}
        ), main_history as materialized (
          ${walk(key, sql`oid = (select oid from libraries_ref where ${repository} and name = 'refs/heads/main')`)}
          select oid from walk
        ), own (name, oid) as (
          select name, oid from branch where oid not in (select oid from main_history)
          union
          select own.name, p.oid from own
          cross join lateral (
            select c.parents from libraries_commit c
            where c.organization_id = ${organization} and c.library_id = ${id} and c.oid = own.oid
            offset 0
          ) c
          cross join lateral unnest(c.parents) as p (oid)
          where p.oid not in (select oid from main_history)
        )
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
