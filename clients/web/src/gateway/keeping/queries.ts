import { queryOptions } from '@tanstack/react-query';
import { get } from '../../api/client.ts';
import type { Erasure, LegalHold, List, Retention } from '../../api/types.ts';

export const holdsQuery = queryOptions({
  queryKey: ['keeping', 'holds'],
  queryFn: ({ signal }) => get<List<LegalHold>>('/api/v1/legal-holds', signal),
});
export const erasuresQuery = queryOptions({
  queryKey: ['keeping', 'erasures'],
  queryFn: ({ signal }) => get<List<Erasure>>('/api/v1/erasures', signal),
  // One under way is followed until it is done.
  refetchInterval: ({ state }) =>
    state.data?.items.some((item) => item.state === 'under_way') === true ? 1_500 : false,
});
export const retentionQuery = queryOptions({
  queryKey: ['keeping', 'retention'],
  queryFn: ({ signal }) => get<Retention>('/api/v1/retention', signal),
});
