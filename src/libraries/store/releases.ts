import { sql } from 'kysely';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Id } from '../../platform/id.ts';
import type { RepositoryKey } from './tables.ts';

export async function insertNotes(
  tx: Tx,
  { organization, id }: RepositoryKey,
  change: Id<'chg'>,
  notes: string,
): Promise<void> {
  await tx
    .insertInto('libraries_release')
    .values({ organization_id: organization, library_id: id, change_id: change, notes })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The release notes of these changes. Those without are absent. */
export async function notesOf(
  db: Reader,
  { organization, id }: RepositoryKey,
  changes: readonly Id<'chg'>[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('libraries_release')
    .select(['change_id', 'notes'])
    .where('organization_id', '=', organization)
    .where('library_id', '=', id)
    .where('change_id', '=', sql<Id<'chg'>>`any(${changes}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.change_id, row.notes]));
}
