import { type Assertion, passkeyProof } from '../factors/passkey-proof.ts';
import type { NewSession } from '../sessions/begin.ts';
import { type SignInFacts, selectSignInFacts } from '../store/sign-in.ts';
import { completeSignIn, type SignInWish } from './complete.ts';
import type { SignInParts } from './parts.ts';
import { wrongCode } from './second-step.ts';

/**
 * Signs in with a passkey and nothing else: its device has recognized the person, and so it is two factors. Not counted as guesses: a
 * signature cannot be guessed.
 * @throws Problem `session.wrong_code`, `session.used_code` 401
 */
export async function signInByPasskey(
  parts: SignInParts,
  challenge: string | undefined,
  given: Assertion,
  wish: SignInWish,
): Promise<{ readonly facts: SignInFacts; readonly made: NewSession }> {
  const proof = await passkeyProof(parts, challenge, given);
  const facts = proof && (await selectSignInFacts(parts.reader, 'id', proof.holder.person));
  if (proof === undefined || facts === undefined) throw wrongCode();
  const done = { facts, method: 'passkey', wish, keys: [], spend: proof.spend } as const;
  return { facts, made: await completeSignIn(parts, done) };
}
