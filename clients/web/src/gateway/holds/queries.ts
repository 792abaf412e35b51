import { queryOptions } from '@tanstack/react-query';
import { get, post, segment } from '../../api/client.ts';
import type { Hold, HoldDetail, List } from '../../api/types.ts';

export const holdsQuery = queryOptions({
  queryKey: ['holds', 'list'],
  queryFn: ({ signal }) => get<List<Hold>>('/api/v1/holds', signal),
  refetchInterval: 15_000,
});

const runs = ({ state, execution }: Hold): boolean =>
  state === 'waiting' ||
  (state === 'approved' &&
    (execution === null || execution.status === null || execution.status === 'running'));

export const holdQuery = (hold: string) =>
  queryOptions({
    queryKey: ['holds', 'one', hold],
    queryFn: ({ signal }) => get<HoldDetail>(`/api/v1/holds/${segment(hold)}`, signal),
    // Whoever waits sees at once that it was decided, and what came of it.
    refetchInterval: ({ state }) => (state.data !== undefined && runs(state.data) ? 1_500 : false),
  });

export const decideHold = (hold: string, verb: 'approve' | 'refuse', reason: string): Promise<Hold> =>
  post<Hold>(`/api/v1/holds/${segment(hold)}/${verb}`, { reason });
