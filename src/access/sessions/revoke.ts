import { notFound } from '../../platform/problem.ts';
import { authorize, permits } from '../authorize.ts';
import type { AccessParts } from '../parts.ts';
import { actorOf, type Principal, type SessionId } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { deleteSession, deleteSessionsOf, selectSessionById } from '../store/sessions.ts';

/**
 * Ends a session at once, on every node: one's own, or with `session.revoke_all` anybody's. Whatever still runs in it ends within
 * seconds, as with a revoked key (attack AT-45). Entry `session.delete`.
 * @throws Problem `session.revoke.forbidden` 403; 404 for one that is not there, or is not one's own to end
 */
export async function revokeSession(parts: AccessParts, principal: Principal, id: SessionId): Promise<void> {
  authorize(principal, 'session.revoke', theOrganization);
  const { organization, human } = principal;
  const session = await selectSessionById(parts.reader, organization, id);
  const own = session?.person === human;
  if (session === undefined || !(own || permits(principal, 'session.revoke_all', theOrganization)))
    throw notFound();
  await parts.ledger.record(async (tx) => {
    if (!(await deleteSession(tx, session))) throw notFound();
    return {
      entry: {
        organization,
        action: 'session.delete',
        actor: actorOf(principal),
        subject: { kind: 'session', id },
        data: { reason: 'revoked', person: session.person },
      },
      value: undefined,
    };
  });
}

/**
 * Ends all of one's sessions but the one that asks. Entry `session.delete`, of the person, with their number.
 * @returns how many ended
 */
export async function revokeOtherSessions(parts: AccessParts, principal: Principal): Promise<number> {
  authorize(principal, 'session.revoke', theOrganization);
  const { organization, human, credential } = principal;
  return parts.ledger.record(async (tx) => {
    const ended = await deleteSessionsOf(tx, organization, human, credential.id);
    return {
      entry: {
        organization,
        action: 'session.delete',
        actor: actorOf(principal),
        subject: { kind: 'person', id: human },
        data: { reason: 'revoked', sessionsEnded: ended.length },
      },
      value: ended.length,
    };
  });
}
