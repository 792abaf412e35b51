import { queryOptions } from '@tanstack/react-query';
import { get, post, segment, withQuery } from '../../api/client.ts';
import type { EvaluationPage, EvaluationRun, List } from '../../api/types.ts';

/** What to run: all that a change is about, or one file against a version. */
export type Asked = { change: string } | { library: string; path: string; version: string };

/** Whose runs are listed. */
export type Wanted = { library: string; change?: string; path?: string };

export const runsQuery = (wanted: Wanted) =>
  queryOptions({
    queryKey: ['evaluations', 'list', wanted],
    queryFn: ({ signal }) =>
      get<List<EvaluationRun>>(withQuery('/api/v1/evaluation-runs', { ...wanted, limit: 10 }), signal),
    retry: false,
  });

/** Asked again while it runs: its cases are told as they end. */
export const runQuery = (run: string) =>
  queryOptions({
    queryKey: ['evaluations', 'one', run],
    queryFn: ({ signal }) => get<EvaluationPage>(`/api/v1/evaluation-runs/${segment(run)}`, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 700 : false),
  });

export const startRun = (asked: Asked): Promise<EvaluationRun> =>
  post<EvaluationRun>('/api/v1/evaluation-runs', asked);
