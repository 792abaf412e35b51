import type { Action } from '../action.ts';
import { authorize } from '../authorize.ts';
import { refuseWiderThanOwn } from '../hand-out.ts';
import type { AccessParts, LibraryDirectory } from '../parts.ts';
import { actorOf, type Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { selectGrantsOfRole } from '../store/grants.ts';
import { lockOrganization } from '../store/organizations.ts';
import { updateRoleRow } from '../store/roles.ts';
import { theRole } from './find.ts';
import { type CustomRole, whole } from './role.ts';

export interface RoleEdit {
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly permissions?: readonly Action[] | undefined;
}

/**
 * Changes what a role holds, or how it is shown: for everybody who holds it, from the next request on. Its name stays. Entry
 * `role.update`, with what was added and taken.
 * @throws Problem `role.update.forbidden` 403, `role.update.wider_than_own` 403; 404 when there is no such role
 */
export async function updateRole(
  parts: AccessParts,
  libraries: Pick<LibraryDirectory, 'byId'>,
  principal: Principal,
  name: string,
  edit: RoleEdit,
): Promise<CustomRole> {
  authorize(principal, 'role.update', theOrganization);
  const { organization } = principal;
  return parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    const before = await theRole(tx, organization, name);
    const role: CustomRole = {
      ...before,
      displayName: edit.displayName ?? before.displayName,
      description: edit.description ?? before.description,
      permissions: edit.permissions === undefined ? before.permissions : whole(edit.permissions),
    };
    const { permissions } = role;
    const added = permissions.filter((one) => !before.permissions.includes(one));
    // Whoever holds it anywhere would get what is added there.
    const held = await selectGrantsOfRole(tx, organization, name);
    const everywhere = {
      id: 'gra_',
      role: name,
      scope: { kind: 'organization' },
      permissions: added,
    } as const;
    const widened = [everywhere, ...held.map((grant) => ({ ...grant, permissions: added }))];
    if (added.length > 0) await refuseWiderThanOwn(principal, 'role.update', widened, libraries);
    await updateRoleRow(tx, organization, role, parts.clock.now());
    return {
      entry: {
        organization,
        action: 'role.update',
        actor: actorOf(principal),
        subject: { kind: 'role', id: role.id },
        data: {
          name,
          added,
          taken: before.permissions.filter((one) => !permissions.includes(one)),
        },
      },
      value: role,
    };
  });
}
