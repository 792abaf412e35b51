import { oneOf, textOf } from '../../shell/search.ts';

export const accessTabs = ['grants', 'roles', 'why', 'review'] as const;
export type AccessTab = (typeof accessTabs)[number];

/** What the page “Access” shows, and whom and what it asks about. */
export function accessSearch(search: Record<string, unknown>): {
  tab?: AccessTab;
  who?: string;
  action?: string;
  library?: string;
  path?: string;
} {
  const tab = oneOf(textOf(search, 'tab').tab, accessTabs);
  return { ...textOf(search, 'who', 'action', 'library', 'path'), ...(tab === undefined ? {} : { tab }) };
}
