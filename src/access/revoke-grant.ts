import type { EntryDraft, OrganizationId } from '../ledger/index.ts';
import type { Tx } from '../platform/db/index.ts';
import { notFound, Problem } from '../platform/problem.ts';
import { authorize } from './authorize.ts';
import { isWholeAdmin, widerThanOwn } from './hand-out.ts';
import type { AccessParts } from './parts.ts';
import { actorOf, type GrantId, type Principal } from './principal.ts';
import { theOrganization } from './resource.ts';
import { countAdmins, deleteGrant, type HeldGrant } from './store/grants.ts';
import { lockOrganization } from './store/organizations.ts';

/**
 * Takes a role away. Entry `grant.revoke`. In force from the next request on: nothing caches grants.
 * Safe concurrently: two admins who revoke each other at once are ordered by the organization's lock, and the second is refused.
 * @throws Problem `grant.revoke.forbidden`, `grant.revoke.last_admin`, `grant.revoke.wider_than_own` 403 (an admin's grant, by somebody
 *   who is none); 404 when there is no such grant
 */
export async function revokeGrant(parts: AccessParts, principal: Principal, id: GrantId): Promise<void> {
  authorize(principal, 'grant.revoke', theOrganization);
  const { organization } = principal;
  await parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    const grant = await deleteGrant(tx, organization, id);
    if (grant === undefined) throw notFound();
    if (grant.role === 'admin' && !isWholeAdmin(principal)) throw widerThanOwn('grant.revoke', 'admin');
    await refuseWithoutAdmin(tx, organization, 'grant.revoke');
    return { entry: revocationOf(principal, grant), value: undefined };
  });
}

/** Under `lockOrganization`, after the change. @throws Problem `<action>.last_admin` when no active person is an admin for good any more */
export async function refuseWithoutAdmin(
  tx: Tx,
  organization: OrganizationId,
  action: 'grant.revoke' | 'team.remove_member' | 'team.retire',
): Promise<void> {
  if ((await countAdmins(tx, organization)) > 0) return;
  throw new Problem({
    code: `${action}.last_admin`,
    status: 409,
    detail:
      'This would leave the organization without an admin. Make somebody else an admin first, without an end, then do it again.',
  });
}

/** What an entry says of a grant that is taken away. */
export function revocationOf(principal: Principal, grant: HeldGrant): EntryDraft {
  const { id, principal: holder, role, scope } = grant;
  return {
    organization: principal.organization,
    action: 'grant.revoke',
    actor: actorOf(principal),
    subject: { kind: 'grant', id },
    data: { principal: holder, role, scope: { ...scope } },
  };
}
