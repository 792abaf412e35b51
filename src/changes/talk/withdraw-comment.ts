import type { Principal } from '../../access/index.ts';
import { Problem, type ProblemStatus } from '../../platform/problem.ts';
import { act } from '../act.ts';
import { type ChangesParts, openDossier } from '../dossier.ts';
import { conversationOf, insertWithdrawal } from './store/conversation.ts';

/**
 * Takes one's own comment back: its words are shown to nobody any more. That it was there stays, and so does its entry.
 * @throws Problem `comment.withdraw.unknown_comment` 404, `comment.withdraw.not_yours` 403, `comment.withdraw.withdrawn_already` 409,
 *   `comment.withdraw.accepted` 409
 */
export async function withdrawComment(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  commentId: string,
): Promise<void> {
  const dossier = await openDossier(parts, principal, id);
  await act(parts, principal, dossier, 'comment.withdraw', async (tx, locked, entry, at) => {
    const conversation = await conversationOf(tx, locked);
    const comment = conversation.comments.find((candidate) => candidate.id === commentId);
    if (comment === undefined)
      throw refusal('unknown_comment', 404, 'This change has no such comment. Read it again.');
    if (comment.by !== principal.id)
      throw refusal('not_yours', 403, 'Only who wrote a comment can take it back. Answer it instead.');
    if (conversation.withdrawn.has(commentId))
      throw refusal(
        'withdrawn_already',
        409,
        'This comment is taken back already. Nothing needs to be done.',
      );
    if (conversation.acceptances.some((acceptance) => acceptance.comment === commentId))
      throw refusal(
        'accepted',
        409,
        'This suggestion is in the branch already, under your name. Answer it instead.',
      );
    await insertWithdrawal(tx, locked, { comment: commentId, at, entry });
    return {
      value: undefined,
      data: { comment: commentId, thread: comment.thread },
      detail: 'took a comment back',
    };
  });
}

function refusal(code: string, status: ProblemStatus, detail: string): Problem {
  return new Problem({ code: `comment.withdraw.${code}`, status, detail });
}
