import { createHash, randomBytes } from 'node:crypto';
import type { Principal } from '../../access/index.ts';
import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import { act } from '../act.ts';
import type { CommentId } from '../change.ts';
import { type ChangesParts, type Dossier, openDossier } from '../dossier.ts';
import { type Anchor, quoteOf } from './anchor.ts';
import { conversationOf, insertComment } from './store/conversation.ts';
import { type Conversation, type ThreadId, threadsOf } from './thread.ts';

export interface NewComment {
  readonly text: string;
  /** An answer in this thread; what follows is then the thread's. */
  readonly thread: string | null;
  /** The file it is about, when it is about one. */
  readonly path: string | null;
  readonly side: 'base' | 'head';
  /** From `line`, if it is about one line only. */
  readonly firstLine: number | null;
  readonly line: number | null;
  /** Digest of that side as it was read: a comment about other bytes is refused. What is there now, if not given. */
  readonly digest: string | null;
  /** A suggestion: what to put in place of the lines. */
  readonly replacement: string | null;
}

/**
 * Says something about a change, one of its files, or some lines of one; opens a thread or answers in one. The entry holds a salted
 * commitment to the words, not the words (AT-35).
 * @throws Problem `change.comment.unknown_place` 422, `change.comment.stale_place` 409, `change.comment.unknown_thread` 404,
 *   `change.comment.nothing_to_replace` 422
 */
export async function commentOnChange(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  comment: NewComment,
): Promise<CommentId> {
  const dossier = await openDossier(parts, principal, id);
  return act(parts, principal, dossier, 'change.comment', async (tx, locked, entry, at) => {
    const place =
      comment.thread === null
        ? newPlace(dossier, comment)
        : placeOf(await conversationOf(tx, locked), comment.thread);
    if (comment.replacement !== null && place.replaceable === null) throw nothingToReplace();
    const commentId = newId('com');
    const salt = randomBytes(16);
    const { text, replacement } = comment;
    const { thread, path, anchor } = place;
    const by = { by: principal.id, human: principal.human };
    const written = { id: commentId, thread, ...by, at, text, replacement, entry, path, anchor };
    await insertComment(tx, locked, written, salt);
    const words = JSON.stringify([text, replacement]);
    const commitment = createHash('sha256').update(salt).update(words).digest('hex');
    return {
      value: commentId,
      data: {
        comment: commentId,
        thread,
        answers: comment.thread !== null,
        commitment: `sha256:${commitment}`,
        revision: dossier.comparison.head,
      },
      detail: detailOf(comment, place),
    };
  });
}

interface Place {
  readonly thread: ThreadId;
  readonly path: string | null;
  readonly anchor: Anchor | null;
  /** The lines of `head` that a suggestion would replace. */
  readonly replaceable: Anchor | null;
}

function newPlace({ comparison }: Dossier, { path, line, ...comment }: NewComment): Place {
  const thread = newId('thr');
  if (path === null && line !== null) throw unknownPlace('A line is of a file: name its path.');
  if (path === null) return { thread, path, anchor: null, replaceable: null };
  const asset = comparison.assets.find((candidate) => candidate.path === path);
  if (asset === undefined) throw unknownPlace('This change does not touch that path.');
  if (line === null) return { thread, path, anchor: null, replaceable: null };
  const side = asset[comment.side];
  if (side === null) throw unknownPlace('There is no such file on that side of the difference.');
  if (comment.digest !== null && comment.digest !== side.digest) throw stalePlace();
  const firstLine = comment.firstLine ?? line;
  const quote = quoteOf(side.text, firstLine, line);
  if (quote === undefined) throw unknownPlace('The file has no such lines.');
  const anchor = { path, side: comment.side, firstLine, lastLine: line, digest: side.digest, quote };
  return { thread, path, anchor, replaceable: comment.side === 'head' ? anchor : null };
}

function placeOf(conversation: Conversation, id: string): Place {
  const thread = threadsOf(conversation).find((candidate) => candidate.id === id);
  if (thread === undefined)
    throw new Problem({
      code: 'change.comment.unknown_thread',
      status: 404,
      detail: 'This change has no such thread. Read the change for those it has.',
    });
  const { anchor } = thread.comments[0];
  return {
    thread: thread.id,
    path: null,
    anchor: null,
    replaceable: anchor?.side === 'head' ? anchor : null,
  };
}

function detailOf({ thread, replacement }: NewComment, { path, anchor }: Place): string {
  const did = replacement === null ? 'commented' : 'suggested an edit';
  if (thread !== null) return replacement === null ? 'answered a comment' : did;
  if (anchor === null) return path === null ? did : `${did} on ${path}`;
  const { firstLine, lastLine } = anchor;
  const lines = firstLine === lastLine ? `line ${lastLine}` : `lines ${firstLine} to ${lastLine}`;
  return `${did} on ${path ?? ''}, ${lines}`;
}

function unknownPlace(why: string): Problem {
  return new Problem({
    code: 'change.comment.unknown_place',
    status: 422,
    detail: `${why} Read the change again and name a file and lines of its difference.`,
  });
}

function stalePlace(): Problem {
  return new Problem({
    code: 'change.comment.stale_place',
    status: 409,
    detail: 'This file has changed since you read it. Read it again, then comment on the lines as they are.',
  });
}

function nothingToReplace(): Problem {
  return new Problem({
    code: 'change.comment.nothing_to_replace',
    status: 422,
    detail: 'A suggestion replaces lines that the change proposes. Name lines of the side "head".',
  });
}
