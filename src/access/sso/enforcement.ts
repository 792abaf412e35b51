import type { EntryDraft } from '../../ledger/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { Session } from '../session.ts';
import { selectConnections } from './store/connections.ts';
import { isExempt, selectSetting } from './store/settings.ts';

/**
 * Where single sign-on is enforced, nobody else's sessions begin, but those of the admins who are named for the day on which it is down: and
 * each of theirs has an entry of its own, `session.bypass`, of which all admins and auditors are told. The caller holds the organization's
 * row, so that none begins while it becomes enforced.
 * @throws Problem `session.sso_required` 403, with the ways in. Only to whoever proved who they are.
 */
export async function pastSso(tx: Tx, session: Session): Promise<EntryDraft[]> {
  const { organization, person, method, id } = session;
  if (method === 'single_sign_on' || !(await selectSetting(tx, organization)).enforced) return [];
  if (!(await isExempt(tx, organization, person))) throw await ssoRequired(tx, session);
  return [
    {
      organization,
      action: 'session.bypass',
      actor: { kind: 'person', id: person, credential: { kind: 'session', id } },
      subject: { kind: 'session', id },
      data: { method },
    },
  ];
}

async function ssoRequired(tx: Tx, { organization }: Session): Promise<Problem> {
  const ways = (await selectConnections(tx, organization)).filter(({ active }) => active);
  return new Problem({
    code: 'session.sso_required',
    status: 403,
    detail:
      'Your organization signs in with single sign-on only. Go on with it; if it is down, ask an admin who is named for that day.',
    more: { connections: ways.map(({ id, displayName, kind }) => ({ id, displayName, kind })) },
  });
}
