import type { OrganizationId } from '../ledger/index.ts';
import type { Reader } from '../platform/db/index.ts';
import type { Action } from './action.ts';
import { grantsPermit } from './authorize.ts';
import type { Grant, PersonId } from './principal.ts';
import type { Resource } from './resource.ts';
import { selectHeldByPeople } from './store/held.ts';

/** The active people who hold an action on a resource at `now`, each once. By the same rule as `authorize`. */
export async function holders(
  reader: Reader,
  organization: OrganizationId,
  action: Action,
  resource: Resource,
  now: Date,
): Promise<PersonId[]> {
  const held = await grantsByPerson(reader, organization, now);
  return [...held].flatMap(([person, grants]) => (grantsPermit(grants, action, resource) ? [person] : []));
}

/** What every active person who holds anything holds. */
export async function grantsByPerson(
  reader: Reader,
  organization: OrganizationId,
  now: Date,
): Promise<ReadonlyMap<PersonId, readonly Grant[]>> {
  const byPerson = new Map<PersonId, Grant[]>();
  for (const { person, grant } of await selectHeldByPeople(reader, organization, now)) {
    const grants = byPerson.get(person) ?? [];
    grants.push(grant);
    byPerson.set(person, grants);
  }
  return byPerson;
}
