import { type RawBuilder, sql } from 'kysely';
import type { RepositoryKey } from './tables.ts';

/**
 * SQL that walks history: `with recursive walk (oid, parents, generation, paths) as (…)`, each commit once.
 * Every step looks parents up by primary key: `offset 0` keeps the planner from turning the walk into joins of whole tables,
 * which it does without fresh statistics and which never end on a long history.
 * @param start a condition on the commits to start from
 * @param above a generation; commits at or below it are not walked to
 */
export function walk(
  { organization, id }: RepositoryKey,
  start: RawBuilder<unknown>,
  above: RawBuilder<unknown> = sql`0`,
): RawBuilder<unknown> {
  return sql`
    with recursive start as (
      select oid, parents, generation, paths from libraries_commit
      where organization_id = ${organization} and library_id = ${id} and ${start}
    ), walk as (
      select * from start
      union
      select c.* from walk w
      cross join lateral unnest(w.parents) as p (oid)
      cross join lateral (
        select c.oid, c.parents, c.generation, c.paths from libraries_commit c
        where c.organization_id = ${organization} and c.library_id = ${id} and c.oid = p.oid
        offset 0
      ) c
      where c.generation > ${above}
    )`;
}
