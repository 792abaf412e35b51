import { queryOptions } from '@tanstack/react-query';
import { get } from '../../api/client.ts';
import type { List, RegisteredModel, RegisteredUseCase } from '../../api/types.ts';

export const modelsQuery = queryOptions({
  queryKey: ['register', 'models'],
  queryFn: ({ signal }) => get<List<RegisteredModel>>('/api/v1/register/models', signal),
});

export const useCasesQuery = queryOptions({
  queryKey: ['register', 'use cases'],
  queryFn: ({ signal }) => get<List<RegisteredUseCase>>('/api/v1/register/use-cases', signal),
});

/** What callers can name, registered or not. */
export const callableQuery = queryOptions({
  queryKey: ['models', 'callable'],
  queryFn: ({ signal }) => get<List<{ name: string; provider: string }>>('/api/v1/models', signal),
});
