import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { get, segment, withQuery } from '../../api/client.ts';
import type { List, Sequence, SequenceDetail } from '../../api/types.ts';

export type SequenceKind = 'traces' | 'conversations';

export const sequencesQuery = (kind: SequenceKind) =>
  infiniteQueryOptions({
    queryKey: ['executions', kind],
    queryFn: ({ signal, pageParam }) =>
      get<List<Sequence>>(withQuery(`/api/v1/${kind}`, { cursor: pageParam, limit: 50 }), signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });

export const sequenceQuery = (kind: SequenceKind, id: string) =>
  queryOptions({
    queryKey: ['executions', kind, id],
    queryFn: ({ signal }) => get<SequenceDetail>(`/api/v1/${kind}/${segment(id)}`, signal),
  });
