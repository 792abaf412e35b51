import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { get, segment, withQuery } from '../../api/client.ts';
import type { Environment, List, LiveAsset, Move } from '../../api/types.ts';

const pathOf = (environment: string) => `/api/v1/environments/${segment(environment)}`;

export const environmentsQuery = queryOptions({
  queryKey: ['environments'],
  queryFn: ({ signal }) => get<List<Environment>>('/api/v1/environments', signal),
});

/** What is live in an environment, or was at an instant. An empty library means all that I may see. */
export const liveQuery = (environment: string, library: string, at: string) =>
  infiniteQueryOptions({
    queryKey: ['environments', environment, 'live', library, at],
    queryFn: ({ signal, pageParam }) =>
      get<List<LiveAsset>>(
        withQuery(`${pathOf(environment)}/live`, { library, at, cursor: pageParam, limit: 100 }),
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });

/** Moves of an environment, newest first. An empty library or path means any. */
export const movesQuery = (environment: string, library: string, path: string) =>
  infiniteQueryOptions({
    queryKey: ['environments', environment, 'history', library, path],
    queryFn: ({ signal, pageParam }) =>
      get<List<Move>>(
        withQuery(`${pathOf(environment)}/history`, { library, path, cursor: pageParam }),
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });
