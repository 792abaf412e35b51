import { actorOf, authorize, type Principal, type Resource, theOrganization } from '../../access/index.ts';
import { commitTo } from '../../platform/crypto/index.ts';
import { isId, newId } from '../../platform/id.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { GatewayParts } from '../parts.ts';
import { type Hold, stateAt } from './hold.ts';
import { findHeld, type HoldStanding, updateDecided } from './store.ts';

type Parts = Pick<GatewayParts, 'reader' | 'ledger' | 'libraries' | 'clock'>;

/** What the decision about a hold is authorized on: the library of its prompt, or the organization for a raw call. */
export async function resourceOf({ libraries }: Pick<Parts, 'libraries'>, hold: Hold): Promise<Resource> {
  if (hold.library === null) return theOrganization;
  const library = await libraries.byId(hold.organization, hold.library);
  if (library === undefined) throw notFound();
  return {
    kind: 'library',
    id: library.id,
    restricted: library.visibility === 'restricted',
    ...(hold.path === null ? {} : { paths: [hold.path] }),
  };
}

/**
 * A hold for somebody who is about to decide. What is not there is 404 to those who decide somewhere, and 403 to the others.
 * @throws Problem 403, 404, 403 `….own`, `….person_only`
 */
export async function openForDecision(
  parts: Pick<Parts, 'reader' | 'libraries'>,
  principal: Principal,
  action: Decision,
  id: string,
): Promise<HoldStanding> {
  const hold = isId('hol', id) ? await findHeld(parts.reader, principal.organization, id) : undefined;
  authorize(principal, action, hold === undefined ? theOrganization : await resourceOf(parts, hold));
  if (hold === undefined) throw notFound();
  if (principal.kind !== 'person') throw personOnly(action);
  if (hold.human === principal.human) throw own(action);
  return hold;
}

/**
 * Decides about a call that waits: by somebody else than who asked, humans counted. One transaction with its entry; of two who decide at
 * once, one does. Whether an approved one may run is looked at anew when it runs.
 * @param hold from `openForDecision`
 * @throws Problem 409 `….decided_already`, `….expired`
 */
export async function decideHold(
  parts: Pick<Parts, 'ledger' | 'clock'>,
  principal: Principal,
  hold: HoldStanding,
  decision: { readonly approve: boolean; readonly reason: string },
): Promise<HoldStanding> {
  const action = decision.approve ? 'hold.approve' : 'hold.refuse';
  const now = parts.clock.now();
  const state = stateAt(hold, now);
  if (state !== 'waiting') throw over(action, state);
  const said = commitTo(decision.reason);
  const execution = decision.approve ? newId('exe') : null;
  const decided = { by: principal.human, at: now, reason: decision.reason };
  return parts.ledger.record(async (tx) => {
    const next = decision.approve ? 'approved' : 'refused';
    const won = await updateDecided(tx, hold, { ...decided, state: next, salt: said.salt, execution });
    if (!won) throw over(action, 'approved');
    return {
      value: { ...hold, state: next, decided, execution },
      entry: {
        organization: hold.organization,
        action,
        actor: actorOf(principal),
        subject: { kind: 'hold', id: hold.id },
        data: { reason: said.commitment, ...(execution === null ? {} : { execution }) },
      },
    };
  });
}

type Decision = 'hold.approve' | 'hold.refuse';

/** AT-62: a program, whatever a model told it, does not look at anything. */
function personOnly(action: Decision): Problem {
  return new Problem({
    code: `${action}.person_only`,
    status: 403,
    detail:
      'A person has to look at this call; an app cannot. Open it in the browser, or use a key of your own.',
  });
}

function own(action: Decision): Problem {
  return new Problem({
    code: `${action}.own`,
    status: 403,
    detail: 'You asked for this call yourself, so somebody else has to look at it. Ask another approver.',
  });
}

function over(action: Decision, state: Hold['state']): Problem {
  if (state === 'expired')
    return new Problem({
      code: `${action}.expired`,
      status: 409,
      detail: 'Nobody looked at it in time, so it is not run any more. Whoever asked may ask again.',
    });
  return new Problem({
    code: `${action}.decided_already`,
    status: 409,
    detail: 'Somebody has decided about it already. Load the page again to see how.',
  });
}
