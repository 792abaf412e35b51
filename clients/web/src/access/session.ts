import { queryOptions } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { get, post } from '../api/client.ts';
import type { Session } from '../api/types.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => get<Session>('/api/v1/session', signal),
  staleTime: 60_000,
  retry: false,
});

const org = getRouteApi('/$org');

/** Who is signed in, on any page of the organization. */
export const useSession = (): Session => org.useRouteContext({ select: ({ session }) => session });

/** The organization's name, as addresses have it. */
export const useOrg = (): string => org.useParams({ select: (params) => params.org });

/** Whether an action is held for the whole organization: for what to offer. The server decides. */
export function useHolds(action: string): boolean {
  return useSession().permissions.includes(action);
}

export const signOut = (): Promise<unknown> => post('/auth/sign-out');
