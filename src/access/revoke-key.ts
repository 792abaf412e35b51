import type { OrganizationId } from '../ledger/index.ts';
import type { JsonObject } from '../platform/canonical-json.ts';
import type { Tx } from '../platform/db/index.ts';
import { isId } from '../platform/id.ts';
import { notFound } from '../platform/problem.ts';
import { authorize, permits } from './authorize.ts';
import type { Key } from './key.ts';
import type { AccessParts } from './parts.ts';
import { type AppId, actorOf, type KeyId, type PersonId, type Principal } from './principal.ts';
import { theOrganization } from './resource.ts';
import { selectApp } from './store/apps.ts';
import { selectKey, updateKeyRevoked, updateKeysMadeWithRevoked } from './store/keys.ts';

/**
 * Ends a key of one's own, or of an app that one owns (an admin: any key), and whatever keys were made with it. Entry `key.revoke` for each.
 * In force from the next request on.
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
    const made = await revokeMadeWith(tx, organization, id, at);
    const entryOf = (one: Pick<Key, 'id'>, data: JsonObject) => ({
      organization,
      action: 'key.revoke',
      actor: actorOf(principal),
      subject: { kind: 'key', id: one.id },
      data,
    });
    const withIt = made.map((one) =>
      entryOf(one, { principal: one.holder, madeWith: one.madeWith, with: id }),
    );
    return { entry: [entryOf(key, { principal: key.principal }), ...withIt] as const, value: undefined };
  });
}

/**
 * A stolen key may have made others, and those more. One level after the other, each in a statement of its own: making a key waits for the
 * revocation of the one that it is made with, or the other way round, so none slips through between two levels.
 */
async function revokeMadeWith(tx: Tx, organization: OrganizationId, id: KeyId, at: Date) {
  const revoked: Awaited<ReturnType<typeof updateKeysMadeWithRevoked>> = [];
  let level: readonly KeyId[] = [id];
  while (level.length > 0) {
    const made = await updateKeysMadeWithRevoked(tx, organization, level, at);
    revoked.push(...made);
    level = made.map((one) => one.id);
  }
  return revoked;
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
