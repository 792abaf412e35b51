import type { Principal } from '../access/index.ts';
import type { Decision, DecisionVerdict } from './change.ts';
import type { Dossier } from './dossier.ts';

/** What somebody would decide now, in their own right: bound to exactly what the dossier holds. Not recorded; its ids are placeholders. */
export function candidateOf(
  principal: Principal,
  action: 'change.review' | 'change.approve',
  verdict: DecisionVerdict,
  { change, comparison, facts, shown }: Pick<Dossier, 'change' | 'comparison' | 'facts' | 'shown'>,
): Decision {
  const approval = action === 'change.approve';
  return {
    verdict,
    id: 'dec_candidate',
    entry: 'ent_candidate',
    change: change.id,
    kind: approval ? 'approval' : 'review',
    by: principal.id,
    human: principal.human,
    at: facts.now,
    comment: '',
    revision: comparison.head,
    digest: comparison.digest,
    environment: change.environment,
    requirementVersion: facts.requirement.version,
    shown: approval ? shown : null,
    credential: principal.credential.kind,
    authenticatedAt: principal.authenticatedAt,
    onBehalfOf: null,
    delegation: null,
    retractedAt: null,
  };
}
