import { isId } from '../../platform/id.ts';
import type { AccessParts } from '../parts.ts';
import type { PersonId } from '../principal.ts';
import { listOf, pageOf, type ScimCall, type ScimPages } from './call.ts';
import { noResource } from './error.ts';
import { readFilter } from './filter.ts';
import { changeGroup, createGroup, removeGroup } from './groups.ts';
import { operationsOf, patchedGroup, patchedUser, replacedUser, wholeGroup } from './patch.ts';
import {
  type GroupId,
  type ScimGroup,
  selectGroup,
  selectGroupMembers,
  selectGroups,
  selectGroupsOf,
} from './store/groups.ts';
import { selectUser, selectUsers } from './store/people.ts';
import type { ScimUser } from './user.ts';
import { changeUser, createUser, deleteUser } from './users.ts';
import {
  chosen,
  groupAttributes,
  groupShape,
  isGroupId,
  userAttributes,
  userConstants,
  userShape,
} from './wire.ts';

function personId(id: string): PersonId {
  if (!isId('per', id)) throw noResource();
  return id;
}

function groupId(id: string): GroupId {
  if (!isGroupId(id)) throw noResource();
  return id;
}

export function userPages(parts: AccessParts): ScimPages {
  const { reader } = parts;
  const shapes = async ({ directory, base, query }: ScimCall, users: readonly ScimUser[]) => {
    const ids = users.map(({ id }) => id);
    const groups = await selectGroupsOf(reader, directory.organization, ids);
    return users.map((user) =>
      chosen(
        userShape(
          base,
          user,
          groups.filter(({ person }) => person === user.id),
        ),
        query.get('attributes'),
        query.get('excludedAttributes'),
      ),
    );
  };
  const shape = async (call: ScimCall, user: ScimUser) => {
    const [shown] = await shapes(call, [user]);
    return shown ?? {};
  };
  return {
    list: async (call) => {
      const text = call.query.get('filter');
      const filter =
        text === null || text === '' ? undefined : readFilter(text, userAttributes, userConstants);
      const { startIndex, count } = pageOf(call.query);
      const page = { offset: startIndex - 1, limit: count };
      const { total, users } = await selectUsers(reader, call.directory.organization, filter, page);
      return listOf(await shapes(call, users), total, startIndex);
    },
    create: async (call) => {
      const facts = replacedUser(undefined, await call.body());
      return shape(call, await createUser(parts, call.directory, facts));
    },
    read: async (call, id) => {
      const user = await selectUser(reader, call.directory.organization, personId(id));
      if (user === undefined) throw noResource();
      return shape(call, user);
    },
    replace: async (call, id) => {
      const body = await call.body();
      const change = (user: ScimUser) => replacedUser(user, body);
      return shape(call, await changeUser(parts, call.directory, personId(id), change));
    },
    patch: async (call, id) => {
      const operations = operationsOf(await call.body());
      const change = (user: ScimUser) => patchedUser(user, operations);
      return shape(call, await changeUser(parts, call.directory, personId(id), change));
    },
    remove: (call, id) => deleteUser(parts, call.directory, personId(id)),
  };
}

export function groupPages(parts: AccessParts): ScimPages {
  const { reader } = parts;
  const shapes = async ({ directory, base, query }: ScimCall, groups: readonly ScimGroup[]) => {
    const excluded = query.get('excludedAttributes');
    const ids = /\bmembers\b/i.test(excluded ?? '') ? [] : groups.map(({ id }) => id);
    const members = await selectGroupMembers(reader, directory.organization, ids);
    return groups.map((group) =>
      chosen(
        groupShape(
          base,
          group,
          members.filter((member) => member.group === group.id),
        ),
        query.get('attributes'),
        excluded,
      ),
    );
  };
  const read = async (call: ScimCall, id: string) => {
    const group = await selectGroup(reader, call.directory.organization, groupId(id));
    if (group === undefined) throw noResource();
    const [shown] = await shapes(call, [group]);
    return shown ?? {};
  };
  return {
    read,
    list: async (call) => {
      const text = call.query.get('filter');
      const filter = text === null || text === '' ? undefined : readFilter(text, groupAttributes);
      const { startIndex, count } = pageOf(call.query);
      const page = { offset: startIndex - 1, limit: count };
      const { total, groups } = await selectGroups(reader, call.directory.organization, filter, page);
      return listOf(await shapes(call, groups), total, startIndex);
    },
    create: async (call) => {
      const facts = wholeGroup(await call.body());
      return read(call, await createGroup(parts, call.directory, facts));
    },
    replace: async (call, id) => {
      const body = await call.body();
      await changeGroup(parts, call.directory, groupId(id), () => wholeGroup(body));
      return read(call, id);
    },
    patch: async (call, id) => {
      const operations = operationsOf(await call.body());
      await changeGroup(parts, call.directory, groupId(id), (group) => patchedGroup(id, group, operations));
      return read(call, id);
    },
    remove: (call, id) => removeGroup(parts, call.directory, groupId(id)),
  };
}
