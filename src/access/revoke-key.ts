import { isId } from '../platform/id.ts';
import { notFound } from '../platform/problem.ts';
import { authorize, permits } from './authorize.ts';
import type { AccessParts } from './parts.ts';
import { type AppId, actorOf, type KeyId, type PersonId, type Principal } from './principal.ts';
import { theOrganization } from './resource.ts';
import { selectApp } from './store/apps.ts';
import { selectKey, updateKeyRevoked } from './store/keys.ts';

/**
 * Ends a key of one's own, or of an app that one owns (an admin: any key). Entry `key.revoke`. In force from the next request on.
 * Again on a revoked key: nothing happens, and nothing is recorded.
 * @throws Problem `key.revoke.forbidden`; 404 when there is no such key or it is somebody else's
 */
export async function revokeKey(parts: AccessParts, principal: Principal, id: KeyId): Promise<void> {
  authorize(principal, 'key.revoke', theOrganization);
  const { organization } = principal;
  const key = await selectKey(parts.reader, organization, id);
  if (key === undefined || !(await mayRevoke(parts, principal, key.principal))) throw notFound();
  if (key.revokedAt !== undefined) return;
  const at = parts.clock.now();
  await parts.ledger.record(async (tx) => {
    // Somebody else revoked it since we looked: then it is not there to be revoked.
    if (!(await updateKeyRevoked(tx, organization, id, at))) throw notFound();
    return {
      entry: {
        organization,
        action: 'key.revoke',
        actor: actorOf(principal),
        subject: { kind: 'key', id },
        data: { principal: key.principal },
      },
      value: undefined,
    };
  });
}

async function mayRevoke(
  parts: AccessParts,
  principal: Principal,
  holder: PersonId | AppId,
): Promise<boolean> {
  if (holder === principal.id || permits(principal, 'key.revoke_all', theOrganization)) return true;
  if (!isId('app', holder)) return false;
  const app = await selectApp(parts.reader, principal.organization, holder);
  return app?.owner === principal.human;
}
