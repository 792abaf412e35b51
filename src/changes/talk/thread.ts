import type { PersonId } from '../../access/index.ts';
import type { EntryId } from '../../ledger/index.ts';
import type { Oid } from '../../libraries/index.ts';
import type { Id } from '../../platform/id.ts';
import type { CommentId } from '../change.ts';
import type { Anchor } from './anchor.ts';

export type ThreadId = Id<'thr'>;

/** One thing that somebody said. Never edited; its author may take it back, then nobody reads its words. */
export interface Comment {
  readonly id: CommentId;
  readonly thread: ThreadId;
  readonly by: string;
  /** The human behind them, as authenticated then. Null for what is older than suggestions are. */
  readonly human: PersonId | null;
  readonly at: Date;
  readonly text: string;
  /** What a suggestion would put in place of the thread's lines; null when it suggests nothing. */
  readonly replacement: string | null;
  readonly entry: EntryId;
  /** Only on the first comment of a thread that is about lines. */
  readonly anchor: Anchor | null;
  /** Only on the first comment of a thread about a file as a whole, or about lines. */
  readonly path: string | null;
}

export interface Mark {
  readonly thread: string;
  readonly resolved: boolean;
  readonly by: string;
  readonly at: Date;
}

export interface Acceptance {
  readonly comment: string;
  readonly by: string;
  readonly at: Date;
  readonly commit: Oid;
  readonly entry: EntryId;
}

/** Everything that was said about a change and what became of it. */
export interface Conversation {
  /** Oldest first. */
  readonly comments: readonly Comment[];
  /** Oldest first: the last of a thread counts. */
  readonly marks: readonly Mark[];
  /** Ids of comments that were taken back. */
  readonly withdrawn: ReadonlySet<string>;
  readonly acceptances: readonly Acceptance[];
}

export interface Thread {
  readonly id: ThreadId;
  /** The first one opened the thread. */
  readonly comments: readonly [Comment, ...Comment[]];
  /** Who resolved it and when; null while it is open. */
  readonly resolved: Mark | null;
}

/** The threads of a conversation, in the order in which they were opened. Pure. */
export function threadsOf({ comments, marks }: Pick<Conversation, 'comments' | 'marks'>): Thread[] {
  const byThread = new Map<ThreadId, [Comment, ...Comment[]]>();
  for (const comment of comments) {
    const known = byThread.get(comment.thread);
    if (known === undefined) byThread.set(comment.thread, [comment]);
    else known.push(comment);
  }
  const last = new Map(marks.map((mark) => [mark.thread, mark]));
  return [...byThread].map(([id, said]) => {
    const mark = last.get(id);
    return { id, comments: said, resolved: mark?.resolved === true ? mark : null };
  });
}

/** Threads that wait for somebody: not resolved, and not all taken back. */
export function openThreads(conversation: Conversation): number {
  return threadsOf(conversation).filter(
    ({ resolved, comments }) =>
      resolved === null && comments.some(({ id }) => !conversation.withdrawn.has(id)),
  ).length;
}

/**
 * Since when an open thread waits for somebody's answer: one they opened or wrote in, or any on a change of their own, in which somebody else
 * had the last word. Null when none does. Pure.
 */
export function waitsForAnswerSince(
  conversation: Conversation,
  human: PersonId,
  isTheirs: boolean,
): Date | null {
  const times = threadsOf(conversation).flatMap(({ resolved, comments }) => {
    const said = comments.filter(({ id }) => !conversation.withdrawn.has(id));
    const last = said.at(-1);
    if (resolved !== null || last === undefined || last.human === human) return [];
    return isTheirs || said.some((comment) => comment.human === human) ? [last.at] : [];
  });
  return times.reduce<Date | null>((first, at) => (first === null || at < first ? at : first), null);
}
