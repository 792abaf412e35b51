import { clearTally } from '../../platform/db/index.ts';
import { newId } from '../../platform/id.ts';
import { invariant } from '../../platform/invariant.ts';
import { Problem } from '../../platform/problem.ts';
import { authorize } from '../authorize.ts';
import { assertPassword, hashPassword } from '../password.ts';
import { actorOf, type Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { isPasswordOf } from '../sign-in/check-password.ts';
import type { SignInParts } from '../sign-in/parts.ts';
import { upsertPassword } from '../store/password-links.ts';
import { deleteSessionsOf } from '../store/sessions.ts';
import { selectSignInFacts } from '../store/sign-in.ts';

/**
 * Changes one's own password. The one of before has to be given: a stolen cookie does not take the account over. Guesses at it count
 * with those of signing in. Ends the person's other sessions. Entry `password.change`.
 * @throws Problem `password.change.session_needed`, `password.change.wrong_password` 403, `password.change.password_length`,
 *   `password.change.password_common` 400, `session.too_many_attempts` 429
 */
export async function changePassword(
  parts: SignInParts,
  principal: Principal,
  wish: { readonly current: string; readonly password: string },
): Promise<{ readonly sessionsEnded: number }> {
  authorize(principal, 'password.change', theOrganization);
  const { organization, human, credential } = principal;
  if (credential.kind !== 'session') throw sessionNeeded();
  const facts = await selectSignInFacts(parts.reader, 'id', human);
  invariant(facts !== undefined, 'who is signed in is somebody');
  assertPassword(wish.password, 'password.change', [facts.email, facts.displayName]);
  const attempt = await parts.attempts.begin('password', facts.email, facts);
  if (!(await isPasswordOf(facts, wish.current))) {
    await attempt.failed();
    throw wrongPassword();
  }
  const account = { id: newId('acc'), passwordHash: await hashPassword(wish.password) };
  const at = parts.clock.now();
  return parts.ledger.record(async (tx) => {
    await clearTally(tx, attempt.key);
    await upsertPassword(tx, organization, human, account, at);
    const { length: sessionsEnded } = await deleteSessionsOf(tx, organization, human, credential.id);
    return {
      entry: {
        organization,
        action: 'password.change',
        actor: actorOf(principal),
        subject: { kind: 'person', id: human },
        data: { by: 'password', sessionsEnded },
      },
      value: { sessionsEnded },
    };
  });
}

const refusal = (name: string, detail: string) =>
  new Problem({ code: `password.change.${name}`, status: 403, detail });
const sessionNeeded = () =>
  refusal('session_needed', 'A person changes their password, signed in, and no key. Do it in a browser.');
const wrongPassword = () =>
  refusal('wrong_password', 'This is not your password of now. Try again; nothing has been changed.');
