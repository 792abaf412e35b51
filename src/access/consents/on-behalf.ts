import type { Reader } from '../../platform/db/index.ts';
import { isId } from '../../platform/id.ts';
import type { ConsentId, Principal } from '../principal.ts';
import { type ConsentOf, selectConsentInForce } from '../store/consents.ts';
import { selectHeldBy } from '../store/held.ts';

/**
 * An app as it acts on behalf of a person (by id or e-mail address) who has consented: as far as both may, and with that person as the human
 * whom it is recorded for. Undefined without a consent in force, whatever the reason: a stranger learns nothing of who is here.
 */
export async function onBehalfOf(
  reader: Reader,
  principal: Principal,
  named: string,
  now: Date,
): Promise<Principal | undefined> {
  const person = isId('per', named) ? { person: named } : { email: named.toLowerCase() };
  return withConsent(reader, principal, person, now);
}

/** As `onBehalfOf`, for whoever was let act by a consent before. */
export async function stillOnBehalf(
  reader: Reader,
  principal: Principal,
  consent: ConsentId,
  now: Date,
): Promise<Principal | undefined> {
  return withConsent(reader, principal, { consent }, now);
}

async function withConsent(
  reader: Reader,
  principal: Principal,
  of: ConsentOf,
  now: Date,
): Promise<Principal | undefined> {
  const { organization, id: app } = principal;
  if (!isId('app', app)) return undefined;
  const consent = await selectConsentInForce(reader, organization, app, of);
  if (consent === undefined) return undefined;
  const grants = await selectHeldBy(reader, organization, consent.person, now);
  return {
    ...principal,
    human: consent.person,
    onBehalfOf: { consent: consent.id, person: consent.person, grants },
  };
}
