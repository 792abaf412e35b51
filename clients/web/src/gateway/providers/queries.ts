import { queryOptions } from '@tanstack/react-query';
import { get } from '../../api/client.ts';
import type { List, Provider, Route } from '../../api/types.ts';

/** Whether a model answers changes with every call: asked again while one looks. */
export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: ({ signal }) => get<List<Provider>>('/api/v1/providers', signal),
  refetchInterval: 10_000,
});

export const routesQuery = queryOptions({
  queryKey: ['routes'],
  queryFn: ({ signal }) => get<List<Route>>('/api/v1/routes', signal),
  refetchInterval: 10_000,
});
