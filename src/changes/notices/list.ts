import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { ChangesParts } from '../dossier.ts';
import { describeNotices, type NoticeWire } from './describe.ts';
import { countUnread, selectNotices } from './store/notices.ts';

export interface NoticeQuery {
  readonly unread: boolean;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** One's own notices, newest first: only those about libraries that one may see now, whatever one saw when they were written. */
export async function listNotices(
  parts: ChangesParts,
  principal: Principal,
  query: NoticeQuery,
): Promise<{ items: NoticeWire[]; next: string | null; unread: number }> {
  authorize(principal, 'notice.list', theOrganization);
  const before = query.cursor === undefined ? undefined : readCursor(query.cursor);
  const { organization, human, kind } = principal;
  if (kind === 'app') return { items: [], next: null, unread: 0 };
  const visible = await parts.libraries.visible(principal);
  const libraries = visible.map(({ id }) => id);
  const [rows, unread] = await Promise.all([
    selectNotices(
      parts.reader,
      organization,
      human,
      { libraries, unread: query.unread },
      { before, limit: query.limit + 1 },
    ),
    countUnread(parts.reader, organization, human, libraries),
  ]);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: await describeNotices(
      parts,
      organization,
      visible,
      shown.map(({ notice }) => notice),
    ),
    next:
      rows.length > query.limit && last !== undefined
        ? Buffer.from(`notice ${last.sequence}`).toString('base64url')
        : null,
    unread,
  };
}

function readCursor(cursor: string): number {
  const [, sequence] = /^notice (\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? [];
  if (sequence === undefined)
    throw new Problem({
      code: 'request.invalid',
      status: 400,
      detail: 'The cursor is not one that this list gave. Start again without it.',
    });
  return Number(sequence);
}
