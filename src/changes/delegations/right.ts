import { keyScopeCovers, type PersonId, type Principal } from '../../access/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import { Problem } from '../../platform/problem.ts';
import { type Dossier, resourceOf } from '../dossier.ts';
import type { ChangesParts } from '../parts.ts';
import { isIndependent } from '../standing/facts.ts';
import { mayAct } from '../standing/roster.ts';
import { type DelegationId, isRunning, running } from './delegation.ts';
import { delegationsAt } from './store.ts';

/** Whose right a decision uses. Both null for one's own. */
export interface Right {
  readonly from: PersonId | null;
  readonly delegation: DelegationId | null;
}

const own: Right = { from: null, delegation: null };

/**
 * The right with which somebody decides. For one's own the caller has authorized. For somebody else's a delegation has to run now, the
 * delegator has to hold the right now, by their own roles (a right that they only stand in with is not handed on), and the delegate's key
 * has to reach that far.
 * @throws Problem `<action>.no_delegation` 403
 */
export async function rightFor(
  db: Reader | Tx,
  principal: Principal,
  action: 'change.review' | 'change.approve',
  onBehalfOf: PersonId | null,
  { change, library, facts }: Pick<Dossier, 'change' | 'library' | 'facts'>,
  at: Date,
): Promise<Right> {
  if (onBehalfOf === null) return own;
  const delegations = await delegationsAt(db, change.organization, at, principal.human);
  const found = running(delegations, { from: onBehalfOf, to: principal.human }, at);
  const reaches = keyScopeCovers(principal.keyScope, action, resourceOf(library));
  if (found !== undefined && reaches && mayAct(onBehalfOf, action, facts.roster))
    return { from: found.from, delegation: found.id };
  throw new Problem({
    code: `${action}.no_delegation`,
    status: 403,
    detail:
      'You do not stand in for that person here: no delegation of theirs to you runs now, or they may not decide on this themselves. Decide as yourself, or ask them for a delegation.',
  });
}

/** For whom somebody could decide on a change now: who is away, handed over their right, and holds one here. */
export async function delegatorsOf(
  parts: Pick<ChangesParts, 'reader'>,
  principal: Principal,
  { change, facts }: Pick<Dossier, 'change' | 'facts'>,
): Promise<readonly PersonId[]> {
  if (change.stage !== 'open' || principal.kind === 'app') return [];
  const delegations = await delegationsAt(parts.reader, change.organization, facts.now, principal.human);
  return delegations
    .filter((one) => one.to === principal.human && isRunning(one, facts.now))
    .map(({ from }) => from)
    .filter((from) => mayAct(from, 'change.review', facts.roster) && isIndependent(from, facts));
}
