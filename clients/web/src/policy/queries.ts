import { queryOptions } from '@tanstack/react-query';
import { get, post, segment } from '../api/client.ts';
import type { List, Policy, PolicyPack, PolicyUse, Simulation } from '../api/types.ts';

export const policyQuery = queryOptions({
  queryKey: ['policy', 'in force'],
  queryFn: ({ signal }) => get<Policy>('/api/v1/policy', signal),
});

export const policyUseQuery = queryOptions({
  queryKey: ['policy', 'use'],
  queryFn: ({ signal }) => get<PolicyUse>('/api/v1/policy/use', signal),
});

/** Part of the product: it is the same until the server is another one. */
export const packsQuery = queryOptions({
  queryKey: ['policy', 'packs'],
  queryFn: ({ signal }) => get<List<PolicyPack>>('/api/v1/policy/packs', signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export const simulationsQuery = queryOptions({
  queryKey: ['policy', 'simulations'],
  queryFn: ({ signal }) => get<List<Simulation>>('/api/v1/policy/simulations', signal),
});

export const simulationQuery = (simulation: string) =>
  queryOptions({
    queryKey: ['policy', 'simulation', simulation],
    queryFn: ({ signal }) => get<Simulation>(`/api/v1/policy/simulations/${segment(simulation)}`, signal),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 700 : false),
  });

export type ChosenCalls = { kind?: 'governed' | 'raw'; prompt?: string };

export const startSimulation = (body: {
  change?: string;
  days: number;
  only?: ChosenCalls;
}): Promise<Simulation> => post<Simulation>('/api/v1/policy/simulations', body);
