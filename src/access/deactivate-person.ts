import { notFound, Problem } from '../platform/problem.ts';
import { authorize } from './authorize.ts';
import type { AccessParts } from './parts.ts';
import { actorOf, type PersonId, type Principal } from './principal.ts';
import { theOrganization } from './resource.ts';
import { countAdmins } from './store/grants.ts';
import { lockOrganization } from './store/organizations.ts';
import { selectPerson, updatePersonInactive } from './store/people.ts';
import { deleteSessionsOf } from './store/sessions.ts';

/**
 * Ends a person's access: sessions end, and from the next request on their keys and the apps they own are nobody.
 * Entry `person.deactivate`. Their work and the history of it stay.
 * @param options.successor who gets what they own: `libraries` reacts to the entry
 * @throws Problem `person.deactivate.forbidden`, `person.deactivate.no_successor` 422, `person.deactivate.last_admin`; 404 when there is no such active person
 */
export async function deactivatePerson(
  parts: AccessParts,
  principal: Principal,
  id: PersonId,
  { successor }: { readonly successor?: PersonId | undefined } = {},
): Promise<void> {
  authorize(principal, 'person.deactivate', theOrganization);
  const { organization } = principal;
  if (successor !== undefined) await refuseSuccessor(parts, principal, id, successor);
  const at = parts.clock.now();
  await parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    if (!(await updatePersonInactive(tx, organization, id, at))) throw notFound();
    if ((await countAdmins(tx, organization)) === 0)
      throw new Problem({
        code: 'person.deactivate.last_admin',
        status: 409,
        detail: 'This is the last admin of the organization. Make somebody else an admin first.',
      });
    const { length: sessionsEnded } = await deleteSessionsOf(tx, organization, id);
    return {
      entry: {
        organization,
        action: 'person.deactivate',
        actor: actorOf(principal),
        subject: { kind: 'person', id },
        data: { sessionsEnded, ...(successor === undefined ? {} : { successor }) },
      },
      value: undefined,
    };
  });
}

async function refuseSuccessor(
  { reader }: AccessParts,
  { organization }: Principal,
  leaver: PersonId,
  successor: PersonId,
): Promise<void> {
  const fit = successor !== leaver && (await selectPerson(reader, organization, successor))?.active === true;
  if (fit) return;
  throw new Problem({
    code: 'person.deactivate.no_successor',
    status: 422,
    detail: 'The successor must be another active person of this organization. Choose one, or name nobody.',
  });
}
