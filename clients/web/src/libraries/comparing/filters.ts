import { oneOf, textOf } from '../../shell/search.ts';

export const comparisonTabs = ['text', 'front-matter', 'rendered'] as const;
export type ComparisonTab = (typeof comparisonTabs)[number];

/** Without a path the whole library is compared. */
export type CompareSearch = {
  path?: string;
  fromPath?: string;
  from?: string;
  to?: string;
  tab?: ComparisonTab;
};

export function compareSearch(search: Record<string, unknown>): CompareSearch {
  const tab = oneOf(search.tab, comparisonTabs);
  return {
    ...textOf(search, 'path'),
    ...textOf(search, 'fromPath'),
    ...textOf(search, 'from'),
    ...textOf(search, 'to'),
    ...(tab === undefined ? {} : { tab }),
  };
}
