import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { get, segment, withQuery } from '../../api/client.ts';
import type { AssetComparison, Blame, Environment, LibraryComparison, List } from '../../api/types.ts';

const libraryPath = (library: string): string => `/api/v1/libraries/${segment(library)}`;

/** Two states of one file. */
export type Pair = { path: string; fromPath?: string | undefined; from: string; to: string };

export const comparisonQuery = (library: string, pair: Pair) =>
  queryOptions({
    queryKey: ['libraries', library, 'comparison', pair],
    queryFn: ({ signal }) =>
      get<AssetComparison>(withQuery(`${libraryPath(library)}/asset/compare`, pair), signal),
  });

export const libraryComparisonQuery = (library: string, from: string, to: string) =>
  infiniteQueryOptions({
    queryKey: ['libraries', library, 'comparisons', from, to],
    queryFn: ({ signal, pageParam }) =>
      get<LibraryComparison>(
        withQuery(`${libraryPath(library)}/compare`, { from, to, cursor: pageParam }),
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });

export const blameQuery = (library: string, path: string, ref: string) =>
  queryOptions({
    queryKey: ['libraries', library, 'blame', path, ref],
    queryFn: ({ signal }) => get<Blame>(withQuery(`${libraryPath(library)}/blame`, { path, ref }), signal),
  });

export const environmentNamesQuery = queryOptions({
  queryKey: ['environments', 'names'],
  queryFn: async ({ signal }) =>
    (await get<List<Environment>>('/api/v1/environments', signal)).items.map(({ name }) => name),
});
