import type { OrganizationId } from '../ledger/index.ts';
import { askTogether } from '../platform/ask-together.ts';
import type { Clock } from '../platform/clock.ts';
import type { Reader } from '../platform/db/index.ts';
import { isId } from '../platform/id.ts';
import { stillOnBehalf } from './consents/on-behalf.ts';
import type { KeyId, Principal } from './principal.ts';
import { type StoredKey, selectPrincipalOfSessionById, selectStoredKeysById } from './store/principals.ts';

/** Keys as they are stored at the moment of asking: what many ask at once is one query of each organization. */
export function keysNow(
  reader: Reader,
  clock: Clock,
): (organization: OrganizationId, id: KeyId) => Promise<StoredKey | undefined> {
  const asks = new Map<OrganizationId, (id: string) => Promise<StoredKey | undefined>>();
  return (organization, id) => {
    const ask =
      asks.get(organization) ??
      askTogether((ids) => selectStoredKeysById(reader, organization, ids, clock.now()));
    asks.set(organization, ask);
    return ask(id);
  };
}

export interface StillParts {
  readonly reader: Reader;
  readonly keyNow: ReturnType<typeof keysNow>;
}

/**
 * Whoever was let in by a credential, as that credential lets them in now: for what takes long, such as a stream (attack AT-45).
 * Undefined when the key was revoked or has expired, the consent that it acts by was withdrawn, the session ended, or the person left. Nothing is cached, so that it holds on every
 * node at once.
 */
export async function still(
  { reader, keyNow }: StillParts,
  { organization, credential, onBehalfOf }: Pick<Principal, 'organization' | 'credential' | 'onBehalfOf'>,
  now: Date,
): Promise<Principal | undefined> {
  const { id } = credential;
  if (isId('key', id)) {
    const stored = await keyNow(organization, id);
    const holder = stored && holderIfGood(stored, now);
    if (holder === undefined || onBehalfOf === undefined) return holder;
    return stillOnBehalf(reader, holder, onBehalfOf.consent, now);
  }
  return isId('ses', id) ? selectPrincipalOfSessionById(reader, organization, id, now) : undefined;
}

/** The holder of a key, when the key is good now. */
export async function holderNow(
  reader: Reader,
  organization: OrganizationId,
  id: KeyId,
  now: Date,
): Promise<Principal | undefined> {
  const stored = (await selectStoredKeysById(reader, organization, [id], now)).get(id);
  return stored && holderIfGood(stored, now);
}

export function holderIfGood(stored: StoredKey, now: Date): Principal | undefined {
  const expired = stored.expiresAt !== null && stored.expiresAt <= now;
  return expired || stored.revokedAt !== null || !stored.active ? undefined : stored.principal;
}
