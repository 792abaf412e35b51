import type { OrganizationId } from '../ledger/index.ts';
import type { Reader } from '../platform/db/index.ts';
import { covers } from './authorize.ts';
import type { PersonId } from './principal.ts';
import type { Reach } from './resource.ts';
import { selectHeldByPeople } from './store/held.ts';
import { selectPeopleByEmail } from './store/people.ts';

/** Who holds which roles somewhere. */
export interface RolesHeld {
  readonly roles: ReadonlyMap<PersonId, ReadonlySet<string>>;
  /** What those of them hold that are custom ones, by name. */
  readonly custom: ReadonlyMap<string, readonly string[]>;
}

/** The active people with roles that reach a library, or all of some assets in it, at `now`. By the same rule as `authorize`. */
export async function rolesOn(
  reader: Reader,
  organization: OrganizationId,
  library: Reach,
  now: Date,
): Promise<RolesHeld> {
  const roles = new Map<PersonId, Set<string>>();
  const custom = new Map<string, readonly string[]>();
  for (const { person, grant } of await selectHeldByPeople(reader, organization, now)) {
    // Any action on libraries: grants reach as far for all of them.
    if (!covers(grant, 'library.read', { kind: 'library', ...library })) continue;
    roles.set(person, (roles.get(person) ?? new Set()).add(grant.role));
    if (grant.permissions !== undefined) custom.set(grant.role, grant.permissions);
  }
  return { roles, custom };
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
