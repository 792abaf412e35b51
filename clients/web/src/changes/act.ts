import { post } from '../api/client.ts';
import type { ChangeAction, ChangeDetail } from '../api/types.ts';
import { changePath } from './queries.ts';

/** What somebody typed or chose for an act. */
export type ActInput = { comment: string; verdict: 'endorse' | 'request_changes' };

/** Does one act on exactly what was shown: revision, digest and shown bind it. */
export function act(
  action: ChangeAction,
  change: ChangeDetail,
  { comment, verdict }: ActInput,
): Promise<unknown> {
  const path = changePath(change.id);
  const { revision, digest, shown } = change;
  const said = comment.trim() === '' ? {} : { comment: comment.trim() };
  switch (action) {
    case 'change.submit':
      return post(`${path}/submit`);
    case 'change.review':
      return post(`${path}/review`, { revision, verdict, ...said });
    case 'change.approve':
      return post(`${path}/approve`, { revision, digest, shown, ...said });
    case 'change.retract':
      return post(`${path}/retract`);
    case 'change.reject':
      return post(`${path}/reject`, { revision, comment: comment.trim() });
    case 'change.withdraw':
      return post(`${path}/withdraw`);
    case 'change.publish':
      return post(`${path}/publish`, { revision, digest });
    case 'change.comment':
      return post(`${path}/comments`, { text: comment.trim() });
  }
}

/** The words of an act's button and what is said when it is done. */
export const actWords: Record<ChangeAction, { button: string; done: string }> = {
  'change.submit': { button: 'Ask for review', done: 'Submitted. It waits for a review.' },
  'change.review': { button: 'Review', done: 'Your review is recorded.' },
  'change.approve': { button: 'Approve', done: 'Your approval is recorded.' },
  'change.retract': { button: 'Take back', done: 'Your decision is taken back.' },
  'change.reject': { button: 'Reject', done: 'The change is rejected.' },
  'change.withdraw': { button: 'Withdraw', done: 'The change is withdrawn.' },
  'change.publish': { button: 'Publish', done: 'Published. It is live now.' },
  'change.comment': { button: 'Comment', done: 'Your comment is there.' },
};
