import type { Principal } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import { act } from '../act.ts';
import { type ChangesParts, openDossier } from '../dossier.ts';
import { conversationOf, insertMark } from './store/conversation.ts';
import { threadsOf } from './thread.ts';

/**
 * Resolves a thread, or opens it again. Everybody who may comment may.
 * @throws Problem `ACTION.unknown_thread` 404, `ACTION.marked_already` 409
 */
export async function markThread(
  parts: ChangesParts,
  principal: Principal,
  id: string,
  threadId: string,
  action: 'thread.resolve' | 'thread.reopen',
): Promise<void> {
  const dossier = await openDossier(parts, principal, id);
  await act(parts, principal, dossier, action, async (tx, locked, entry, at) => {
    const thread = threadsOf(await conversationOf(tx, locked)).find(({ id }) => id === threadId);
    if (thread === undefined)
      throw new Problem({
        code: `${action}.unknown_thread`,
        status: 404,
        detail: 'This change has no such thread. Read the change for those it has.',
      });
    const resolved = action === 'thread.resolve';
    if (resolved === (thread.resolved !== null))
      throw new Problem({
        code: `${action}.marked_already`,
        status: 409,
        detail: `This thread is ${resolved ? 'resolved' : 'open'} already. Nothing needs to be done.`,
      });
    await insertMark(tx, locked, { thread: thread.id, resolved, by: principal.id, at, entry });
    return {
      value: undefined,
      data: { thread: thread.id },
      detail: resolved ? 'resolved a thread' : 'opened a thread again',
    };
  });
}
