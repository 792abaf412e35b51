import { isId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import { authorize } from '../authorize.ts';
import { lately } from '../lately.ts';
import type { AccessParts } from '../parts.ts';
import { actorOf, type Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { updateSecondFactorRule } from '../store/factors.ts';
import { deletePasswordSessions, selectSessionById } from '../store/sessions.ts';
import { type SecondFactorRule, satisfies } from './method.ts';

/**
 * Says whether a password alone is enough in the organization. Requiring more ends every session that began with a password alone, and at
 * the next sign-in people set up a second factor. Whoever requires it has signed in with one: nobody locks themselves out.
 * Entry `sign_in_rule.update`.
 * @throws Problem `sign_in_rule.update.forbidden`, `.session_needed`, `.step_up_needed` 403, `.own_first` 409
 */
export async function updateSignInRule(
  parts: AccessParts,
  principal: Principal,
  secondFactor: SecondFactorRule,
): Promise<{ readonly sessionsEnded: number }> {
  authorize(principal, 'sign_in_rule.update', theOrganization);
  lately(principal, 'sign_in_rule.update', parts.clock.now());
  const { organization, credential } = principal;
  const session = isId('ses', credential.id)
    ? await selectSessionById(parts.reader, organization, credential.id)
    : undefined;
  if (session === undefined || !satisfies(session.method, secondFactor)) throw ownFirst();
  return parts.ledger.record(async (tx) => {
    await updateSecondFactorRule(tx, organization, secondFactor);
    const sessionsEnded = secondFactor === 'required' ? await deletePasswordSessions(tx, organization) : 0;
    return {
      entry: {
        organization,
        action: 'sign_in_rule.update',
        actor: actorOf(principal),
        subject: { kind: 'organization', id: organization },
        data: { secondFactor, sessionsEnded },
      },
      value: { sessionsEnded },
    };
  });
}

function ownFirst(): Problem {
  return new Problem({
    code: 'sign_in_rule.update.own_first',
    status: 409,
    detail:
      'You signed in with a password alone. Set up a second factor of your own, sign out and in again with it, and then require it of all.',
  });
}
