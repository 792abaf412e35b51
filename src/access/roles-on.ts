import type { OrganizationId } from '../ledger/index.ts';
import type { Reader } from '../platform/db/index.ts';
import { grantsPermit } from './authorize.ts';
import { type LibraryId, type PersonId, type Role, roles } from './principal.ts';
import { selectGrantsOfRoles } from './store/holders.ts';
import { selectPeopleByEmail } from './store/people.ts';

/** The active people with roles that reach a library at this moment, and those roles. By the same rule as `authorize`. */
export async function rolesOn(
  reader: Reader,
  organization: OrganizationId,
  library: { readonly id: LibraryId; readonly restricted: boolean },
): Promise<ReadonlyMap<PersonId, ReadonlySet<Role>>> {
  const held = new Map<PersonId, Set<Role>>();
  for (const { person, grant } of await selectGrantsOfRoles(reader, organization, roles)) {
    if (!grantsPermit([grant], 'library.read', { kind: 'library', ...library })) continue;
    held.set(person, (held.get(person) ?? new Set()).add(grant.role));
  }
  return held;
}

/** The active people with these e-mail addresses, by address in lower case. Addresses of nobody are not in the map. */
export async function peopleByEmail(
  reader: Reader,
  organization: OrganizationId,
  emails: readonly string[],
): Promise<ReadonlyMap<string, PersonId>> {
  const people = await selectPeopleByEmail(reader, organization, emails);
  return new Map(people.map(({ email, id }) => [email, id]));
}
