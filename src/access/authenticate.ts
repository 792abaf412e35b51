import { type AddressRange, clientAddress } from '../platform/address-range.ts';
import type { Clock } from '../platform/clock.ts';
import type { LastUse, Reader } from '../platform/db/index.ts';
import type { RequestFacts } from '../platform/http/index.ts';
import { Problem } from '../platform/problem.ts';
import { isSecret, parseKey, sha256 } from './key.ts';
import { refuseAddressOutsideScope } from './key-scope.ts';
import type { Principal } from './principal.ts';
import { refuseCrossSite } from './same-origin.ts';
import { holderIfGood } from './still.ts';
import { type StoredKey, selectPrincipalOfSession } from './store/principals.ts';

export interface AuthenticateParts {
  readonly reader: Reader;
  readonly clock: Clock;
  readonly address: string;
  /** A key by its prefix, as it is stored now. */
  readonly storedKey: (prefix: string) => Promise<StoredKey | undefined>;
  readonly lastUse: Pick<LastUse, 'note'>;
  /** Proxies that say truly whom they speak for. */
  readonly trustedProxies: readonly AddressRange[];
  readonly sessionToken: (cookie: string) => Promise<string | undefined>;
}

const safeMethods: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Who is calling: from the key if one is sent, otherwise from the session cookie; undefined when neither is good.
 * Nothing is cached: what is revoked is revoked for the next request.
 * @throws Problem `request.two_credentials`, `request.address_refused`, `session.cross_site`
 */
export async function authenticate(
  parts: AuthenticateParts,
  facts: RequestFacts,
): Promise<Principal | undefined> {
  const keys = new Set(keysSent(facts));
  if (keys.size > 1)
    throw new Problem({
      code: 'request.two_credentials',
      status: 400,
      detail: 'The request carries two different keys. Send one.',
    });
  for (const key of keys) return byKey(parts, facts, key);
  return bySession(parts, facts);
}

function keysSent(facts: RequestFacts): string[] {
  const bearer = /^Bearer +(.+)$/i.exec(facts.header('authorization') ?? '')?.[1];
  return [bearer, facts.header('x-api-key'), facts.header('x-goog-api-key')]
    .filter((sent) => sent !== undefined)
    .map((sent) => sent.trim());
}

async function byKey(
  parts: AuthenticateParts,
  facts: RequestFacts,
  text: string,
): Promise<Principal | undefined> {
  const given = parseKey(text);
  if (given === undefined) return undefined;
  const now = parts.clock.now();
  const stored = await parts.storedKey(given.prefix);
  if (!isSecret(given.secretSha256, stored?.secretSha256) || stored === undefined) return undefined;
  const principal = holderIfGood(stored, now);
  if (principal === undefined) return undefined;
  const arrival = { peer: facts.peer, forwardedFor: facts.header('x-forwarded-for') };
  refuseAddressOutsideScope(principal.keyScope, clientAddress(arrival, parts.trustedProxies));
  parts.lastUse.note(principal.organization, principal.credential.id);
  return principal;
}

async function bySession(parts: AuthenticateParts, facts: RequestFacts): Promise<Principal | undefined> {
  const cookie = facts.header('cookie');
  if (cookie === undefined || !cookie.includes('countersign.session_token=')) return undefined;
  // A read says where it comes from only when a script of another site asks (or opens a stream): that is refused too (AT-48).
  const isRead = safeMethods.includes(facts.method.toUpperCase());
  if (!isRead || facts.header('origin') !== undefined) refuseCrossSite(facts, parts.address);
  const token = await parts.sessionToken(cookie);
  if (token === undefined) return undefined;
  return selectPrincipalOfSession(parts.reader, sha256(token), parts.clock.now());
}
