import type { JsonObject } from '../../platform/canonical-json.ts';
import type { AttributeKind } from './filter.ts';
import type { GroupAttribute, GroupId, ScimGroup } from './store/groups.ts';
import type { UserAttribute } from './store/people.ts';
import { type ScimUser, userSchema } from './user.ts';

export const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group';

/** What users may be asked by. */
export const userAttributes: ReadonlyMap<string, readonly [UserAttribute, AttributeKind]> = new Map([
  ['id', ['id', 'exact']],
  ['username', ['userName', 'text']],
  ['externalid', ['externalId', 'exact']],
  ['displayname', ['displayName', 'text']],
  ['name.formatted', ['displayName', 'text']],
  ['name.givenname', ['givenName', 'text']],
  ['name.familyname', ['familyName', 'text']],
  ['emails', ['email', 'text']],
  ['emails.value', ['email', 'text']],
  ['active', ['active', 'boolean']],
  ['meta.created', ['created', 'time']],
  ['meta.lastmodified', ['lastModified', 'time']],
]);

/** Everybody has one address, and it is that of work. */
export const userConstants: ReadonlyMap<string, string | boolean> = new Map<string, string | boolean>([
  ['emails.type', 'work'],
  ['emails.primary', true],
  ['meta.resourcetype', 'user'],
]);

export const groupAttributes: ReadonlyMap<string, readonly [GroupAttribute, AttributeKind]> = new Map([
  ['id', ['id', 'exact']],
  ['displayname', ['displayName', 'text']],
  ['externalid', ['externalId', 'exact']],
  ['meta.created', ['created', 'time']],
  ['meta.lastmodified', ['lastModified', 'time']],
]);

interface Ref {
  readonly id: string;
  readonly displayName: string;
}

export function userShape(base: string, user: ScimUser, groups: readonly Ref[]): JsonObject {
  const { givenName, familyName } = user;
  return {
    schemas: [userSchema],
    id: user.id,
    ...(user.externalId === null ? {} : { externalId: user.externalId }),
    userName: user.userName,
    displayName: user.displayName,
    name: {
      formatted: user.displayName,
      ...(givenName === null ? {} : { givenName }),
      ...(familyName === null ? {} : { familyName }),
    },
    emails: [{ value: user.email, type: 'work', primary: true }],
    active: user.active,
    groups: groups.map(({ id, displayName }) => ({
      value: id,
      display: displayName,
      $ref: `${base}/Groups/${id}`,
    })),
    meta: metaOf('User', `${base}/Users/${user.id}`, user),
  };
}

export function groupShape(
  base: string,
  group: ScimGroup,
  members: readonly { readonly person: string; readonly displayName: string }[],
): JsonObject {
  return {
    schemas: [groupSchema],
    id: group.id,
    ...(group.externalId === null ? {} : { externalId: group.externalId }),
    displayName: group.displayName,
    members: members.map(({ person, displayName }) => ({
      value: person,
      display: displayName,
      $ref: `${base}/Users/${person}`,
    })),
    meta: metaOf('Group', `${base}/Groups/${group.id}`, group),
  };
}

function metaOf(
  resourceType: string,
  location: string,
  { createdAt, updatedAt }: { readonly createdAt: Date; readonly updatedAt: Date },
): JsonObject {
  return { resourceType, created: createdAt.toISOString(), lastModified: updatedAt.toISOString(), location };
}

/** What was asked for of a resource (RFC 7644 §3.9): `id`, `schemas` and `meta` always. Pure. */
export function chosen(resource: JsonObject, attributes: string | null, excluded: string | null): JsonObject {
  const names = (text: string) =>
    text.split(',').map(
      (name) =>
        name
          .trim()
          .toLowerCase()
          .replace(/^urn:.*:/, '')
          .split('.')[0] ?? '',
    );
  const always = new Set(['schemas', 'id', 'meta']);
  const wanted = attributes === null || attributes === '' ? undefined : new Set(names(attributes));
  const unwanted = new Set(excluded === null ? [] : names(excluded));
  return Object.fromEntries(
    Object.entries(resource).filter(([name]) => {
      if (always.has(name)) return true;
      const key = name.toLowerCase();
      return wanted === undefined ? !unwanted.has(key) : wanted.has(key);
    }),
  );
}

export function isGroupId(id: string): id is GroupId {
  return /^scg_[0-9a-hjkmnp-tv-z]{26}$/.test(id);
}
