import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import { z } from 'zod';
import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import { actorOf, type Principal } from '../principal.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import { insertPasskey, type Passkey, selectPasskeys } from '../store/passkeys.ts';
import { challengeLifeMs } from './passkey-proof.ts';
import { spendNonce } from './proof.ts';
import { relyingParty } from './relying-party.ts';
import { offerOver, ownFactors, withFirstCodes } from './set-up.ts';

const purpose = 'passkey offer';
const offerShape = z.object({
  person: z.string(),
  challenge: z.string(),
  rpId: z.string(),
  origin: z.string(),
});
const base64url = z
  .string()
  .max(16_384)
  .regex(/^[\w-]*$/);
const maxPasskeys = 20;

/** WebAuthn §5.1 RegistrationResponseJSON, as browsers make it. What is not read is let through, and left out. */
export const attestation = z.object({
  id: base64url.min(1),
  rawId: base64url.min(1),
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url.min(1),
    attestationObject: base64url.min(1),
    transports: z
      .array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']))
      .max(10)
      .exactOptional(),
  }),
  clientExtensionResults: z.object({}),
});

/**
 * What a browser asks a device for a new passkey with: one that it can find by itself, and that it gives only to its person.
 * @param origin of the page that asks
 * @throws Problem `passkey.start.session_needed`, `.step_up_needed` 403, `passkey.not_here`, `passkey.start.too_many` 409
 */
export async function startPasskey(parts: SignInParts, principal: Principal, origin: string) {
  const facts = await ownFactors(parts, principal, 'passkey.start');
  const party = relyingParty(parts.address, origin);
  if (party === undefined) throw passkeysElsewhere(parts.address);
  const held = await selectPasskeys(parts.reader, facts.organization, facts.person);
  if (held.length >= maxPasskeys)
    throw new Problem({
      code: 'passkey.start.too_many',
      status: 409,
      detail: `You have ${maxPasskeys} passkeys. Remove one that you do not use.`,
    });
  const options = await generateRegistrationOptions({
    rpName: 'Countersign',
    rpID: party.id,
    userID: new Uint8Array(Buffer.from(facts.person)),
    userName: facts.email,
    userDisplayName: facts.displayName,
    timeout: challengeLifeMs,
    excludeCredentials: held.map(({ credential }) => ({ id: credential })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  const { challenge } = options;
  const content = { person: facts.person, challenge, rpId: party.id, origin: party.origin };
  return { options, offer: parts.seal.close(purpose, content, challengeLifeMs) };
}

/**
 * Keeps the passkey that a device made. Entry `passkey.create`.
 * @returns recovery codes, shown this once, when it is the person's first factor
 * @throws Problem as `startPasskey`, `passkey.create.offer_over`, `passkey.create.not_verified` 422, `passkey.create.exists` 409
 */
export async function createPasskey(
  parts: SignInParts,
  principal: Principal,
  given: {
    readonly offer: string;
    readonly displayName: string;
    readonly passkey: z.output<typeof attestation>;
  },
): Promise<{ readonly passkey: Passkey; readonly recoveryCodes: readonly string[] }> {
  const facts = await ownFactors(parts, principal, 'passkey.create');
  const offer = parts.seal.open(purpose, given.offer, offerShape);
  if (offer === undefined || offer.value.person !== facts.person) throw offerOver('passkey.create');
  const info = await verified(given.passkey, offer.value);
  if (info === undefined) throw notVerified();
  const at = parts.clock.now();
  const passkey: Passkey = {
    organization: facts.organization,
    id: newId('pas', at.getTime()),
    person: facts.person,
    credential: info.credential.id,
    rpId: offer.value.rpId,
    publicKey: info.credential.publicKey,
    counter: info.credential.counter,
    transports: given.passkey.response.transports ?? [],
    synced: info.credentialBackedUp,
    displayName: given.displayName,
    createdAt: at,
    lastUsedAt: null,
  };
  return parts.ledger.record(async (tx) => {
    await spendNonce(tx, facts.organization, offer, at);
    if (!(await insertPasskey(tx, passkey))) throw exists();
    const { entry, value } = await withFirstCodes(
      tx,
      facts,
      {
        organization: facts.organization,
        action: 'passkey.create',
        actor: actorOf(principal),
        subject: { kind: 'passkey', id: passkey.id },
        data: { person: facts.person, synced: passkey.synced },
      },
      at,
    );
    return { entry, value: { passkey, ...value } };
  });
}

/** What cannot even be read is not verified: the library throws for it. */
async function verified(
  response: z.output<typeof attestation>,
  asked: { readonly challenge: string; readonly origin: string; readonly rpId: string },
) {
  try {
    const { verified: good, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: asked.challenge,
      expectedOrigin: asked.origin,
      expectedRPID: asked.rpId,
      requireUserVerification: true,
    });
    return good ? registrationInfo : undefined;
  } catch {
    return undefined;
  }
}

/** Passkeys are bound to a name, and to encryption. */
export function passkeysElsewhere(address: string): Problem {
  return new Problem({
    code: 'passkey.not_here',
    status: 409,
    detail: `Passkeys work at the address that this server was set up for (COUNTERSIGN_ADDRESS, now ${address}), with https and a name, or at localhost. Open Countersign there.`,
  });
}

const notVerified = () =>
  new Problem({
    code: 'passkey.create.not_verified',
    status: 422,
    detail:
      'The device did not answer as a passkey does that recognizes its person. Try again, or another device.',
  });

const exists = () =>
  new Problem({ code: 'passkey.create.exists', status: 409, detail: 'This passkey is kept already.' });
