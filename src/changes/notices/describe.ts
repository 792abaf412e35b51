import { named } from '../../access/index.ts';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Library } from '../../libraries/index.ts';
import type { ChangesParts } from '../dossier.ts';
import { changesById } from '../store/changes.ts';
import { type Notice, noticeKinds, sentenceOf } from './notice.ts';
import type { NoticeWire } from './wire.ts';

export type { NoticeWire } from './wire.ts';

/** What notices say now, to somebody who may see all of their libraries. */
export async function describeNotices(
  parts: ChangesParts,
  organization: OrganizationId,
  libraries: readonly Library[],
  notices: readonly Notice[],
): Promise<NoticeWire[]> {
  const [names, changes] = await Promise.all([
    parts.people.names(
      organization,
      notices.flatMap(({ by }) => (by === null ? [] : [by])),
    ),
    changesById(
      parts.reader,
      organization,
      notices.flatMap(({ change }) => (change === null ? [] : [change])),
    ),
  ]);
  return notices.map((notice) => {
    const change = notice.change === null ? undefined : changes.get(notice.change);
    const library = libraries.find(({ id }) => id === notice.library);
    const by = notice.by === null ? null : named(names, notice.by);
    const text = (name: string) => {
      const value = notice.detail[name];
      return typeof value === 'string' ? value : undefined;
    };
    const path = text('path');
    const asset =
      path === undefined ? text('model') : library === undefined ? path : `${library.name}/${path}`;
    const title = change === undefined ? (asset ?? text('of') ?? text('subject') ?? '') : `“${change.title}”`;
    return {
      id: notice.id,
      kind: notice.kind,
      topic: noticeKinds[notice.kind].topic,
      text: sentenceOf(notice.kind, {
        who: by?.displayName ?? 'Countersign',
        title,
        stage: text('stage') ?? text('share') ?? text('retires'),
      }),
      by,
      change:
        change === undefined || library === undefined
          ? null
          : { id: change.id, number: change.number, title: change.title, library: library.name },
      library: library?.name ?? null,
      subject: text('subject') ?? null,
      path: path ?? null,
      direct: notice.direct,
      at: notice.at.toISOString(),
      read: notice.readAt !== null,
      entry: notice.entry,
    };
  });
}
