import type { ChangeDecision, ChangeDetail, Reviewer, Revision, Thread } from '../../api/types.ts';
import { isTakenBack } from './threads.ts';

/** One thing in the discussion of a change. */
export type DiscussionEvent = { at: string; key: string } & (
  | { decision: ChangeDecision }
  | { thread: Thread }
  | { revision: Revision }
  | { asked: Reviewer }
);

/** Everything that was said, decided, asked and brought, oldest first. A thread stands where it was opened. */
export function eventsOf({ decisions, threads, revisions, reviewers }: ChangeDetail): DiscussionEvent[] {
  const events: DiscussionEvent[] = [
    ...revisions.map((revision) => ({ at: revision.at, key: revision.revision, revision })),
    ...decisions.map((decision) => ({ at: decision.at, key: decision.id, decision })),
    ...threads
      .filter((thread) => !isTakenBack(thread))
      .map((thread) => ({ at: thread.comments[0]?.at ?? '', key: thread.id, thread })),
    ...reviewers.map((asked) => ({ at: asked.askedAt, key: asked.id, asked })),
  ];
  return events.sort((left, right) => left.at.localeCompare(right.at));
}
