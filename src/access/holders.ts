import type { OrganizationId } from '../ledger/index.ts';
import type { Reader } from '../platform/db/index.ts';
import { type Action, rolesOf } from './action.ts';
import { grantsPermit } from './authorize.ts';
import type { PersonId } from './principal.ts';
import type { Resource } from './resource.ts';
import { selectGrantsOfRoles } from './store/holders.ts';

/** The active people who hold an action on a resource at this moment, each once. By the same rule as `authorize`. */
export async function holders(
  reader: Reader,
  organization: OrganizationId,
  action: Action,
  resource: Resource,
): Promise<PersonId[]> {
  const held = await selectGrantsOfRoles(reader, organization, rolesOf(action));
  const permitted = held.filter(({ grant }) => grantsPermit([grant], action, resource));
  return [...new Set(permitted.map(({ person }) => person))];
}
