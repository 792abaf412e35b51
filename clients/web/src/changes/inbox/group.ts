import type { Notice } from '../../api/types.ts';

/** What happened to one change, as one row. */
export type NoticeGroup = {
  key: string;
  newest: Notice;
  /** Newest first, without the newest. */
  earlier: readonly Notice[];
  unread: readonly string[];
};

/** Notices about one change stand together, where the newest of them is. Given newest first. */
export function groupNotices(notices: readonly Notice[]): NoticeGroup[] {
  const groups = new Map<string, { newest: Notice; earlier: Notice[]; unread: string[] }>();
  for (const notice of notices) {
    const key = notice.change?.id ?? notice.id;
    const group = groups.get(key);
    const unread = notice.read ? [] : [notice.id];
    if (group === undefined) groups.set(key, { newest: notice, earlier: [], unread });
    else {
      group.earlier.push(notice);
      group.unread.push(...unread);
    }
  }
  return [...groups].map(([key, group]) => ({ key, ...group }));
}
