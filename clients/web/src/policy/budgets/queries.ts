import { queryOptions } from '@tanstack/react-query';
import { get } from '../../api/client.ts';
import type { Budget, List } from '../../api/types.ts';

/** What is gone changes with every call: asked again while one looks. */
export const budgetsQuery = queryOptions({
  queryKey: ['budgets'],
  queryFn: ({ signal }) => get<List<Budget>>('/api/v1/budgets', signal),
  refetchInterval: 10_000,
});
