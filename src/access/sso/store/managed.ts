import type { OrganizationId } from '../../../ledger/index.ts';
import type { Reader } from '../../../platform/db/index.ts';
import type { PersonId } from '../../principal.ts';

/** Whether SCIM says which groups somebody is in: then what a sign-in says about groups changes nothing. */
export async function managedElsewhere(
  reader: Reader,
  organization: OrganizationId,
  person: PersonId,
): Promise<boolean> {
  const row = await reader
    .selectFrom('access_scim_person')
    .select('person_id')
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}
