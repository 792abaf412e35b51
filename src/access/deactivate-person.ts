import type { Actor, EntryDraft, OrganizationId } from '../ledger/index.ts';
import type { Tx } from '../platform/db/index.ts';
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
    const by = actorOf(principal);
    return { entry: await deactivateWithin(tx, { organization, id, by, at, successor }), value: undefined };
  });
}

/**
 * Ends a person's access inside a transaction, for whoever may: an admin, or the directory. The caller authorizes, and returns the entry.
 * @throws Problem `person.deactivate.last_admin` 409; 404 when there is no such active person
 */
export async function deactivateWithin(
  tx: Tx,
  given: {
    readonly organization: OrganizationId;
    readonly id: PersonId;
    readonly by: Actor;
    readonly at: Date;
    readonly successor?: PersonId | undefined;
  },
): Promise<EntryDraft> {
  const { organization, id, by, at, successor } = given;
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
    organization,
    action: 'person.deactivate',
    actor: by,
    subject: { kind: 'person', id },
    data: { sessionsEnded, ...(successor === undefined ? {} : { successor }) },
  };
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
