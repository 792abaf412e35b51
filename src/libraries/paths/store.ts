import { sql } from 'kysely';
import type { Reader } from '../../platform/db/index.ts';
import type { Digest } from '../libraries.ts';
import { ofLibrary } from '../store/reach.ts';
import type { RepositoryKey } from '../store/tables.ts';

/** A path that was published and is not among those that are there. */
export interface DeletedRow {
  readonly path: string;
  /** Its newest version. */
  readonly number: number;
  readonly digest: Digest;
}

/** Paths with versions that are none of these, by path. One scan of the versions' primary key. */
export async function publishedBesides(
  reader: Reader,
  key: RepositoryKey,
  present: readonly string[],
  page: { readonly after: string | undefined; readonly limit: number },
): Promise<DeletedRow[]> {
  return reader
    .selectFrom(
      sql<DeletedRow>`(
        select distinct on (v.path) v.path, v.number, v.digest from libraries_version v
        where ${ofLibrary('v', key)} and v.path > ${page.after ?? ''}
          and not exists (select from unnest(${present}::text[]) as there (path) where there.path = v.path)
        order by v.path, v.number desc limit ${page.limit}
      )`.as('deleted'),
    )
    .selectAll()
    .orderBy('path')
    .execute();
}
