import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { get, segment, withQuery } from '../../api/client.ts';
import type { List, Recall, RecallUses } from '../../api/types.ts';

const path = '/api/v1/recalls';
export const recallPath = (recall: string): string => `${path}/${segment(recall)}`;

/** Recalls, newest first. */
export const recallsQuery = (inForce: boolean) =>
  infiniteQueryOptions({
    queryKey: ['recalls', 'list', inForce],
    queryFn: ({ signal, pageParam }) =>
      get<List<Recall>>(
        withQuery(path, { state: inForce ? 'in_force' : undefined, cursor: pageParam, limit: 100 }),
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });

/** What is recalled in a library now. */
export const recallsOfQuery = (library: string) =>
  queryOptions({
    queryKey: ['recalls', 'of', library],
    queryFn: ({ signal }) =>
      get<List<Recall>>(withQuery(path, { library, state: 'in_force', limit: 200 }), signal),
  });

export const recallQuery = (recall: string) =>
  queryOptions({
    queryKey: ['recalls', 'one', recall],
    queryFn: ({ signal }) => get<Recall>(recallPath(recall), signal),
  });

export const usesQuery = (recall: string) =>
  queryOptions({
    queryKey: ['recalls', 'uses', recall],
    queryFn: ({ signal }) => get<RecallUses>(`${recallPath(recall)}/uses`, signal),
    retry: false,
  });
