import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { get, segment, withQuery } from '../api/client.ts';
import type { Cosigning, LedgerEntry, LedgerHead, List, Witnessing } from '../api/types.ts';
import { type EntriesSearch, wireSearch } from './filters.ts';

export const headQuery = queryOptions({
  queryKey: ['ledger', 'head'],
  queryFn: ({ signal }) => get<LedgerHead>('/api/v1/ledger/head', signal),
  refetchInterval: 5_000,
});

export const witnessesQuery = queryOptions({
  queryKey: ['ledger', 'witnesses'],
  queryFn: ({ signal }) => get<Witnessing>('/api/v1/witnesses', signal),
  refetchInterval: 5_000,
});

export const cosigningQuery = queryOptions({
  queryKey: ['ledger', 'witnessed-logs'],
  queryFn: ({ signal }) => get<Cosigning>('/api/v1/witnessed-logs', signal),
  refetchInterval: 5_000,
});

export const entriesQuery = (search: EntriesSearch) =>
  infiniteQueryOptions({
    queryKey: ['ledger', 'entries', search],
    queryFn: ({ signal, pageParam }) =>
      get<List<LedgerEntry>>(
        withQuery('/api/v1/entries', { ...wireSearch(search), cursor: pageParam, limit: 100 }),
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });

export const entryPath = (entry: string): string => `/api/v1/entries/${segment(entry)}`;

export const entryQuery = (entry: string) =>
  queryOptions({
    queryKey: ['ledger', 'entry', entry],
    queryFn: ({ signal }) => get<LedgerEntry>(entryPath(entry), signal),
  });
