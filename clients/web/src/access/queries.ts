import { queryOptions } from '@tanstack/react-query';
import { get, segment, withQuery } from '../api/client.ts';
import type {
  AccessReview,
  App,
  Grant,
  Key,
  List,
  Person,
  RecordedReview,
  RoleGrant,
  RoleList,
  Scope,
  Team,
  TeamDetail,
} from '../api/types.ts';

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

export const grantsQuery = queryOptions({
  queryKey: ['grants'],
  queryFn: ({ signal }) => get<List<Grant>>('/api/v1/grants?limit=200', signal),
});
export const rolesQuery = queryOptions({
  queryKey: ['roles'],
  queryFn: ({ signal }) => get<RoleList>('/api/v1/roles', signal),
});
export const accessReviewQuery = queryOptions({
  queryKey: ['grants', 'review'],
  queryFn: ({ signal }) => get<AccessReview>('/api/v1/access/review', signal),
});
export const recordedReviewsQuery = queryOptions({
  queryKey: ['access-reviews'],
  queryFn: ({ signal }) => get<List<RecordedReview>>('/api/v1/access-reviews', signal),
});

/** What changes with a grant or a role: who holds what is shown in many places. */
export const heldKeys = ['grants', 'people', 'apps', 'roles', 'session', 'libraries'] as const;

/** `support`, `support/legal/…`, `support/reply.prompt`; nothing for the whole organization. */
export const placeText = (scope: Scope): string =>
  scope.kind === 'organization'
    ? 'the whole organization'
    : scope.kind === 'library'
      ? scope.library
      : `${scope.library}/${scope.path}${scope.kind === 'folder' ? '/…' : ''}`;

/** `approver` everywhere, `contributor on support`; with the team that it is held by. */
export const grantText = ({ role, scope, team }: RoleGrant): string =>
  `${role}${scope.kind === 'organization' ? '' : ` on ${placeText(scope)}`}${team === null ? '' : ` (${team.displayName})`}`;
