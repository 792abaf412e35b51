import type { LibraryId } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import type { ChangeId } from '../change.ts';

/** The changes of some libraries that were published since a time, newest first, at most `limit`. */
export async function publishedSince(
  db: Reader,
  organization: OrganizationId,
  libraries: readonly LibraryId[],
  since: Date,
  limit: number,
): Promise<ChangeId[]> {
  if (libraries.length === 0) return [];
  const rows = await db
    .selectFrom('changes_change')
    .select('id')
    .where('organization_id', '=', organization)
    .where('library_id', 'in', libraries)
    .where('published_at', '>=', since)
    .orderBy('published_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}
