import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server';
import { z } from 'zod';
import type { SignInParts } from '../sign-in/parts.ts';
import { type Passkey, selectPasskeyByCredential, updatePasskeyUsed } from '../store/passkeys.ts';
import { type Proof, spendNonce, usedCode } from './proof.ts';
import { type RelyingParty, relyingParty } from './relying-party.ts';

export const challengeLifeMs = 5 * 60_000;
const purpose = 'passkey challenge';
const base64url = z
  .string()
  .max(8_192)
  .regex(/^[\w-]*$/);

/** WebAuthn §5.1 AuthenticationResponseJSON, as browsers make it. What is not read is let through, and left out. */
export const assertion = z.object({
  id: base64url.min(1),
  rawId: base64url.min(1),
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64url.min(1),
    authenticatorData: base64url.min(1),
    signature: base64url.min(1),
    userHandle: base64url.exactOptional(),
  }),
  clientExtensionResults: z.object({}),
});
export type Assertion = z.output<typeof assertion>;

const sealedChallenge = z.object({ challenge: z.string(), rpId: z.string(), origin: z.string() });

/** What a browser asks its passkeys, and what it keeps for us meanwhile. Names nobody: the passkey says whose it is. */
export async function passkeyOptions(parts: SignInParts, party: RelyingParty) {
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    userVerification: 'required',
    timeout: challengeLifeMs,
  });
  const content = { challenge: options.challenge, rpId: party.id, origin: party.origin };
  return { options, sealed: parts.seal.close(purpose, content, challengeLifeMs) };
}

/**
 * Verifies what a passkey signed: our challenge, for our name, on our page, its person present and recognized by it. Undefined otherwise.
 * @param sealed what `passkeyOptions` gave the browser to keep
 */
export async function passkeyProof(
  parts: SignInParts,
  sealed: string | undefined,
  given: Assertion,
): Promise<Proof | undefined> {
  const opened = parts.seal.open(purpose, sealed, sealedChallenge);
  if (opened === undefined) return undefined;
  const { challenge, rpId, origin } = opened.value;
  const passkey = await selectPasskeyByCredential(parts.reader, given.id);
  if (passkey === undefined || passkey.rpId !== rpId) return undefined;
  // What an organization's page asked is still ours to ask: the address may have been set anew since.
  if (relyingParty(parts.address, origin) === undefined) return undefined;
  const info = await verified(passkey, given, { challenge, rpId, origin });
  if (info === undefined) return undefined;
  const { organization, person } = passkey;
  return {
    holder: { organization, person },
    by: 'passkey',
    spend: async (tx) => {
      const at = parts.clock.now();
      await spendNonce(tx, organization, opened, at);
      const used = { counter: info.newCounter, synced: info.credentialBackedUp, at };
      if (!(await updatePasskeyUsed(tx, passkey, used))) throw usedCode();
    },
  };
}

/** What cannot even be read is not verified: the library throws for it. */
async function verified(
  passkey: Passkey,
  response: Assertion,
  asked: { readonly challenge: string; readonly rpId: string; readonly origin: string },
) {
  try {
    const { verified: good, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: asked.challenge,
      expectedOrigin: asked.origin,
      expectedRPID: asked.rpId,
      requireUserVerification: true,
      credential: {
        id: passkey.credential,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: passkey.counter,
      },
    });
    return good ? authenticationInfo : undefined;
  } catch {
    return undefined;
  }
}
