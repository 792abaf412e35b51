import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import type { Grant, PersonId, Role } from '../principal.ts';
import { scopeOf } from './grants.ts';

/** The grants of active people that are of one of these roles. */
export async function selectGrantsOfRoles(
  reader: Reader,
  organization: OrganizationId,
  roles: readonly Role[],
): Promise<{ person: PersonId; grant: Grant }[]> {
  const rows = await reader
    .selectFrom('access_grant as held')
    .innerJoin('access_person as person', (join) =>
      join
        .onRef('person.organization_id', '=', 'held.organization_id')
        .onRef('person.id', '=', 'held.principal_id'),
    )
    .select(['person.id as person', 'held.id', 'held.role', 'held.library_id'])
    .where('held.organization_id', '=', organization)
    .where('held.role', 'in', roles)
    .where('person.active', '=', true)
    .orderBy('person.id')
    .execute();
  return rows.map(({ person, id, role, library_id }) => ({
    person,
    grant: { id, role, scope: scopeOf(library_id) },
  }));
}
