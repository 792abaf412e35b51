import { isId } from '../platform/id.ts';
import { notFound, Problem } from '../platform/problem.ts';
import { authorize, permits } from './authorize.ts';
import { mintKey } from './create-key.ts';
import type { Key } from './key.ts';
import type { AccessParts, LibraryDirectory } from './parts.ts';
import type { KeyId, Principal } from './principal.ts';
import { theOrganization } from './resource.ts';
import { selectApp } from './store/apps.ts';
import { selectKey, updateKeyEnds } from './store/keys.ts';

const hourMs = 3_600_000;

/**
 * Makes a new key in the place of one that is good, with the same holder, name and scope, and as long to live as that had; the old one
 * works for the overlap and then ends. Entry `key.rotate` of the new key, which names the old one.
 * A person's key is that person's alone to rotate: who could do it for others would hold their secret.
 * @param overlapHours 0: the old one ends at once
 * @throws Problem `key.rotate.forbidden`, `key.rotate.ended` 409, `key.rotate.wider_than_maker`, `key.rotate.checks_forbidden`; 404 when there is no such key or it is somebody else's
 */
export async function rotateKey(
  parts: AccessParts,
  libraries: Pick<LibraryDirectory, 'byId'>,
  principal: Principal,
  id: KeyId,
  overlapHours: number,
): Promise<Key & { readonly secret: string }> {
  authorize(principal, 'key.rotate', theOrganization);
  const { organization } = principal;
  const old = await selectKey(parts.reader, organization, id);
  if (old === undefined) throw notFound();
  await refuseOthers(parts, principal, old);
  const now = parts.clock.now();
  const overlapEnd = new Date(now.getTime() + overlapHours * hourMs);
  const end = old.expiresAt !== undefined && old.expiresAt < overlapEnd ? old.expiresAt : overlapEnd;
  if (!isGood(old, now)) throw ended();
  return mintKey(parts, libraries, principal, {
    action: 'key.rotate',
    displayName: old.displayName,
    holder: old.principal,
    scope: old.scope,
    expiresAt: old.expiresAt && new Date(now.getTime() + old.expiresAt.getTime() - old.createdAt.getTime()),
    alongside: async (tx) => {
      // Revoked since we looked.
      if (!(await updateKeyEnds(tx, organization, id, { now, end }))) throw ended();
      return { replaces: id, replacedUntil: end.toISOString() };
    },
  });
}

async function refuseOthers(parts: AccessParts, principal: Principal, key: Key): Promise<void> {
  const { principal: holder } = key;
  if (holder === principal.id) return;
  const admin = permits(principal, 'key.revoke_all', theOrganization);
  if (isId('app', holder)) {
    const app = await selectApp(parts.reader, principal.organization, holder);
    if (admin || app?.owner === principal.human) return;
  }
  if (!admin) throw notFound();
  throw new Problem({
    code: 'key.rotate.forbidden',
    status: 403,
    detail: 'Only its holder rotates the key of a person. Revoke it, and they make a new one.',
  });
}

const isGood = (key: Key, now: Date) =>
  key.revokedAt === undefined && (key.expiresAt === undefined || key.expiresAt > now);

function ended(): Problem {
  return new Problem({
    code: 'key.rotate.ended',
    status: 409,
    detail: 'This key was revoked or has expired, so there is nothing to rotate. Make a new key.',
  });
}
