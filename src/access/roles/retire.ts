import { Problem } from '../../platform/problem.ts';
import { authorize } from '../authorize.ts';
import type { AccessParts } from '../parts.ts';
import { actorOf, type Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { revocationOf } from '../revoke-grant.ts';
import { deleteGrant, selectGrantsOfRole } from '../store/grants.ts';
import { lockOrganization } from '../store/organizations.ts';
import { retireRoleRow } from '../store/roles.ts';
import { theRole } from './find.ts';

/** More grants than this are not taken away by the way. */
const mostGrants = 200;

/**
 * Takes a role away for good, and with it every grant of it. Its name is not given again. Entries `role.retire`, and `grant.revoke` for
 * each grant.
 * @throws Problem `role.retire.forbidden` 403, `role.retire.too_many_grants` 409; 404 when there is no such role
 */
export async function retireRole(parts: AccessParts, principal: Principal, name: string): Promise<void> {
  authorize(principal, 'role.retire', theOrganization);
  const { organization } = principal;
  await parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    const role = await theRole(tx, organization, name);
    // First the role: from here on nobody can give it any more.
    await retireRoleRow(tx, organization, role.id, parts.clock.now());
    const grants = await selectGrantsOfRole(tx, organization, name);
    if (grants.length > mostGrants)
      throw new Problem({
        code: 'role.retire.too_many_grants',
        status: 409,
        detail: `${grants.length} grants are of this role. Revoke some of them first, until at most ${mostGrants} are left.`,
      });
    for (const { id } of grants) await deleteGrant(tx, organization, id);
    const entry = {
      organization,
      action: 'role.retire',
      actor: actorOf(principal),
      subject: { kind: 'role', id: role.id },
      data: { name, grants: grants.length },
    };
    return { entry: [entry, ...grants.map((grant) => revocationOf(principal, grant))], value: undefined };
  });
}
