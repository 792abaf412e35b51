import { notFound, Problem } from '../platform/problem.ts';
import { authorize } from './authorize.ts';
import type { AccessParts } from './parts.ts';
import { actorOf, type GrantId, type Principal } from './principal.ts';
import { theOrganization } from './resource.ts';
import { countAdmins, deleteGrant } from './store/grants.ts';
import { lockOrganization } from './store/organizations.ts';

/**
 * Takes a role away. Entry `grant.revoke`. In force from the next request on: nothing caches grants.
 * Safe concurrently: two admins who revoke each other at once are ordered by the organization's lock, and the second is refused.
 * @throws Problem `grant.revoke.forbidden`, `grant.revoke.last_admin`; 404 when there is no such grant
 */
export async function revokeGrant(parts: AccessParts, principal: Principal, id: GrantId): Promise<void> {
  authorize(principal, 'grant.revoke', theOrganization);
  const { organization } = principal;
  await parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    const grant = await deleteGrant(tx, organization, id);
    if (grant === undefined) throw notFound();
    if ((await countAdmins(tx, organization)) === 0)
      throw new Problem({
        code: 'grant.revoke.last_admin',
        status: 409,
        detail:
          'This is the last admin of the organization. Make somebody else an admin first, then revoke this grant.',
      });
    const { principal: holder, role, scope } = grant;
    return {
      entry: {
        organization,
        action: 'grant.revoke',
        actor: actorOf(principal),
        subject: { kind: 'grant', id },
        data: { principal: holder, role, scope: { ...scope } },
      },
      value: undefined,
    };
  });
}
