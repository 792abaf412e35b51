import { createHash, randomBytes } from 'node:crypto';
import type { Principal } from '../access/index.ts';
import { newId } from '../platform/id.ts';
import { act } from './act.ts';
import type { CommentId } from './change.ts';
import { type ChangesParts, openDossier } from './dossier.ts';
import { insertComment } from './store/comments.ts';

export interface NewComment {
  readonly text: string;
  /** Where it belongs, when it is about one place. */
  readonly path: string | null;
  readonly line: number | null;
}

/** Says something about a change. The entry holds a salted commitment to the words, not the words (AT-35). */
export async function commentOnChange(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  comment: NewComment,
): Promise<CommentId> {
  const dossier = await openDossier(parts, principal, id);
  return act(parts, principal, dossier, 'change.comment', async (tx, locked, entry, at) => {
    const commentId = newId('com');
    const salt = randomBytes(16);
    const written = { id: commentId, by: principal.id, at, ...comment };
    await insertComment(tx, locked.organization, locked.id, written, salt, entry);
    const commitment = createHash('sha256').update(salt).update(comment.text).digest('hex');
    return {
      value: commentId,
      data: { comment: commentId, commitment: `sha256:${commitment}`, revision: dossier.comparison.head },
      detail: comment.path === null ? 'commented' : `commented on ${comment.path}`,
    };
  });
}
