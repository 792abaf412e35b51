import type { PersonId, Principal } from '../access/index.ts';
import type { Oid } from '../libraries/index.ts';
import type { JsonObject } from '../platform/canonical-json.ts';
import { newId } from '../platform/id.ts';
import { Problem } from '../platform/problem.ts';
import { act, refuseApps, underLock } from './act.ts';
import { candidateOf } from './candidate.ts';
import type { Decision, DecisionVerdict } from './change.ts';
import { rightFor } from './delegations/right.ts';
import { type Dossier, openDossier } from './dossier.ts';
import type { ChangesParts } from './parts.ts';
import { refusalOf } from './standing/deciding.ts';
import { fills } from './standing/stage.ts';
import { insertDecision } from './store/decisions.ts';

export interface Review {
  /** The revision that was read. */
  readonly revision: Oid;
  readonly verdict: 'endorse' | 'request_changes';
  readonly comment: string;
  /** Whose right is used; null for one's own. */
  readonly onBehalfOf: PersonId | null;
}

export interface Approval extends Omit<Review, 'verdict'> {
  /** Digest over the exact content, as the change's page gave it. */
  readonly digest: string;
  /** Digest of what was shown, as the change's page gave it. */
  readonly shown: string;
}

/**
 * Records a review of one exact revision.
 * @throws Problem `change.review.stale_revision` 409, `change.review.humans_only` 403, `change.review.no_delegation` 403, and those of
 *   `refusalOf`
 */
export async function reviewChange(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  review: Review,
): Promise<void> {
  const dossier = await openDossier(parts, principal, id);
  await decide(parts, principal, dossier, 'change.review', review, (now) =>
    review.revision === now.comparison.head ? null : staleRevision('change.review', now),
  );
}

/**
 * Approves one exact content for one environment under one requirement, by one person. Nothing is recorded when the content, or what is
 * required, moved since it was shown (AT-02).
 * @throws Problem `change.approve.stale_revision` 409, `change.approve.humans_only` 403, `change.approve.no_delegation` 403, and those
 *   of `refusalOf`: `own_contribution`, `not_asked`, `step_up_needed` 403, `too_early`, `lapsed`, `decided_already` 409
 */
export async function approveChange(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  approval: Approval,
): Promise<void> {
  const dossier = await openDossier(parts, principal, id);
  const decision = { ...approval, verdict: 'approve' as const };
  await decide(parts, principal, dossier, 'change.approve', decision, (now) => {
    const same =
      approval.revision === now.comparison.head &&
      approval.digest === now.comparison.digest &&
      approval.shown === now.shown;
    return same ? null : staleRevision('change.approve', now);
  });
}

interface Deciding {
  readonly verdict: DecisionVerdict;
  readonly comment: string;
  readonly onBehalfOf: PersonId | null;
}

async function decide(
  parts: ChangesParts,
  principal: Principal,
  dossier: Dossier,
  action: 'change.review' | 'change.approve',
  input: Deciding,
  stale: (now: Dossier) => Problem | null,
): Promise<void> {
  const work = async (...[tx, locked, entry, at]: Parameters<Parameters<typeof act<void>>[4]>) => {
    refuseApps(principal, action);
    const now = await underLock(parts, dossier, locked, tx);
    const right = await rightFor(tx, principal, action, input.onBehalfOf, now, at);
    const problem = stale(now);
    if (problem !== null) throw problem;
    const candidate = candidateOf(principal, action, input.verdict, now);
    const decision: Decision = {
      ...candidate,
      ...{ at, entry },
      id: newId('dec'),
      comment: input.comment,
      onBehalfOf: right.from,
      delegation: right.delegation,
    };
    const refusal = refusalOf(decision, now.facts);
    if (refusal !== null)
      throw new Problem({
        code: `${action}.${refusal.code}`,
        status: refusal.status,
        detail: refusal.detail,
      });
    await insertDecision(tx, locked.organization, decision);
    return {
      value: undefined,
      onBehalfOf: right.from,
      data: dataOf(decision, now),
      detail: `${words[input.verdict]} revision ${now.comparison.head.slice(0, 8)}`,
    };
  };
  if (input.onBehalfOf === null) return act(parts, principal, dossier, action, work);
  return act(parts, principal, dossier, action, work, () => undefined);
}

/** Everything that the decision binds, in the log. */
function dataOf(decision: Decision, { facts }: Dossier): JsonObject {
  const counts = facts.requirement.stages.filter((stage) => fills(decision, stage, facts));
  return {
    verdict: decision.verdict,
    revision: decision.revision,
    digest: decision.digest,
    requirement: decision.requirementVersion,
    human: decision.human,
    stages: counts.map(({ rule, name }) => ({ rule, name })),
    authenticatedAt: decision.authenticatedAt?.toISOString() ?? null,
    ...(decision.onBehalfOf === null
      ? {}
      : { onBehalfOf: decision.onBehalfOf, delegation: decision.delegation }),
    ...(decision.shown === null ? {} : { shown: decision.shown }),
  };
}

const words: Record<DecisionVerdict, string> = {
  endorse: 'endorsed',
  request_changes: 'requested changes to',
  approve: 'approved',
};

/** The refusal of a decision about content that is no longer what the change holds. */
export function staleRevision(action: string, now: Dossier): Problem {
  return new Problem({
    code: `${action}.stale_revision`,
    status: 409,
    detail: `This change has moved on to revision ${now.comparison.head.slice(0, 8)}. Read it again and decide on what it holds now.`,
    more: { revision: now.comparison.head },
  });
}
