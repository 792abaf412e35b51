import { oneOf } from '../../shell/search.ts';

export const inboxTabs = ['waiting', 'mine', 'notices'] as const;
export type InboxTab = (typeof inboxTabs)[number];

export function inboxSearch(search: Record<string, unknown>): { tab?: InboxTab } {
  const tab = oneOf(search.tab, inboxTabs);
  return tab === undefined ? {} : { tab };
}
