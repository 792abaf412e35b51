import type { ChangeDecision, ChangeDetail, PersonRef, Stage } from '../../api/types.ts';
import { blocks } from '../checks/check.ts';
import { waitingText } from '../state.ts';

/** Whether a change has ended, one way or another. */
export const isOver = ({ state }: Pick<ChangeDetail, 'state'>): boolean =>
  state === 'published' || state === 'rejected' || state === 'withdrawn';

/** How far a stage is: done, the one that is worked on now, later, or one that nobody can do. */
export type Progress = 'done' | 'now' | 'later' | 'impossible';

/**
 * The stages of a change in order, each with how far it is. Rules wait for nobody: in each, the first stage that is not satisfied is worked
 * on now.
 */
export function progressOf(
  change: Pick<ChangeDetail, 'state' | 'requirement'>,
): { stage: Stage; progress: Progress }[] {
  const isOpen = change.state === 'in_review';
  const atWork = new Set<string>();
  return change.requirement.stages.map((stage) => {
    if (stage.satisfied) return { stage, progress: 'done' };
    const isFirst = !atWork.has(stage.rule);
    atWork.add(stage.rule);
    if (stage.unsatisfiable !== null || stage.lapsed) return { stage, progress: 'impossible' };
    return { stage, progress: isFirst && isOpen ? 'now' : 'later' };
  });
}

/** `peer review` → `Peer review` */
export const titleOf = ({ name }: Pick<Stage, 'name'>): string =>
  name.slice(0, 1).toUpperCase() + name.slice(1);

/** Who decided in a stage, each with their decision where the change tells it. */
export function decidersOf(
  stage: Stage,
  decisions: readonly ChangeDecision[],
): { person: PersonRef; decision: ChangeDecision | undefined }[] {
  const verdict = stage.kind === 'review' ? 'endorse' : 'approve';
  return stage.by.map((person) => ({
    person,
    decision: decisions.findLast((one) => one.by.id === person.id && one.verdict === verdict && !one.stale),
  }));
}

/** Where a change stands, in one sentence. */
export function headlineOf(
  change: Pick<ChangeDetail, 'state' | 'requirement' | 'checks' | 'waitingFor' | 'schedule' | 'breakGlass'>,
): string {
  const fails = change.checks.some(blocks);
  switch (change.state) {
    case 'draft':
      return 'A draft: nobody has been asked yet';
    case 'changes_requested':
      return 'Changes are requested: its author has the next word';
    case 'approved':
      if (fails) return 'Approved, but not every check has passed';
      return change.schedule === null
        ? 'Approved: it waits for a publisher'
        : 'Approved: it is published at its time';
    case 'published':
      return change.breakGlass === null ? 'Published' : 'Published without approval, by break-glass';
    case 'rejected':
      return 'Rejected: it was not published';
    case 'withdrawn':
      return 'Withdrawn: it was not published';
    case 'in_review':
      return waitSentence(change);
  }
}

function waitSentence(change: Pick<ChangeDetail, 'state' | 'requirement' | 'waitingFor'>): string {
  const stages = progressOf(change);
  const lapsed = stages.find(({ stage }) => stage.lapsed)?.stage;
  if (lapsed !== undefined) return `The time for ${lapsed.name} ran out`;
  const impossible = stages.find(({ progress }) => progress === 'impossible')?.stage;
  if (impossible !== undefined) return `Nobody can give ${impossible.name}: the requirement has to be mended`;
  if (change.waitingFor.includes('author')) return 'Waits for its author: not every check has passed';
  const [now, ...others] = stages.filter(({ progress }) => progress === 'now').map(({ stage }) => stage);
  if (now === undefined) return waitingText(change);
  const also = others.length === 0 ? '' : `, and for ${others.map(({ name }) => name).join(' and ')}`;
  return `Waits for ${stageWords(now)}${also}`;
}

function stageWords({ rule, name, kind, need, have }: Stage): string {
  const left = need - have;
  if (rule !== 'default') return left === 1 ? name : `${name} (${left} people)`;
  if (left === 1) return kind === 'review' ? 'a review' : 'an approval';
  return `${left} more ${kind}s`;
}

/** What is missing beside the checks, which are told on their own. */
export function missingOf({
  state,
  requirement,
  checks,
}: Pick<ChangeDetail, 'state' | 'requirement' | 'checks'>): string[] {
  if (isOver({ state })) return [];
  return requirement.missing.filter(
    (sentence) => !checks.some(({ name }) => sentence.startsWith(`Check "${name}"`)),
  );
}

/** Who decided on bytes, or under a requirement, that are not the change's any more, and has not decided since. */
export function staleDeciders({ state, decisions }: Pick<ChangeDetail, 'state' | 'decisions'>): PersonRef[] {
  if (isOver({ state })) return [];
  const latest = new Map(decisions.map((decision) => [decision.by.id, decision]));
  return [...latest.values()].filter(({ stale, retracted }) => stale && !retracted).map(({ by }) => by);
}
