import { queryOptions } from '@tanstack/react-query';
import { get, segment, withQuery } from '../api/client.ts';
import type { Change, ChangeDetail, List } from '../api/types.ts';
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
