import type { Change, ChangeAction, ChangeState } from '../api/types.ts';
import type { Tone } from '../design/Status.tsx';
import type { Shape } from '../design/StatusShape.tsx';

/** A change's state: its word, its shape, its tone. */
export const stateLooks: Record<ChangeState, { word: string; shape: Shape; tone: Tone }> = {
  draft: { word: 'draft', shape: 'ring', tone: 'plain' },
  in_review: { word: 'in review', shape: 'half', tone: 'accent' },
  changes_requested: { word: 'changes requested', shape: 'triangle', tone: 'warn' },
  approved: { word: 'approved', shape: 'check', tone: 'good' },
  published: { word: 'published', shape: 'diamond', tone: 'good' },
  rejected: { word: 'rejected', shape: 'cross', tone: 'bad' },
  withdrawn: { word: 'withdrawn', shape: 'dash', tone: 'plain' },
};

const waitWords: Record<Change['waitingFor'][number], string> = {
  review: 'a review',
  approval: 'an approval',
  publish: 'publishing',
  author: 'its author',
};

/** `Waits for a review and an approval`; empty when it waits for nothing. */
export function waitingText(change: Pick<Change, 'waitingFor'>): string {
  const words = change.waitingFor.map((what) => waitWords[what]);
  if (words.length === 0) return '';
  return `Waits for ${words.length === 1 ? words[0] : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`}`;
}

const isOver: readonly ChangeState[] = ['published', 'rejected', 'withdrawn'];

/** The acts that belong to a change now, most expected first. Whether one may do them is the server's `may`. */
export function actsIn({ state, waitingFor }: Pick<Change, 'state' | 'waitingFor'>): ChangeAction[] {
  if (isOver.includes(state)) return [];
  if (state === 'draft') return ['change.submit', 'change.withdraw'];
  if (state === 'changes_requested')
    return ['change.review', 'change.retract', 'change.reject', 'change.withdraw'];
  if (state === 'approved') return ['change.publish', 'change.retract', 'change.reject', 'change.withdraw'];
  return waitingFor.includes('review')
    ? ['change.review', 'change.approve', 'change.retract', 'change.reject', 'change.withdraw']
    : ['change.approve', 'change.review', 'change.retract', 'change.reject', 'change.withdraw'];
}

/** `change.approve` → `approved`, for histories. */
export function pastOf(action: string): string {
  const known: Record<string, string> = {
    'change.create': 'opened the change',
    'change.submit': 'submitted it for review',
    'change.review': 'reviewed it',
    'change.approve': 'approved it',
    'change.retract': 'took a decision back',
    'change.lapse': 'rejected by itself: the time ran out',
    'change.reject': 'rejected it',
    'change.withdraw': 'withdrew it',
    'change.publish': 'published it',
    'change.schedule': 'scheduled its publication',
    'change.unschedule': 'called its scheduled publication off',
    'change.schedule_failed': 'had scheduled it, but it could not be published',
    'break_glass.create': 'broke the glass',
    'break_glass.review': 'reviewed the break-glass',
    'break_glass.expire': 'broke the glass; the time was over',
    'change.comment': 'commented',
    'change.update': 'reworded it',
    'comment.withdraw': 'took a comment back',
    'thread.resolve': 'resolved a thread',
    'thread.reopen': 'opened a thread again',
    'suggestion.accept': 'accepted suggestions',
    'reviewer.request': 'asked for a review',
    'reviewer.dismiss': 'took a request for review back',
    'commit.create': 'committed to its branch',
  };
  return known[action] ?? action;
}
