import type { Change, ChangeState, Decision } from '../change.ts';
import type { RequiredStage } from '../requirement/requirement.ts';
import { counting, type Facts, isIndependent } from './facts.ts';
import { seat } from './seating.ts';
import { shortages } from './shortage.ts';
import { brokenness, fills, type StageStanding, timesOf } from './stage.ts';

export interface Standing {
  readonly state: ChangeState;
  /** In order; stages of one rule wait for those before them. */
  readonly stages: readonly StageStanding[];
  /** Decisions in force, one a human. */
  readonly counting: readonly Decision[];
  readonly waitingFor: readonly ('review' | 'approval' | 'publish' | 'author')[];
  /** Every requirement and every check is satisfied for exactly this digest. */
  readonly publishable: boolean;
  /** A stage's time ran out: the change will be rejected, and nothing may be decided any more. */
  readonly lapsed: boolean;
  /** What is missing, as sentences. */
  readonly missing: readonly string[];
}

/**
 * Derives where a change stands. Pure; the only place that says what "approved" means. In doubt nothing counts: a stage that nobody
 * can satisfy is never satisfied (AT-09). A human counts once, over all stages together (AT-17).
 */
export function standing(facts: Facts): Standing {
  const inForce = counting(facts);
  const stages = stagesOf(facts, inForce);
  const objections = inForce.filter((decision) => decision.verdict === 'request_changes');
  const failing = facts.checks.filter((check) => check.state !== 'passed');
  const lapsed = stages.some((stage) => stage.lapsed);
  const approved =
    objections.length === 0 &&
    !lapsed &&
    stages.every((stage) => stage.satisfied) &&
    stages.some((stage) => stage.kind === 'approval');
  const missing = [
    ...stages.flatMap((stage) => (stage.satisfied ? [] : [sentenceFor(stage)])),
    ...objections.map(
      () => 'A reviewer requested changes; a new revision or a new review by the same person clears it.',
    ),
    ...failing.map((check) => `Check "${check.name}" is ${check.state}: ${check.detail}`),
  ];
  return {
    state: stateOf(facts.change.stage, approved, objections.length > 0),
    stages,
    counting: inForce,
    waitingFor: waitingFor(facts.change.stage, stages, objections.length > 0 || failing.length > 0),
    publishable: facts.change.stage === 'open' && approved && failing.length === 0 && facts.checks.length > 0,
    lapsed: facts.change.stage === 'open' && lapsed,
    missing,
  };
}

/** Each stage with the decisions that count for it, given those in force. */
export function stagesOf(facts: Facts, inForce: readonly Decision[]): readonly StageStanding[] {
  const { stages } = facts.requirement;
  const fitting = (decision: Decision, stage: number) => fillsAt(stages, stage, decision, facts);
  const seated = seat(stages, inForce, fitting);
  const used = new Set(seated.flat());
  const short = shortages(stages, facts.roster, (human) => isIndependent(human, facts));
  const standings: StageStanding[] = [];
  for (const [index, stage] of stages.entries()) {
    const places = seated[index] ?? [];
    // Whoever fits and found no place left is named where it was full already.
    const spare = inForce.filter(
      (one) => !used.has(one) && stages.findIndex((_, at) => fitting(one, at)) === index,
    );
    const by = [...places, ...spare];
    const broken = brokenness(stage, facts);
    const satisfied = broken === null && places.length >= stage.need;
    const before = standings.filter(({ rule }) => rule === stage.rule);
    const startedAt = turnOf(facts, before, inForce);
    standings.push({
      ...stage,
      have: by.length,
      by: by.map((decision) => decision.by),
      satisfied,
      unsatisfiable: satisfied ? null : (broken ?? short[index] ?? null),
      ...timesOf(stage, startedAt, satisfied, facts.now),
    });
  }
  return standings;
}

function fillsAt(stages: readonly RequiredStage[], index: number, decision: Decision, facts: Facts): boolean {
  const stage = stages[index];
  return stage !== undefined && fills(decision, stage, facts);
}

/** When it is a stage's turn: once those before it in its rule are satisfied, but not before the content is what it is. */
function turnOf(
  { change, revisedAt, requirement }: Facts,
  before: readonly StageStanding[],
  inForce: readonly Decision[],
): Date | null {
  if (change.submittedAt === null || before.some((stage) => !stage.satisfied)) return null;
  const decided = inForce.filter(({ by }) => before.some((stage) => stage.by.includes(by)));
  const times = [
    change.submittedAt,
    revisedAt,
    requirement.since ?? revisedAt,
    ...decided.map(({ at }) => at),
  ];
  return new Date(Math.max(...times.map((time) => time.getTime())));
}

function sentenceFor(stage: StageStanding): string {
  if (stage.lapsed) return `The time for "${stage.name}" ran out. Open a new change to propose it again.`;
  if (stage.unsatisfiable !== null) return stage.unsatisfiable;
  const left = stage.need - stage.have;
  const noun = stage.kind === 'review' ? 'review' : 'approval';
  const of = stage.rule === 'default' ? '' : ` for "${stage.name}"`;
  return `${left} more ${noun}${left === 1 ? '' : 's'} needed${of}, by someone who did not write this change and has not decided on it yet.`;
}

function stateOf(stage: Change['stage'], approved: boolean, objected: boolean): ChangeState {
  if (stage !== 'open') return stage;
  if (objected) return 'changes_requested';
  return approved ? 'approved' : 'in_review';
}

function waitingFor(
  stage: Change['stage'],
  stages: readonly StageStanding[],
  isBack: boolean,
): Standing['waitingFor'] {
  if (stage === 'draft') return ['author'];
  if (stage !== 'open') return [];
  if (isBack) return ['author'];
  const turns = stages.filter((one) => !one.satisfied && one.startedAt !== null);
  const kinds = (['review', 'approval'] as const).filter((kind) => turns.some((one) => one.kind === kind));
  return turns.length === 0 ? ['publish'] : kinds;
}
