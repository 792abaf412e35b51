import { z } from 'zod';
import type { Tx } from '../../platform/db/index.ts';
import { clearTally } from '../../platform/db/index.ts';
import { notSignedIn } from '../../platform/http/index.ts';
import { Problem } from '../../platform/problem.ts';
import { sha256 } from '../key.ts';
import type { Session } from '../session.ts';
import { isPasswordOf } from '../sign-in/check-password.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import { proofOf, secondStepBody, secondStepOf } from '../sign-in/second-step.ts';
import { selectSession, updateSessionAuthenticated } from '../store/sessions.ts';
import { selectSignInFacts } from '../store/sign-in.ts';

export const stepUpBody = z.union([
  z.strictObject({ password: z.string().min(1).max(1024) }),
  ...secondStepBody.options,
]);
type Given = z.output<typeof stepUpBody>;

/**
 * The person of a session proves again who they are; the session stays the same. Durable when it resolves. Entry `session.step_up`.
 * Whoever has a second factor gives that: a password alone proves less than what they signed in with.
 * Wrong guesses count with those of signing in: a stolen cookie buys no further ones.
 * @param token of the session, undefined when the cookie is no good
 * @throws Problem `session.required` 401, `session.step_up.wrong_password`, `session.step_up.wrong_code`,
 *   `session.step_up.second_factor_needed` 403, `session.too_many_attempts` 429
 */
export async function stepUp(
  parts: SignInParts,
  token: string | undefined,
  given: Given,
  challenge: string | undefined,
): Promise<Date> {
  const session = token === undefined ? undefined : await selectSession(parts.reader, sha256(token));
  const facts = session && (await selectSignInFacts(parts.reader, 'id', session.person));
  if (session === undefined || facts === undefined) throw notSignedIn();
  if ('password' in given) {
    if (secondStepOf(facts)?.enroll === false) throw secondFactorNeeded();
    const attempt = await parts.attempts.begin('password', facts.email, facts);
    if (await isPasswordOf(facts, given.password)) return record(parts, session, 'password', attempt.key);
    await attempt.failed();
    throw wrongPassword();
  }
  const attempt = await parts.attempts.begin('second_step', facts.person, facts);
  const proof = await proofOf(parts, facts, given, challenge);
  if (proof !== undefined) {
    try {
      return await record(parts, session, proof.by, attempt.key, proof.spend);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'session.used_code') throw error;
    }
  }
  await attempt.failed();
  throw wrongCode();
}

function record(
  parts: SignInParts,
  session: Session,
  by: string,
  key: Buffer,
  spend?: (tx: Tx) => Promise<void>,
): Promise<Date> {
  const at = parts.clock.now();
  return parts.ledger.record(async (tx) => {
    await spend?.(tx);
    const failuresBefore = await clearTally(tx, key);
    if (!(await updateSessionAuthenticated(tx, session, at))) throw notSignedIn();
    return {
      entry: {
        organization: session.organization,
        action: 'session.step_up',
        actor: { kind: 'person', id: session.person, credential: { kind: 'session', id: session.id } },
        subject: { kind: 'session', id: session.id },
        data: { by, ...(failuresBefore === 0 ? {} : { failuresBefore }) },
      },
      value: at,
    };
  });
}

const refusal = (name: string, detail: string) =>
  new Problem({ code: `session.step_up.${name}`, status: 403, detail });

const wrongPassword = () =>
  refusal(
    'wrong_password',
    'This is not the password that you sign in with. Try again; what you wanted to do has not been done.',
  );
const wrongCode = () =>
  refusal(
    'wrong_code',
    'This code or passkey is not good. Look at the newest code and try again; what you wanted to do has not been done.',
  );
const secondFactorNeeded = () =>
  refusal('second_factor_needed', 'You have a second factor. Confirm with a code or a passkey instead.');
