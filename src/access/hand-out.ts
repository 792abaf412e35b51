import { Problem } from '../platform/problem.ts';
import type { AccessParts, LibraryDirectory } from './parts.ts';
import type { Grant, LibraryId, Principal } from './principal.ts';
import { permissionsOfRole } from './roles/find.ts';
import { librariesOf, widerThanMaker } from './wider.ts';

/** Verbs that give somebody rights. */
type HandingOut =
  | 'role.create'
  | 'role.update'
  | 'grant.create'
  | 'grant.revoke'
  | 'person.create'
  | 'app.create'
  | 'team.add_member';

/**
 * Nobody hands out more than they hold, by a grant, a role, a team or a new person. An admin of the organization may hand out every role:
 * that is what admins are for, and separation of duties binds them all the same. One whose key is narrowed may not, nor anybody to
 * whom a custom role gives the right to grant.
 */
export function isWholeAdmin({ grants, keyScope, maker }: Principal): boolean {
  const isAdmin = (held: readonly Grant[]) =>
    held.some(({ role, scope }) => role === 'admin' && scope.kind === 'organization');
  return isAdmin(grants) && keyScope === undefined && (maker === undefined || isAdmin(maker.grants));
}

/**
 * @param libraries to tell open libraries from restricted ones; without, every one counts as restricted
 * @throws Problem `<action>.wider_than_own` 403
 */
export async function refuseWiderThanOwn(
  principal: Principal,
  action: HandingOut,
  grants: readonly Grant[],
  libraries?: Pick<LibraryDirectory, 'byId'>,
): Promise<void> {
  if (isWholeAdmin(principal)) return;
  const open = new Set<LibraryId>();
  const all = [...principal.grants, ...(principal.maker?.grants ?? []), ...grants];
  for (const id of new Set(librariesOf(all, principal.keyScope)))
    if ((await libraries?.byId(principal.organization, id))?.visibility === 'open') open.add(id);
  const wider = widerThanMaker(principal, { grants, scope: undefined }, (id) => !open.has(id));
  if (wider === undefined) return;
  throw widerThanOwn(action, wider);
}

export function widerThanOwn(action: HandingOut, wider: string): Problem {
  return new Problem({
    code: `${action}.wider_than_own`,
    status: 403,
    detail: `This would give ${wider}, which you do not hold as widely yourself. Give less, or ask an admin of the organization.`,
  });
}

/** A role as it would be held, before it is. */
export async function asHeld(
  { reader }: Pick<AccessParts, 'reader'>,
  { organization }: Principal,
  { role, scope }: Pick<Grant, 'role' | 'scope'>,
): Promise<Grant> {
  return { id: 'gra_', role, scope, permissions: await permissionsOfRole(reader, organization, role) };
}
