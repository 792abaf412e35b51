import type { Principal } from '../access/index.ts';
import type { Oid } from '../libraries/index.ts';
import { newId } from '../platform/id.ts';
import { Problem } from '../platform/problem.ts';
import { act, refuseApps, underLock } from './act.ts';
import type { DecisionVerdict } from './change.ts';
import { type ChangesParts, type Dossier, openDossier } from './dossier.ts';
import { isIndependent } from './requirement.ts';
import { insertDecision } from './store/decisions.ts';

export interface Review {
  /** The revision that was read. */
  readonly revision: Oid;
  readonly verdict: 'endorse' | 'request_changes';
  readonly comment: string;
}

export interface Approval {
  readonly revision: Oid;
  /** Digest over the exact content, as the change's page gave it. */
  readonly digest: string;
  /** Digest of what was shown, as the change's page gave it. */
  readonly shown: string;
  readonly comment: string;
}

/**
 * Records a review of one exact revision.
 * @throws Problem `change.review.stale_revision` 409, `change.review.decided_already` 409, `change.review.own_contribution` 403,
 *   `change.review.humans_only` 403
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
 * Approves one exact content for one environment under one requirement, by one person. Nothing is recorded when the content moved
 * since it was shown (AT-02).
 * @throws Problem `change.approve.stale_revision` 409, `change.approve.decided_already` 409, `change.approve.own_contribution` 403,
 *   `change.approve.humans_only` 403
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

async function decide(
  parts: ChangesParts,
  principal: Principal,
  dossier: Dossier,
  action: 'change.review' | 'change.approve',
  input: { readonly verdict: DecisionVerdict; readonly comment: string },
  stale: (now: Dossier) => Problem | null,
): Promise<void> {
  await act(parts, principal, dossier, action, async (tx, locked, entry, at) => {
    refuseApps(principal, action);
    const now = await underLock(parts, dossier, locked, tx);
    const problem = stale(now);
    if (problem !== null) throw problem;
    if (!isIndependent(principal.human, now.facts)) throw ownContribution(action);
    if (standsAlready(now, principal, input.verdict)) throw decidedAlready(action);
    const { comparison, facts, shown } = now;
    const approval = action === 'change.approve';
    await insertDecision(tx, locked.organization, {
      id: newId('dec'),
      change: locked.id,
      kind: approval ? 'approval' : 'review',
      verdict: input.verdict,
      by: principal.id,
      human: principal.human,
      at,
      comment: input.comment,
      revision: comparison.head,
      digest: comparison.digest,
      environment: locked.environment,
      requirementVersion: facts.requirement.version,
      shown: approval ? shown : null,
      credential: principal.credential.kind,
      entry,
    });
    return {
      value: undefined,
      data: {
        verdict: input.verdict,
        revision: comparison.head,
        digest: comparison.digest,
        requirement: facts.requirement.version,
        human: principal.human,
        ...(approval ? { shown } : {}),
      },
      detail: `${words[input.verdict]} revision ${comparison.head.slice(0, 8)}`,
    };
  });
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

/** Whether this human's last word about exactly this content is the same one: a second click, or a retry. */
function standsAlready({ standing }: Dossier, principal: Principal, verdict: DecisionVerdict): boolean {
  return standing.counting.some(
    (decision) => decision.human === principal.human && decision.verdict === verdict,
  );
}

function decidedAlready(action: 'change.review' | 'change.approve'): Problem {
  return new Problem({
    code: `${action}.decided_already`,
    status: 409,
    detail: 'You have decided exactly this on this content already, and it counts. Nothing needs to be done.',
  });
}

function ownContribution(action: 'change.review' | 'change.approve'): Problem {
  const verb = action === 'change.approve' ? 'approve' : 'review';
  return new Problem({
    code: `${action}.own_contribution`,
    status: 403,
    detail: `You wrote part of this change or asked for it, so you cannot ${verb} it. Somebody else has to.`,
  });
}
