import { actorOf, authorize, type Principal, theOrganization } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { ChangesParts } from '../dossier.ts';
import { markRead } from './store/notices.ts';

/** Nothing was unread: there is nothing to write, and no entry either. */
class NothingToRead extends Error {}

/**
 * Marks one's own notices read: some, or all up to one. Those of others are passed over. Entry `notice.read` when any was unread.
 * @throws Problem `notice.read.which` 400
 */
export async function readNotices(
  parts: ChangesParts,
  principal: Principal,
  which: { readonly ids?: readonly string[] | undefined; readonly upTo?: string | undefined },
): Promise<number> {
  authorize(principal, 'notice.read', theOrganization);
  const { ids, upTo } = which;
  if ((ids === undefined) === (upTo === undefined))
    throw new Problem({
      code: 'notice.read.which',
      status: 400,
      detail: 'Say which: either ids, or upTo with the newest notice that was seen.',
    });
  const { organization, human } = principal;
  const wanted = upTo === undefined ? { ids: ids ?? [] } : { upTo };
  try {
    return await parts.ledger.record(async (tx) => {
      const read = await markRead(tx, organization, human, wanted, parts.clock.now());
      if (read === 0) throw new NothingToRead();
      return {
        value: read,
        entry: {
          organization,
          action: 'notice.read',
          actor: actorOf(principal),
          subject: { kind: 'person', id: human },
          data: { count: read },
        },
      };
    });
  } catch (error) {
    if (error instanceof NothingToRead) return 0;
    throw error;
  }
}
