import { queryOptions } from '@tanstack/react-query';
import { get, segment, withQuery } from '../api/client.ts';
import type { App, Key, List, Person, RoleGrant, Team, TeamDetail } from '../api/types.ts';

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => get<List<Person>>('/api/v1/people?limit=200', signal),
});
export const teamsQuery = queryOptions({
  queryKey: ['teams'],
  queryFn: ({ signal }) => get<List<Team>>('/api/v1/teams?limit=200', signal),
});
export const teamQuery = (name: string) =>
  queryOptions({
    queryKey: ['teams', 'one', name],
    queryFn: ({ signal }) => get<TeamDetail>(`/api/v1/teams/${segment(name)}`, signal),
  });
export const teamsOfQuery = (person: string) =>
  queryOptions({
    queryKey: ['teams', 'of', person],
    queryFn: ({ signal }) => get<List<Team>>(withQuery('/api/v1/teams', { person }), signal),
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
