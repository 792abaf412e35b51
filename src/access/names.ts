import type { OrganizationId } from '../ledger/index.ts';
import type { Reader } from '../platform/db/index.ts';
import { isId } from '../platform/id.ts';
import type { PersonRef } from './person.ts';
import { selectNames } from './store/apps.ts';

/** What people and apps are called, in one go. Ids that the organization does not know are not in the map. */
export async function namesOf(
  reader: Reader,
  organization: OrganizationId,
  ids: Iterable<string>,
): Promise<Map<string, PersonRef>> {
  const rows = await selectNames(reader, organization, [...new Set(ids)]);
  return new Map(
    rows.map(({ id, display_name }) => [
      id,
      { id, kind: isId('app', id) ? 'app' : 'person', displayName: display_name },
    ]),
  );
}
