import type { ChangeState } from '../api/types.ts';
import { oneOf, textOf } from '../shell/search.ts';

export const changeStates = [
  'draft',
  'in_review',
  'changes_requested',
  'approved',
  'published',
  'rejected',
  'withdrawn',
] as const satisfies readonly ChangeState[];

export type ChangesSearch = { state?: ChangeState; library?: string; waiting?: 'me' };

export function changesSearch(search: Record<string, unknown>): ChangesSearch {
  const state = oneOf(search.state, changeStates);
  return {
    ...textOf(search, 'library'),
    ...(state === undefined ? {} : { state }),
    ...(search.waiting === 'me' ? { waiting: 'me' } : {}),
  };
}

export const changeTabs = ['diff', 'rendered', 'evaluations', 'discussion', 'history'] as const;
export type ChangeTab = (typeof changeTabs)[number];

export function changeSearch(search: Record<string, unknown>): { tab?: ChangeTab } {
  const tab = oneOf(search.tab, changeTabs);
  return tab === undefined ? {} : { tab };
}

/** Of which library and environment the requirement is shown. */
export const requirementsSearch = (
  search: Record<string, unknown>,
): { library?: string; environment?: string } => textOf(search, 'library', 'environment');
