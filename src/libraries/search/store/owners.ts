import type { PersonId } from '../../../access/index.ts';
import type { Reader } from '../../../platform/db/index.ts';
import type { Place } from './find.ts';

/** Everybody who owns, or once owned, an asset of these libraries. */
export async function ownersIn(
  reader: Reader,
  { organization, libraries }: Pick<Place, 'organization' | 'libraries'>,
): Promise<PersonId[]> {
  if (libraries.length === 0) return [];
  const rows = await reader
    .selectFrom('libraries_owner')
    .where('organization_id', '=', organization)
    .where('library_id', 'in', libraries)
    .select('owner_id')
    .distinct()
    .execute();
  return rows.map((row) => row.owner_id);
}
