import { queryOptions } from '@tanstack/react-query';
import { get } from '../api/client.ts';
import type { App, Key, List, Person, RoleGrant } from '../api/types.ts';

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => get<List<Person>>('/api/v1/people?limit=200', signal),
});
export const appsQuery = queryOptions({
  queryKey: ['apps'],
  queryFn: ({ signal }) => get<List<App>>('/api/v1/apps?limit=200', signal),
});
export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: ({ signal }) => get<List<Key>>('/api/v1/keys?limit=200', signal),
});

/** `approver` everywhere, `contributor on support`. */
export const grantText = ({ role, scope }: RoleGrant): string =>
  scope.kind === 'organization' ? role : `${role} on ${scope.library}`;
