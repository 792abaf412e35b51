import { authorize } from '../authorize.ts';
import type { AccessParts } from '../parts.ts';
import type { PersonId, Principal, SessionId } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import type { Session } from '../session.ts';
import { selectSessions } from '../store/sessions.ts';

/**
 * Sessions that have not ended, newest first: one's own, or with `session.list_all` those of somebody else or of everybody.
 * @throws Problem `session.list.forbidden`, `session.list_all.forbidden` 403
 */
export async function listSessions(
  { reader, clock }: AccessParts,
  principal: Principal,
  of: {
    readonly person: PersonId | 'all' | undefined;
    readonly before: SessionId | undefined;
    readonly limit: number;
  },
): Promise<Session[]> {
  authorize(principal, 'session.list', theOrganization);
  const { organization, human } = principal;
  const person = of.person ?? human;
  if (person !== human) authorize(principal, 'session.list_all', theOrganization);
  const { before, limit } = of;
  const page = { person: person === 'all' ? undefined : person, before, limit };
  return selectSessions(reader, organization, clock.now(), page);
}
