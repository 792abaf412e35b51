import { oneOf, textOf } from '../shell/search.ts';

export const libraryTabs = ['assets', 'changes', 'requirements', 'branches', 'history', 'deleted'] as const;
export type LibraryTab = (typeof libraryTabs)[number];

export const assetViews = ['folders', 'flat'] as const;
export type AssetView = (typeof assetViews)[number];

export type LibrarySearch = {
  tab?: LibraryTab;
  ref?: string;
  commit?: string;
  folder?: string;
  view?: AssetView;
};

export function librarySearch(search: Record<string, unknown>): LibrarySearch {
  const view = oneOf(search.view, assetViews);
  const tab = oneOf(search.tab, libraryTabs);
  return {
    ...textOf(search, 'ref', 'commit', 'folder'),
    ...(view === undefined ? {} : { view }),
    ...(tab === undefined ? {} : { tab }),
  };
}

/** What an environment's page shows: what is live (`at` an instant, or now) or its moves, of one library or of all. */
export function environmentSearch(search: Record<string, unknown>): {
  tab?: 'history';
  library?: string;
  at?: string;
} {
  const tab = oneOf(search.tab, ['history'] as const);
  return { ...textOf(search, 'library', 'at'), ...(tab === undefined ? {} : { tab }) };
}

export const promptTabs = ['editor', 'try', 'history', 'versions', 'blame'] as const;
export type PromptTab = (typeof promptTabs)[number];

export function promptSearch(search: Record<string, unknown>): { tab?: PromptTab; ref?: string } {
  const tab = oneOf(search.tab, promptTabs);
  return { ...textOf(search, 'ref'), ...(tab === undefined ? {} : { tab }) };
}

export const assetTabs = ['editor', 'runs', 'history', 'versions'] as const;
export type AssetTab = (typeof assetTabs)[number];

export function assetSearch(search: Record<string, unknown>): { tab?: AssetTab; ref?: string } {
  const tab = oneOf(search.tab, assetTabs);
  return { ...textOf(search, 'ref'), ...(tab === undefined ? {} : { tab }) };
}

export const mergeSteps = ['revert', 'cherry-pick'] as const;

/** What the merge page is about: a branch brought into another, or a commit taken back or once more. */
export function mergeSearch(search: Record<string, unknown>): {
  branch?: string;
  from?: string;
  commit?: string;
  step?: (typeof mergeSteps)[number];
  parent?: string;
} {
  const step = oneOf(search.step, mergeSteps);
  return {
    ...textOf(search, 'branch'),
    ...textOf(search, 'from'),
    ...textOf(search, 'commit'),
    ...(step === undefined ? {} : { step }),
    ...textOf(search, 'parent'),
  };
}

export type FindSearch = { q?: string; kind?: string; library?: string; tag?: string };

/** The search page: what is looked for, and the facets that were chosen. */
export const findSearch = (search: Record<string, unknown>): FindSearch =>
  textOf(search, 'q', 'kind', 'library', 'tag');
