import type { PersonId } from '../access/index.ts';
import type { Digest } from '../libraries/index.ts';
import type { Change, ChangeState, Decision } from './change.ts';

/** How many distinct humans must have looked, and who may publish. */
export interface Requirement {
  /** Names exactly this rule; an approval binds it. */
  readonly version: string;
  readonly review: number;
  readonly approval: number;
  readonly publish: 'publisher';
}

/** The default of design.md §4: one review, one approval by someone else, publish by a publisher. */
export const defaultRequirement: Requirement = {
  version: 'default/1',
  review: 1,
  approval: 1,
  publish: 'publisher',
};

/** What a change is at this moment, for deciding: gathered from libraries and access, so that the rest is pure. */
export interface Facts {
  readonly change: Change;
  readonly digest: Digest;
  readonly requirement: Requirement;
  readonly decisions: readonly Decision[];
  /** Human roots of everyone who contributed bytes since the last published version, and of the requester. */
  readonly contributors: ReadonlySet<PersonId>;
  /** Deciders who may no longer decide (left, lost the role), by decision id. */
  readonly ineligible: ReadonlySet<string>;
  readonly checks: readonly Check[];
}

export interface Check {
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'missing';
  readonly detail: string;
}

export interface StageStanding {
  readonly name: 'review' | 'approval';
  readonly need: number;
  readonly have: number;
  readonly by: readonly string[];
  readonly satisfied: boolean;
}

export interface Standing {
  readonly state: ChangeState;
  readonly stages: readonly [StageStanding, StageStanding];
  /** Decisions that count, one a human and kind. */
  readonly counting: readonly Decision[];
  readonly waitingFor: readonly ('review' | 'approval' | 'publish' | 'author')[];
  /** Every requirement and every check is satisfied for exactly this digest. */
  readonly publishable: boolean;
  /** What is missing, as sentences. */
  readonly missing: readonly string[];
}

/**
 * A decision is stale when it is about other bytes, another environment or another requirement than the change has now (AT-01, AT-11).
 */
export function isStale(
  decision: Decision,
  facts: Pick<Facts, 'change' | 'digest' | 'requirement'>,
): boolean {
  return (
    decision.digest !== facts.digest ||
    decision.environment !== facts.change.environment ||
    decision.requirementVersion !== facts.requirement.version
  );
}

/** May this human's decision count at all: separation of duties over humans, admins included (AT-04 … AT-07). */
export function isIndependent(human: PersonId, facts: Pick<Facts, 'contributors' | 'change'>): boolean {
  return !facts.contributors.has(human) && human !== facts.change.createdHuman;
}

/**
 * Derives where a change stands. Pure; the only place that says what "approved" means. In doubt nothing counts:
 * a requirement of zero or less is unsatisfiable, never satisfied (AT-09).
 * A human counts once: whoever reviewed is not also the approval (AT-17).
 */
export function standing(facts: Facts): Standing {
  const fresh = facts.decisions.filter(
    (decision) =>
      !isStale(decision, facts) && !facts.ineligible.has(decision.id) && isIndependent(decision.human, facts),
  );
  const latest = latestPerHuman(fresh);
  const approvals = latest.filter((decision) => decision.verdict === 'approve');
  const endorsements = latest.filter((decision) => decision.verdict === 'endorse');
  const objections = latest.filter((decision) => decision.verdict === 'request_changes');
  const review = stageStanding('review', facts.requirement.review, endorsements);
  const approval = stageStanding('approval', facts.requirement.approval, approvals);
  const failing = facts.checks.filter((check) => check.state !== 'passed');
  const approved = review.satisfied && approval.satisfied && objections.length === 0;
  const publishable =
    facts.change.stage === 'open' && approved && failing.length === 0 && facts.checks.length > 0;
  const missing = [
    ...(review.satisfied ? [] : [sentenceFor(review)]),
    ...(approval.satisfied ? [] : [sentenceFor(approval)]),
    ...objections.map(
      () => 'A reviewer requested changes; a new revision or a new review by the same person clears it.',
    ),
    ...failing.map((check) => `Check "${check.name}" is ${check.state}: ${check.detail}`),
  ];
  return {
    state: stateOf(facts.change.stage, approved, objections.length > 0),
    stages: [review, approval],
    counting: latest,
    waitingFor: waitingFor(facts.change.stage, review, approval, objections.length > 0, failing.length > 0),
    publishable,
    missing,
  };
}

/** The newest decision of each human. An approval by somebody who endorsed before replaces the endorsement, so nobody counts twice. */
function latestPerHuman(decisions: readonly Decision[]): Decision[] {
  const byHuman = new Map<PersonId, Decision>();
  for (const decision of decisions) byHuman.set(decision.human, decision);
  return [...byHuman.values()];
}

function stageStanding(
  name: 'review' | 'approval',
  need: number,
  decisions: readonly Decision[],
): StageStanding {
  return {
    name,
    need,
    have: decisions.length,
    by: decisions.map((decision) => decision.by),
    satisfied: Number.isInteger(need) && need >= 1 && decisions.length >= need,
  };
}

function sentenceFor(stage: StageStanding): string {
  if (stage.need < 1)
    return `The requirement for ${stage.name} cannot be satisfied. Ask an admin to mend it.`;
  const left = stage.need - stage.have;
  const noun = stage.name === 'review' ? 'review' : 'approval';
  return `${left} more ${noun}${left === 1 ? '' : 's'} needed, by someone who did not write this change and has not decided on it yet.`;
}

function stateOf(stage: Change['stage'], approved: boolean, objected: boolean): ChangeState {
  if (stage !== 'open') return stage;
  if (objected) return 'changes_requested';
  return approved ? 'approved' : 'in_review';
}

function waitingFor(
  stage: Change['stage'],
  review: StageStanding,
  approval: StageStanding,
  objected: boolean,
  failing: boolean,
): Standing['waitingFor'] {
  if (stage === 'draft') return ['author'];
  if (stage !== 'open') return [];
  if (objected || failing) return ['author'];
  if (!review.satisfied) return ['review'];
  if (!approval.satisfied) return ['approval'];
  return ['publish'];
}
