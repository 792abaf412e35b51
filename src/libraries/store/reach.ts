import { type RawBuilder, sql } from 'kysely';
import type { Oid } from '../git/index.ts';
import type { RepositoryKey } from './tables.ts';

/**
 * SQL for everything that can be reached from some commits, without walking it: `with recursive … , state (number), loose (oid, generation)`.
 * Walks from `heads` down to states that `main` had; what lies under those is known. Reachable are the rows of
 * `libraries_published_commit` up to `state.number`, and `loose`, each commit in one of the two.
 */
export function reach(key: RepositoryKey, heads: readonly Oid[] | Oid): RawBuilder<unknown> {
  const commit = ofLibrary('c', key);
  const publication = sql`(select max(p.number) from libraries_publication p where ${ofLibrary('p', key)} and p.commit_oid = c.oid)`;
  return sql`
    with recursive walked (oid, parents, generation, number) as (
      select c.oid, c.parents, c.generation, ${publication} from libraries_commit c where ${commit} and c.oid = any(${[heads].flat()}::text[])
      union
      select c.* from walked w
      cross join lateral unnest(w.parents) as parent (oid)
      cross join lateral (
        select c.oid, c.parents, c.generation, ${publication} from libraries_commit c where ${commit} and c.oid = parent.oid
        offset 0
      ) c
      where w.number is null
    ), state as materialized (
      select coalesce(max(number), 0) as number from walked
    ), loose as materialized (
      select w.oid, w.generation from walked w
      where w.number is null and not exists (
        select from libraries_published_commit p
        where ${ofLibrary('p', key)} and p.oid = w.oid and p.number <= (select number from state)
      )
    )`;
}

/**
 * SQL for the commits that `main` has not, under each of some starting points: `own (name, oid)`, to stand in a `with recursive`.
 * @param starts a query of names and commits to start from, e.g. branches and their heads
 */
export function unpublished(key: RepositoryKey, starts: RawBuilder<unknown>): RawBuilder<unknown> {
  const known = (oid: RawBuilder<unknown>) => sql`not exists (
    select from libraries_published_commit p where ${ofLibrary('p', key)} and p.oid = ${oid}
  )`;
  return sql`own (name, oid) as (
      select s.name, s.oid from (${starts}) as s (name, oid) where ${known(sql`s.oid`)}
      union
      select own.name, parent.oid from own
      cross join lateral (
        select c.parents from libraries_commit c where ${ofLibrary('c', key)} and c.oid = own.oid offset 0
      ) c
      cross join lateral unnest(c.parents) as parent (oid)
      where ${known(sql`parent.oid`)}
    )`;
}

/** SQL: rows of this library. @param alias of a table whose key begins with organization and library */
export function ofLibrary(alias: string, { organization, id }: RepositoryKey): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(`${alias}.organization_id`)} = ${organization} and ${sql.ref(`${alias}.library_id`)} = ${id}`;
}
