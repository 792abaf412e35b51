import type { PersonId } from '../../access/index.ts';
import type { Digest } from '../../libraries/index.ts';
import type { Change, Decision } from '../change.ts';
import type { CheckState } from '../checks/check.ts';
import type { Requirement } from '../requirement/requirement.ts';
import { mayAct, type Roster } from './roster.ts';

/** What a change is at this moment, for deciding: gathered from libraries and access, so that the rest is pure. */
export interface Facts {
  readonly change: Change;
  readonly digest: Digest;
  /** When the content came to be what it is. */
  readonly revisedAt: Date;
  readonly requirement: Requirement;
  /** Oldest first. */
  readonly decisions: readonly Decision[];
  /** Human roots of everyone who contributed bytes since the last published version, and of the requester. */
  readonly contributors: ReadonlySet<PersonId>;
  readonly roster: Roster;
  /** Delegations that were ended before their time: what was decided under them does not count any more. */
  readonly endedDelegations: ReadonlySet<string>;
  readonly checks: readonly Check[];
  readonly now: Date;
}

export interface Check {
  readonly name: string;
  readonly state: CheckState;
  readonly detail: string;
}

/** A decision is stale when it is about other bytes, another environment or another requirement than the change has now (AT-01, AT-11). */
export function isStale(
  decision: Decision,
  facts: Pick<Facts, 'change' | 'digest' | 'requirement'>,
): boolean {
  return (
    decision.change !== facts.change.id ||
    decision.digest !== facts.digest ||
    decision.environment !== facts.change.environment ||
    decision.requirementVersion !== facts.requirement.version
  );
}

/** May this human's decision count at all: separation of duties over humans, admins included (AT-04 … AT-07). */
export function isIndependent(
  human: PersonId,
  { contributors, change }: Pick<Facts, 'contributors' | 'change'>,
): boolean {
  return !contributors.has(human) && human !== change.createdHuman && human !== change.submittedHuman;
}

/** Whose right a decision uses: the delegator's, or one's own. */
export const rightOf = ({ onBehalfOf, human }: Pick<Decision, 'onBehalfOf' | 'human'>): PersonId =>
  onBehalfOf ?? human;

export const actionOf = ({ kind }: { readonly kind: Decision['kind'] }) =>
  kind === 'approval' ? ('change.approve' as const) : ('change.review' as const);

/**
 * Whether a decision counts for anything now: about exactly what the change holds, not taken back, by a person who is still here, with a
 * right that is still held, and everybody in it independent: with delegation, delegate and delegator (AT-18).
 */
export function isInForce(decision: Decision, facts: Facts): boolean {
  const right = rightOf(decision);
  return (
    !isStale(decision, facts) &&
    decision.retractedAt === null &&
    decision.by === decision.human &&
    facts.roster.roles.has(decision.human) &&
    mayAct(right, actionOf(decision), facts.roster) &&
    isIndependent(decision.human, facts) &&
    isIndependent(right, facts) &&
    (decision.delegation === null || !facts.endedDelegations.has(decision.delegation))
  );
}

/** Whether a decision is about something else than the change holds, or, while the change is open, has lost its right. */
export function isOver(decision: Decision, facts: Facts): boolean {
  return facts.change.stage === 'open' ? !isInForce(decision, facts) : isStale(decision, facts);
}

/**
 * The newest decision of each human, of those in force. A delegated one involves two humans and takes the place of what either said
 * before, but a delegator's own word stands against it: so no human is in two of the answer.
 */
export function counting(facts: Facts): readonly Decision[] {
  let standing: readonly Decision[] = [];
  for (const decision of facts.decisions) {
    if (!isInForce(decision, facts)) continue;
    const right = rightOf(decision);
    const isOverruled = right !== decision.human && standing.some((one) => one.human === right);
    if (isOverruled) continue;
    standing = [
      ...standing.filter((one) => !involves(one, decision.human) && !involves(one, right)),
      decision,
    ];
  }
  return standing;
}

export const involves = (decision: Decision, human: PersonId): boolean =>
  decision.human === human || decision.onBehalfOf === human;
