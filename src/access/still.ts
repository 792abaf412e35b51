import type { OrganizationId } from '../ledger/index.ts';
import type { Reader } from '../platform/db/index.ts';
import { isId } from '../platform/id.ts';
import type { KeyId, Principal } from './principal.ts';
import { type StoredKey, selectPrincipalOfSessionById, selectStoredKeyById } from './store/principals.ts';

/**
 * Whoever was let in by a credential, as that credential lets them in now: for what takes long, such as a stream (attack AT-45).
 * Undefined when the key was revoked or has expired, the session ended, or the person left. One query, nothing cached, so that it holds
 * on every node at once.
 */
export async function still(
  reader: Reader,
  { organization, credential }: Pick<Principal, 'organization' | 'credential'>,
  now: Date,
): Promise<Principal | undefined> {
  const { id } = credential;
  if (isId('key', id)) return holderNow(reader, organization, id, now);
  return isId('ses', id) ? selectPrincipalOfSessionById(reader, organization, id, now) : undefined;
}

/** The holder of a key, when the key is good now. */
export async function holderNow(
  reader: Reader,
  organization: OrganizationId,
  id: KeyId,
  now: Date,
): Promise<Principal | undefined> {
  const stored = await selectStoredKeyById(reader, organization, id, now);
  return stored && holderIfGood(stored, now);
}

export function holderIfGood(stored: StoredKey, now: Date): Principal | undefined {
  const expired = stored.expiresAt !== null && stored.expiresAt <= now;
  return expired || stored.revokedAt !== null || !stored.active ? undefined : stored.principal;
}
