import { queryOptions } from '@tanstack/react-query';
import { get, withQuery } from '../api/client.ts';
import type { Adoption, Comparison, Measure, Overview } from '../api/types.ts';
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

export const measuresQuery = queryOptions({
  queryKey: ['measures', 'list'],
  queryFn: ({ signal }) => get<{ items: Measure[] }>('/api/v1/measures', signal),
});
