import { sql } from 'kysely';
import type { Reader } from '../../platform/db/index.ts';
import type { HistoryNode } from '../ancestry.ts';
import type { Oid } from '../git/index.ts';
import type { RepositoryKey } from '../store/tables.ts';
import { walk } from '../store/walk.ts';

/** Every commit above a generation that can be reached from these, parents before children. One query. */
export async function readGraph(
  reader: Reader,
  key: RepositoryKey,
  heads: readonly Oid[],
  above: number,
): Promise<HistoryNode[]> {
  return reader
    .selectFrom(
      sql<{ oid: Oid; parents: Oid[]; generation: number }>`(
        ${walk(key, sql`oid = any(${heads}::text[]) and generation > ${above}`, sql`${above}`)}
        select oid, parents, generation from walk
      )`.as('graph'),
    )
    .selectAll()
    .orderBy('generation')
    .orderBy('oid')
    .execute();
}

/** The trees of these commits. */
export async function readRoots(
  reader: Reader,
  { organization, id }: RepositoryKey,
  oids: readonly Oid[],
): Promise<ReadonlyMap<Oid, Oid>> {
  if (oids.length === 0) return new Map();
  const rows = await reader
    .selectFrom('libraries_commit')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('oid', '=', sql<Oid>`any(${oids}::text[])`)
    .select(['oid', 'tree'])
    .execute();
  return new Map(rows.map(({ oid, tree }) => [oid, tree]));
}
