import { notSignedIn } from '../../platform/http/index.ts';
import { Problem } from '../../platform/problem.ts';
import { sha256 } from '../key.ts';
import type { AccessParts } from '../parts.ts';
import { verifyPassword } from '../password.ts';
import type { Session } from '../session.ts';
import type { SignInAttempts } from '../sign-in-attempts.ts';
import {
  selectAccount,
  selectActivePerson,
  selectSession,
  updateSessionAuthenticated,
} from '../store/sessions.ts';

/**
 * The person of a session proves again who they are; the session stays the same. Durable when it resolves. Entry `session.step_up`.
 * Wrong passwords count with those of signing in: a stolen cookie buys no further guesses.
 * @param token of the session, undefined when the cookie is no good
 * @throws Problem `session.required` 401, `session.step_up.wrong_password` 403, `session.too_many_attempts` 429
 */
export async function stepUp(
  parts: AccessParts,
  attempts: SignInAttempts,
  token: string | undefined,
  password: string,
): Promise<Date> {
  const session = token === undefined ? undefined : await selectSession(parts.reader, sha256(token));
  const person = session && (await selectActivePerson(parts.reader, 'id', session.person));
  if (session === undefined || person === undefined) throw notSignedIn();
  attempts.begin(person.email);
  const account = await selectAccount(parts.reader, person.id);
  if (account === undefined || !(await verifyPassword(account.password_hash, password)))
    throw new Problem({
      code: 'session.step_up.wrong_password',
      status: 403,
      detail:
        'This is not the password that you sign in with. Try again; what you wanted to do has not been done.',
    });
  attempts.succeeded(person.email);
  return record(parts, session);
}

function record(parts: AccessParts, session: Session): Promise<Date> {
  const at = parts.clock.now();
  return parts.ledger.record(async (tx) => {
    if (!(await updateSessionAuthenticated(tx, session, at))) throw notSignedIn();
    return {
      entry: {
        organization: session.organization,
        action: 'session.step_up',
        actor: { kind: 'person', id: session.person, credential: { kind: 'session', id: session.id } },
        subject: { kind: 'session', id: session.id },
        data: { by: 'password' },
      },
      value: at,
    };
  });
}
