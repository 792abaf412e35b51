import {
  actorOf,
  authorize,
  type PersonId,
  type Principal,
  permits,
  theOrganization,
} from '../../access/index.ts';
import { newId } from '../../platform/id.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { ChangesParts } from '../parts.ts';
import { type Delegation, lengthFault, linkFault } from './delegation.ts';
import {
  delegationsAt,
  endDelegationRow,
  insertDelegation,
  lockDelegations,
  readDelegation,
} from './store.ts';

export interface NewDelegation {
  readonly to: PersonId;
  readonly until: Date;
  readonly reason: string;
}

/**
 * Lets somebody decide where the caller could, until a time. Only for oneself, only by people.
 * @throws Problem `delegation.create.humans_only` 403, `delegation.create.bad_time` 422, `delegation.create.unknown_person` 422,
 *   `delegation.create.chain` 409
 */
export async function createDelegation(
  parts: ChangesParts,
  principal: Principal,
  input: NewDelegation,
): Promise<Delegation> {
  authorize(principal, 'delegation.create', theOrganization);
  if (principal.kind === 'app')
    throw refused('humans_only', 403, 'An app has no right to hand over. A person has to sign in and do it.');
  const { organization, human: from } = principal;
  if ((await parts.people.personById(organization, input.to))?.active !== true)
    throw refused(
      'unknown_person',
      422,
      'There is no such person here. Choose somebody of the organization.',
    );
  return parts.ledger.record(async (tx) => {
    await lockDelegations(tx, organization);
    const at = parts.clock.now();
    const tooLong = lengthFault(input.until, at);
    if (tooLong !== null) throw refused('bad_time', 422, tooLong);
    const fault = linkFault({ from, to: input.to }, await delegationsAt(tx, organization, at), at);
    if (fault !== null) throw refused('chain', 409, fault);
    const { to, until, reason } = input;
    const id = newId('dlg');
    const entry = newId('ent');
    const delegation: Delegation = {
      ...{ organization, id, from, to, until, reason },
      startsAt: at,
      createdBy: principal.id,
      endedAt: null,
    };
    await insertDelegation(tx, delegation, entry);
    return {
      value: delegation,
      entry: {
        id: entry,
        organization,
        action: 'delegation.create',
        actor: actorOf(principal),
        subject: { kind: 'delegation', id },
        data: { from, to, until: until.toISOString() },
      },
    };
  });
}

/**
 * Ends a delegation before its time: by either of the two, or an admin. What was decided under it counts no more.
 * @throws Problem `delegation.end.ended_already` 409; 404 for one that is not the caller's to see
 */
export async function endDelegation(
  parts: ChangesParts,
  principal: Principal,
  id: string,
): Promise<Delegation> {
  authorize(principal, 'delegation.end', theOrganization);
  const { organization, human } = principal;
  const delegation = await readDelegation(parts.reader, organization, id);
  if (delegation === undefined) throw notFound();
  const isOwn = delegation.from === human || delegation.to === human;
  if (!isOwn && !permits(principal, 'delegation.end_all', theOrganization)) throw notFound();
  return parts.ledger.record(async (tx) => {
    const at = parts.clock.now();
    if (at >= delegation.until || !(await endDelegationRow(tx, delegation, at, principal.id)))
      throw new Problem({
        code: 'delegation.end.ended_already',
        status: 409,
        detail: 'This delegation has ended already. Nothing needs to be done.',
      });
    const { from, to } = delegation;
    return {
      value: { ...delegation, endedAt: at },
      entry: {
        organization,
        action: 'delegation.end',
        actor: actorOf(principal),
        subject: { kind: 'delegation', id: delegation.id },
        data: { from, to },
      },
    };
  });
}

/** Delegations that have not run out: the caller's own, or everybody's for those who may see them all. */
export async function listDelegations(parts: ChangesParts, principal: Principal): Promise<Delegation[]> {
  authorize(principal, 'delegation.list', theOrganization);
  const { organization, human } = principal;
  const seesAll = permits(principal, 'delegation.list_all', theOrganization);
  return delegationsAt(parts.reader, organization, parts.clock.now(), seesAll ? undefined : human);
}

const refused = (code: string, status: 403 | 409 | 422, detail: string) =>
  new Problem({ code: `delegation.create.${code}`, status, detail });
