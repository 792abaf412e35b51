import { queryOptions } from '@tanstack/react-query';
import { get, withQuery } from '../api/client.ts';
import type {
  Adoption,
  Comparison,
  ConsistencyList,
  Debt,
  Drifts,
  Findings,
  Judges,
  KeptView,
  Letters,
  Measure,
  Overview,
  Quality,
  Return,
} from '../api/types.ts';
import type { Dimension, Span } from './filters.ts';

export const overviewQuery = queryOptions({
  queryKey: ['measures', 'overview'],
  queryFn: ({ signal }) => get<Overview>('/api/v1/measures/overview', signal),
});

export const adoptionQuery = queryOptions({
  queryKey: ['measures', 'adoption'],
  queryFn: ({ signal }) => get<Adoption>('/api/v1/measures/adoption', signal),
});

export const groupsQuery = (by: Dimension, weeks: Span, library: string | undefined) =>
  queryOptions({
    queryKey: ['measures', 'groups', by, weeks, library],
    queryFn: ({ signal }) =>
      get<Comparison>(withQuery('/api/v1/measures/groups', { by, weeks, library }), signal),
  });

export const qualityQuery = queryOptions({
  queryKey: ['measures', 'quality'],
  queryFn: ({ signal }) => get<Quality>('/api/v1/measures/quality', signal),
});

export const returnQuery = queryOptions({
  queryKey: ['measures', 'return'],
  queryFn: ({ signal }) => get<Return>('/api/v1/measures/return', signal),
});

export const consistencyQuery = queryOptions({
  queryKey: ['consistency'],
  queryFn: ({ signal }) => get<ConsistencyList>('/api/v1/consistency', signal),
});

export const driftsQuery = queryOptions({
  queryKey: ['drifts'],
  queryFn: ({ signal }) => get<Drifts>('/api/v1/drifts', signal),
});

export const judgesQuery = queryOptions({
  queryKey: ['judges'],
  queryFn: ({ signal }) => get<Judges>('/api/v1/judges', signal),
  // While something is judged, the page follows.
  refetchInterval: ({ state }) =>
    state.data?.items.some(({ runs }) => runs.some(({ done, size }) => done < size)) ? 2_000 : false,
});

export const findingsQuery = queryOptions({
  queryKey: ['findings'],
  queryFn: ({ signal }) => get<Findings>('/api/v1/findings', signal),
});

export const debtQuery = queryOptions({
  queryKey: ['measures', 'debt'],
  queryFn: ({ signal }) => get<Debt>('/api/v1/measures/debt', signal),
});

export const measuresQuery = queryOptions({
  queryKey: ['measures', 'list'],
  queryFn: ({ signal }) => get<{ items: Measure[] }>('/api/v1/measures', signal),
});

export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: ({ signal }) => get<{ items: KeptView[] }>('/api/v1/views', signal),
});

export const lettersQuery = queryOptions({
  queryKey: ['letters'],
  queryFn: ({ signal }) => get<Letters>('/api/v1/letters', signal),
});
