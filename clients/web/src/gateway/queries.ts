import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { get, segment, withQuery } from '../api/client.ts';
import type { Execution, ExecutionDetail, List, Score } from '../api/types.ts';
import { type ExecutionsSearch, sinceOf } from './filters.ts';

export const executionsQuery = ({ period, from, to, ...search }: ExecutionsSearch) =>
  infiniteQueryOptions({
    queryKey: ['executions', 'list', search, period ?? '', from ?? '', to ?? ''],
    queryFn: ({ signal, pageParam }) =>
      get<List<Execution>>(
        withQuery('/api/v1/executions', {
          ...search,
          since: sinceOf(period, new Date()) ?? from,
          until: period === undefined ? to : undefined,
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

export const scoresQuery = (execution: string) =>
  queryOptions({
    queryKey: ['executions', 'scores', execution],
    queryFn: ({ signal }) => get<{ items: Score[] }>(scoresPath(execution), signal),
  });
