import { queryOptions } from '@tanstack/react-query';
import { get, segment, withQuery } from '../api/client.ts';
import type { Change, ChangeDetail, CheckList, List, TextComparison } from '../api/types.ts';
import type { ChangesSearch } from './filters.ts';

export const changesQuery = (search: ChangesSearch) =>
  queryOptions({
    queryKey: ['changes', 'list', search],
    queryFn: ({ signal }) =>
      get<List<Change>>(withQuery('/api/v1/changes', { ...search, limit: 200 }), signal),
  });

export const changePath = (change: string): string => `/api/v1/changes/${segment(change)}`;

export const changeQuery = (change: string) =>
  queryOptions({
    queryKey: ['changes', 'one', change],
    queryFn: ({ signal }) => get<ChangeDetail>(changePath(change), signal),
  });

/** The checks of a change with what only they tell: sizes, and what is like it. @param shown names the state of the change */
export const checksQuery = ({ id, shown }: Pick<ChangeDetail, 'id' | 'shown'>) =>
  queryOptions({
    queryKey: ['changes', 'checks', id, shown],
    queryFn: ({ signal }) => get<CheckList>(`${changePath(id)}/checks`, signal),
    staleTime: 60_000,
  });

/**
 * What a change does to one of its files. @param shown names the state of the change: another one is asked for anew
 * @param since an earlier revision: then only what came after it
 */
export const changeComparisonQuery = (
  { id, shown }: Pick<ChangeDetail, 'id' | 'shown'>,
  path: string,
  since?: string,
) =>
  queryOptions({
    queryKey: ['changes', 'comparison', id, shown, path, since ?? null],
    queryFn: ({ signal }) =>
      get<TextComparison>(withQuery(`${changePath(id)}/compare`, { path, since }), signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
