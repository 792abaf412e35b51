import { z } from 'zod';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { isId } from '../../platform/id.ts';
import { authorize } from '../authorize.ts';
import type { AccessParts } from '../parts.ts';
import type { Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { selectTeams, selectTeamsOf } from '../store/teams.ts';
import { createTeam } from '../teams/create.ts';
import { theTeam } from '../teams/find.ts';
import { addMember, removeMember } from '../teams/members.ts';
import { retireTeam } from '../teams/retire.ts';
import { updateTeam } from '../teams/update.ts';
import { teamDetails, teamDetailsShape, teamShape, teamsShown } from './team-wire.ts';
import { cursorOf, cut, displayName, idOf, pageOf, pageQuery } from './wire.ts';

const operation = operationsOf<Principal>('access');
const params = z.strictObject({ team: z.string().max(100) });
const description = z.string().trim().max(2000);
const teamPath = '/api/v1/teams/{team}';
const member = z.string().max(64);

export function teamOperations(parts: AccessParts): readonly Operation<Principal>[] {
  return [...readingOperations(parts), ...writingOperations(parts), ...memberOperations(parts)];
}

function readingOperations({ reader }: AccessParts): readonly Operation<Principal>[] {
  const list = operation({
    id: 'team.list',
    method: 'get',
    path: '/api/v1/teams',
    summary: 'The teams of the organization, oldest first.',
    description:
      'For everybody with a role on the organization. `person`: only those that this person is in, also by a team in them.',
    query: pageQuery.extend({ person: z.string().max(64).optional() }),
    answer: { schema: pageOf(teamShape) },
    handle: async ({ principal, query }) => {
      authorize(principal, 'team.list', theOrganization);
      const { organization } = principal;
      if (query.person !== undefined) {
        const teams = await selectTeamsOf(reader, organization, idOf('per', query.person));
        return { items: await teamsShown(reader, organization, teams), next: null };
      }
      const page = { after: cursorOf('tea', query.cursor), limit: query.limit + 1 };
      const { shown, next } = cut(await selectTeams(reader, organization, page), query.limit);
      return { items: await teamsShown(reader, organization, shown), next };
    },
  });
  const read = operation({
    id: 'team.read',
    method: 'get',
    path: teamPath,
    summary: 'A team and who is in it.',
    description:
      'For everybody with a role on the organization. People who left are named, and count no more.',
    params,
    answer: { schema: teamDetailsShape },
    handle: async ({ principal, params: { team } }) => {
      authorize(principal, 'team.read', theOrganization);
      const { organization } = principal;
      return teamDetails(reader, organization, await theTeam(reader, organization, team));
    },
  });
  return [list, read];
}

function writingOperations(parts: AccessParts): readonly Operation<Principal>[] {
  const create = operation({
    id: 'team.create',
    method: 'post',
    path: '/api/v1/teams',
    summary: 'Makes a team that nobody is in yet.',
    description: 'For admins. The name is the team’s for good: requirements say it. Entry `team.create`.',
    body: z.strictObject({
      name: z.string().max(100),
      displayName: displayName.optional(),
      description: description.optional(),
    }),
    answer: { status: 201, schema: teamDetailsShape },
    problems: ['team.create.forbidden', 'team.create.bad_name', 'team.create.name_taken'],
    handle: async ({ principal, body }) =>
      teamDetails(parts.reader, principal.organization, await createTeam(parts, principal, body)),
  });
  const update = operation({
    id: 'team.update',
    method: 'patch',
    path: teamPath,
    summary: 'Changes how a team is shown.',
    description: 'For admins. Its name stays. Entry `team.update`.',
    params,
    body: z.strictObject({ displayName: displayName.optional(), description: description.optional() }),
    answer: { schema: teamDetailsShape },
    problems: ['team.update.forbidden'],
    handle: async ({ principal, params: { team }, body }) =>
      teamDetails(parts.reader, principal.organization, await updateTeam(parts, principal, team, body)),
  });
  const retire = operation({
    id: 'team.retire',
    method: 'post',
    path: `${teamPath}/retire`,
    summary: 'Takes a team away for good.',
    description:
      'For admins. A requirement that names it can be met by nobody from then on. Its name is not given again. Entry `team.retire`.',
    params,
    body: z.strictObject({}),
    problems: ['team.retire.forbidden', 'team.retire.last_admin'],
    handle: async ({ principal, params: { team } }) => {
      await retireTeam(parts, principal, team);
      return undefined;
    },
  });
  return [create, update, retire];
}

function memberOperations(parts: AccessParts): readonly Operation<Principal>[] {
  const add = operation({
    id: 'team.add_member',
    method: 'post',
    path: `${teamPath}/members`,
    summary: 'Puts a person or a team into a team.',
    description:
      'For admins. `member` is the id of an active person, or of a team that has people only: teams nest once. Entry `team.add_member`.',
    params,
    body: z.strictObject({ member }),
    answer: { schema: teamDetailsShape },
    problems: [
      'team.add_member.forbidden',
      'team.add_member.member_already',
      'team.add_member.nested',
      'team.add_member.too_many',
      'team.add_member.wider_than_own',
    ],
    handle: async ({ principal, params: { team }, body }) => {
      authorize(principal, 'team.add_member', theOrganization);
      await addMember(parts, principal, team, memberId(body.member));
      const { organization } = principal;
      return teamDetails(parts.reader, organization, await theTeam(parts.reader, organization, team));
    },
  });
  const remove = operation({
    id: 'team.remove_member',
    method: 'delete',
    path: `${teamPath}/members/{member}`,
    summary: 'Takes a person or a team out of a team.',
    description: 'For admins. In force from the next request on. Entry `team.remove_member`.',
    params: params.extend({ member }),
    problems: ['team.remove_member.forbidden', 'team.remove_member.last_admin'],
    handle: async ({ principal, params: { team, member: id } }) => {
      authorize(principal, 'team.remove_member', theOrganization);
      await removeMember(parts, principal, team, memberId(id));
      return undefined;
    },
  });
  return [add, remove];
}

function memberId(text: string) {
  return isId('tea', text) ? text : idOf('per', text);
}
