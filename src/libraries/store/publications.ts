import { sql } from 'kysely';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Id } from '../../platform/id.ts';
import type { Oid } from '../git/index.ts';
import type { RepositoryKey } from './tables.ts';

/** Says that `main` now stands at `commit`. The transaction holds the lock of `main` (or makes the library). */
export async function insertPublication(
  tx: Tx,
  { organization, id }: RepositoryKey,
  publication: { readonly commit: Oid; readonly change: Id<'chg'> | null; readonly at: Date; readonly by: string },
): Promise<void> {
  await sql`
    insert into libraries_publication
      (organization_id, library_id, number, commit_oid, change_id, published_at, published_by)
    select ${organization}, ${id}, 1 + coalesce(max(number), 0), ${publication.commit}, ${publication.change},
      ${publication.at}, ${publication.by}
    from libraries_publication where organization_id = ${organization} and library_id = ${id}
  `.execute(tx);
}

/** Whether `main` ever stood at this commit: only that is published, not what lies between two publications. */
export async function wasPublished(reader: Reader, { organization, id }: RepositoryKey, commit: Oid): Promise<boolean> {
  const row = await reader
    .selectFrom('libraries_publication')
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('commit_oid', '=', commit)
    .select('number')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
