import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { get, segment, withQuery } from '../api/client.ts';
import type { Correction, Execution, ExecutionDetail, List, Score } from '../api/types.ts';
import { type ExecutionsSearch, wireSearch } from './filters.ts';

export const executionsQuery = (search: ExecutionsSearch) =>
  infiniteQueryOptions({
    queryKey: ['executions', 'list', search],
    queryFn: ({ signal, pageParam }) =>
      get<List<Execution>>(
        withQuery('/api/v1/executions', {
          ...wireSearch(search, new Date()),
          cursor: pageParam,
          limit: 100,
        }),
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });

export const executionPath = (execution: string): string => `/api/v1/executions/${segment(execution)}`;

export const executionQuery = (execution: string) =>
  queryOptions({
    queryKey: ['executions', 'one', execution],
    queryFn: ({ signal }) => get<ExecutionDetail>(executionPath(execution), signal),
    // A running execution is asked about until it has its outcome.
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? 1_500 : false),
  });

export const scoresPath = (execution: string): string => `${executionPath(execution)}/scores`;

export const correctionsPath = (execution: string): string => `${executionPath(execution)}/corrections`;

export const correctionsQuery = (execution: string) =>
  queryOptions({
    queryKey: ['executions', 'corrections', execution],
    queryFn: ({ signal }) => get<{ items: Correction[] }>(correctionsPath(execution), signal),
  });

export const scoresQuery = (execution: string) =>
  queryOptions({
    queryKey: ['executions', 'scores', execution],
    queryFn: ({ signal }) => get<{ items: Score[] }>(scoresPath(execution), signal),
  });
