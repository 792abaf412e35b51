import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import type { Action } from '../action.ts';
import { authorize } from '../authorize.ts';
import { refuseWiderThanOwn } from '../hand-out.ts';
import type { AccessParts } from '../parts.ts';
import { actorOf, type Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { insertRole } from '../store/roles.ts';
import { type CustomRole, roleNameFault, whole } from './role.ts';

export interface NewRole {
  readonly name: string;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  readonly permissions: readonly Action[];
}

/**
 * Makes a role that nobody holds yet. Entry `role.create`, with what it holds.
 * @throws Problem `role.create.forbidden` 403, `role.create.bad_name` 422, `role.create.name_taken` 409,
 *   `role.create.wider_than_own` 403
 */
export async function createRole(
  parts: AccessParts,
  principal: Principal,
  input: NewRole,
): Promise<CustomRole> {
  authorize(principal, 'role.create', theOrganization);
  const fault = roleNameFault(input.name);
  if (fault !== undefined) throw new Problem({ code: 'role.create.bad_name', status: 422, detail: fault });
  const { organization } = principal;
  const role: CustomRole = {
    id: newId('rol'),
    name: input.name,
    displayName: input.displayName ?? input.name,
    description: input.description ?? '',
    permissions: whole(input.permissions),
    createdBy: principal.id,
    createdAt: parts.clock.now(),
  };
  await refuseWiderThanOwn(principal, 'role.create', [
    { id: 'gra_', role: role.name, scope: { kind: 'organization' }, permissions: role.permissions },
  ]);
  return parts.ledger.record(async (tx) => {
    if (!(await insertRole(tx, organization, role)))
      throw new Problem({
        code: 'role.create.name_taken',
        status: 409,
        detail: `There is, or was, a role ${role.name}. Names of retired roles are not given again. Choose another name.`,
      });
    return {
      entry: {
        organization,
        action: 'role.create',
        actor: actorOf(principal),
        subject: { kind: 'role', id: role.id },
        data: { name: role.name, permissions: role.permissions },
      },
      value: role,
    };
  });
}
