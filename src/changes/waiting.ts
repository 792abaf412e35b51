import { explain, type PersonId, type Principal } from '../access/index.ts';
import { type Dossier, resourceOf } from './dossier.ts';
import { unaskedToPublish } from './requirement/asked-to-publish.ts';
import { isIndependent } from './standing/facts.ts';
import { isAmong } from './standing/roster.ts';

/** What a change may want of somebody. An `answer` in a thread and the review of a `break_glass` it wants of some beside its next step. */
export const waitingReasons = [
  'draft',
  'sent_back',
  'review',
  'approval',
  'publish',
  'answer',
  'break_glass',
] as const;
export type WaitingReason = (typeof waitingReasons)[number];
/** What may be the next step of a change. */
export type NextStep = Exclude<WaitingReason, 'answer' | 'break_glass'>;

/** The one step that a change waits for, and since when. */
export interface Waiting<Reason extends WaitingReason = NextStep> {
  readonly reason: Reason;
  /** The requirement's stage, when it waits for one. */
  readonly stage: string | null;
  readonly since: Date;
}

type Known = Pick<Dossier, 'change' | 'standing'>;

/** What a change waits for now; null when it has ended. Pure: from the standing, and from when decisions that count were made. */
export function waitingNow({ change, standing }: Known): Waiting | null {
  if (change.stage === 'draft') return { reason: 'draft', stage: null, since: change.createdAt };
  if (change.stage !== 'open') return null;
  const submitted = change.submittedAt ?? change.createdAt;
  const latest = standing.counting.reduce((newest, { at }) => (at > newest ? at : newest), submitted);
  if (standing.waitingFor.includes('author')) return { reason: 'sent_back', stage: null, since: latest };
  const stage = standing.stages.find(({ satisfied, startedAt }) => !satisfied && startedAt !== null);
  if (stage === undefined) return { reason: 'publish', stage: null, since: latest };
  return { reason: stage.kind, stage: stage.name, since: stage.startedAt ?? latest };
}

/** Whether the next step of a change is this principal's to take. */
export function waitsFor(principal: Principal, dossier: Dossier): boolean {
  const resource = resourceOf(dossier.library);
  const mayDecide = principal.kind === 'person' && isIndependent(principal.human, dossier.facts);
  const decided = dossier.standing.counting.some((decision) => decision.human === principal.human);
  return dossier.standing.waitingFor.some((step) => {
    if (step === 'author') return dossier.change.createdHuman === principal.human;
    if (step === 'publish')
      return (
        explain(principal, 'change.publish', resource).allowed &&
        unaskedToPublish(principal, dossier.facts) === null
      );
    if (!mayDecide || decided || !isAsked(principal.human, dossier, step)) return false;
    return explain(principal, step === 'review' ? 'change.review' : 'change.approve', resource).allowed;
  });
}

/** Whether a stage whose turn it is asks this person. */
export function isAsked(human: PersonId, { standing, facts }: Dossier, kind: 'review' | 'approval'): boolean {
  return standing.stages.some(
    (stage) =>
      stage.kind === kind &&
      !stage.satisfied &&
      stage.startedAt !== null &&
      isAmong(human, stage.from, facts.roster),
  );
}
