import { sql } from 'kysely';
import type { Reader } from '../../platform/db/index.ts';
import type { Oid } from '../git/index.ts';
import { ofLibrary, unpublished } from '../store/reach.ts';
import type { RepositoryKey } from '../store/tables.ts';

/** A branch with a commit to one path that `main` has not, and the newest such commit. */
export interface TouchingBranch {
  readonly name: string;
  readonly head: Oid;
  readonly at: Date;
  readonly principal: string;
}

/**
 * Branches that hold unpublished work on a path, the newest work first. One query. Where nobody works on the path, which is the
 * rule, no branch is walked: the path's own commits tell.
 */
export async function branchesTouching(
  reader: Reader,
  key: RepositoryKey,
  path: string,
  { except, limit }: { readonly except: string; readonly limit: number },
): Promise<TouchingBranch[]> {
  return reader
    .selectFrom(
      sql<TouchingBranch>`(
        with recursive touched as materialized (
          select n.oid, n.generation from libraries_commit_path n
          where ${ofLibrary('n', key)} and n.path = ${path} and not exists (
            select from libraries_published_commit p where ${ofLibrary('p', key)} and p.oid = n.oid
          )
        ), branch as (
          select r.name, r.oid from libraries_ref r
          where ${ofLibrary('r', key)} and r.name like 'refs/heads/%' and r.name <> ${`refs/heads/${except}`}
            and exists (select from touched)
        ), ${unpublished(key, sql`select name, oid from branch`)}
        select substr(b.name, ${'refs/heads/'.length + 1}::integer) as name, b.oid as head, c.at, c.principal_id as principal
        from branch b
        cross join lateral (
          select t.oid from own join touched t on t.oid = own.oid where own.name = b.name
          order by t.generation desc, t.oid limit 1
        ) newest
        cross join lateral (
          select c.at, c.principal_id from libraries_commit c where ${ofLibrary('c', key)} and c.oid = newest.oid offset 0
        ) c
      )`.as('touching'),
    )
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('name')
    .limit(limit)
    .execute();
}
