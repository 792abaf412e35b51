import type { ChangeDecision, ChangeDetail, PersonRef, Stage } from '../../api/types.ts';
import { waitingText } from '../state.ts';

/** Whether a change has ended, one way or another. */
export const isOver = ({ state }: Pick<ChangeDetail, 'state'>): boolean =>
  state === 'published' || state === 'rejected' || state === 'withdrawn';

/** How far a stage is: done, the one that is worked on now, later, or one that nobody can do. */
export type Progress = 'done' | 'now' | 'later' | 'impossible';

/** The stages of a change in order, each with how far it is. Only the first open one is worked on now. */
export function progressOf(
  change: Pick<ChangeDetail, 'state' | 'requirement'>,
): { stage: Stage; progress: Progress }[] {
  const first = change.requirement.stages.findIndex(({ satisfied }) => !satisfied);
  const isOpen = change.state === 'in_review';
  return change.requirement.stages.map((stage, at) => ({
    stage,
    progress: stage.satisfied
      ? 'done'
      : typeof stage.unsatisfiable === 'string'
        ? 'impossible'
        : at === first && isOpen
          ? 'now'
          : 'later',
  }));
}

/** `peer review` → `Peer review` */
export const titleOf = ({ name }: Pick<Stage, 'name'>): string =>
  name.slice(0, 1).toUpperCase() + name.slice(1);

const kindOf = ({ kind, name }: Pick<Stage, 'kind' | 'name'>): 'review' | 'approval' =>
  kind ?? (name === 'review' ? 'review' : 'approval');

/** Who is asked in a stage, in words. */
export const askedOf = (stage: Stage): string =>
  stage.from ?? (kindOf(stage) === 'review' ? 'any reviewer' : 'any approver');

/** Who decided in a stage, each with their decision where the change tells it. */
export function decidersOf(
  stage: Stage,
  decisions: readonly ChangeDecision[],
): { person: PersonRef; decision: ChangeDecision | undefined }[] {
  const verdict = kindOf(stage) === 'review' ? 'endorse' : 'approve';
  return stage.by.map((person) => ({
    person,
    decision: decisions.findLast((one) => one.by.id === person.id && one.verdict === verdict && !one.stale),
  }));
}

/** Where a change stands, in one sentence. */
export function headlineOf(
  change: Pick<ChangeDetail, 'state' | 'requirement' | 'checks' | 'waitingFor'>,
): string {
  const fails = change.checks.some(({ state }) => state !== 'passed');
  switch (change.state) {
    case 'draft':
      return 'A draft: nobody has been asked yet';
    case 'changes_requested':
      return 'Changes are requested: its author has the next word';
    case 'approved':
      return fails ? 'Approved, but not every check has passed' : 'Approved: it waits for a publisher';
    case 'published':
      return 'Published';
    case 'rejected':
      return 'Rejected: it was not published';
    case 'withdrawn':
      return 'Withdrawn: it was not published';
    case 'in_review': {
      const impossible = progressOf(change).find(({ progress }) => progress === 'impossible');
      if (impossible !== undefined)
        return `Nobody can give ${impossible.stage.name}: the requirement has to be mended`;
      if (change.waitingFor.includes('author')) return 'Waits for its author: not every check has passed';
      const now = progressOf(change).find(({ progress }) => progress === 'now');
      if (now === undefined) return waitingText(change);
      const left = now.stage.need - now.stage.have;
      const isDefault = now.stage.name === 'review' || now.stage.name === 'approval';
      if (!isDefault)
        return `Waits for ${now.stage.name}: ${left === 1 ? 'one person' : `${left} people`} to go`;
      return left === 1
        ? `Waits for ${now.stage.name === 'review' ? 'a review' : 'an approval'}`
        : `Waits for ${left} more ${now.stage.name}s`;
    }
  }
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
  return [...latest.values()].filter(({ stale }) => stale).map(({ by }) => by);
}
