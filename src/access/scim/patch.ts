import { z } from 'zod';
import type { JsonValue } from '../../platform/canonical-json.ts';
import { isId } from '../../platform/id.ts';
import type { PersonId } from '../principal.ts';
import { bad } from './error.ts';
import {
  emptyDraft,
  finished,
  isObject,
  plainPath,
  type ScimUser,
  setAttribute,
  setParts,
  type UserDraft,
  type UserFacts,
} from './user.ts';

const schema = z.object({
  schemas: z.array(z.string()).optional(),
  Operations: z
    .array(
      z.object({
        op: z
          .string()
          .transform((op) => op.toLowerCase())
          .pipe(z.enum(['add', 'replace', 'remove'])),
        path: z.string().max(500).optional(),
        value: z.json().optional(),
      }),
    )
    .min(1)
    .max(1000),
});

type Operation = z.output<typeof schema>['Operations'][number];

/** The operations of a PATCH (RFC 7644 §3.5.2). Names of operations in any case: Entra ID writes `Replace`. @throws ScimError `invalidSyntax` */
export function operationsOf(body: JsonValue): readonly Operation[] {
  // Some write the member's name in lower case.
  const given =
    isObject(body) && body.Operations === undefined ? { ...body, Operations: body.operations } : body;
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data.Operations;
  const issue = parsed.error.issues[0];
  throw bad(
    'invalidSyntax',
    `The operations cannot be read: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
  );
}

/** A user after a PATCH. Pure. @throws ScimError */
export function patchedUser(user: ScimUser, operations: readonly Operation[]): UserFacts {
  const draft: UserDraft = { ...draftOf(user), formatted: undefined };
  for (const { op, path, value } of operations) {
    if (op === 'remove') removeAttribute(draft, path);
    else if (value === undefined) throw bad('invalidValue', 'The operation has no value.');
    else if (path === undefined || path === '') setParts(draft, '', ownParts(user.id, value), true);
    else setAttribute(draft, path, value, true);
  }
  return finished(draft);
}

/** A user after a PUT: what is not said is gone, but what a person cannot be without. Pure. @throws ScimError */
export function replacedUser(user: ScimUser | undefined, body: JsonValue): UserFacts {
  const draft = emptyDraft();
  setParts(draft, '', body, false);
  if (user === undefined) return finished(draft);
  return finished({
    ...draft,
    active: draft.active ?? user.active,
    userName: draft.userName ?? user.userName,
  });
}

/** A group as provisioning changes it. */
export interface GroupFacts {
  readonly displayName: string;
  readonly externalId: string | null;
  readonly members: ReadonlySet<string>;
}

/** A group after a PATCH. Pure. @throws ScimError */
export function patchedGroup(id: string, group: GroupFacts, operations: readonly Operation[]): GroupFacts {
  let { displayName, externalId } = group;
  const members = new Set(group.members);
  const set = (path: string, value: JsonValue, op: 'add' | 'replace') => {
    const name = plainGroupPath(path);
    if (name === 'displayname') displayName = nameOf(value);
    else if (name === 'externalid') externalId = value === null ? null : nameOf(value);
    else if (name === 'members') {
      if (op === 'replace') members.clear();
      for (const member of membersOf(value)) members.add(member);
    } else if (/^(?:id|schemas|meta(?:\..*)?)$/.test(name)) throw bad('mutability', `${path} cannot be set.`);
    else throw bad('invalidPath', `${path} is no attribute of a group here.`);
  };
  for (const { op, path, value } of operations) {
    if (op === 'remove') removeMembers(members, path, value);
    else if (value === undefined) throw bad('invalidValue', 'The operation has no value.');
    else if (path !== undefined && path !== '') set(path, value, op);
    else for (const [name, part] of Object.entries(ownParts(id, value))) set(name, part, op);
  }
  return { displayName, externalId, members };
}

/** A group as a whole, from POST or PUT. @throws ScimError */
export function wholeGroup(body: JsonValue): GroupFacts {
  if (!isObject(body)) throw bad('invalidSyntax', 'A group must be an object.');
  const { displayName, externalId = null, members = [] } = body;
  return {
    displayName: nameOf(displayName ?? null),
    externalId: externalId === null ? null : nameOf(externalId),
    members: new Set(membersOf(members)),
  };
}

function draftOf({
  userName,
  externalId,
  displayName,
  givenName,
  familyName,
  email,
  active,
}: UserFacts): UserFacts {
  return { userName, externalId, displayName, givenName, familyName, email, active };
}

/** Without the resource's own id, which Okta repeats. @throws ScimError `mutability` for another one */
function ownParts(id: string, value: JsonValue) {
  if (!isObject(value)) throw bad('invalidValue', 'Without a path, the value must be an object.');
  const { id: given, ...parts } = value;
  if (given !== undefined && given !== id) throw bad('mutability', 'id cannot be set.');
  return parts;
}

function removeAttribute(draft: UserDraft, path: string | undefined): void {
  if (path === undefined || path === '') throw bad('noTarget', 'What is to be removed needs a path.');
  const name = plainPath(path);
  if (name === 'username' || name === 'active' || name.startsWith('emails'))
    throw bad('invalidValue', `A user cannot be without ${path}.`);
  if (name === 'displayname') draft.displayName = undefined;
  else setAttribute(draft, path, name === 'name' ? { givenName: null, familyName: null } : null, true);
}

/** All members; those that a filter names (Okta); or those that the value lists (Entra ID). */
function removeMembers(members: Set<string>, path: string | undefined, value: JsonValue | undefined): void {
  const name = path === undefined ? '' : plainGroupPath(path);
  const one = /^members\[value eq "([^"\\]{1,100})"\](?:\.value)?$/i.exec(path ?? '')?.[1];
  if (one !== undefined) members.delete(one);
  else if (name === 'externalid') return;
  else if (name !== 'members')
    throw bad(path === undefined ? 'noTarget' : 'invalidPath', 'Only members can be removed from a group.');
  else if (value === undefined || value === null) members.clear();
  else for (const member of membersOf(value)) members.delete(member);
}

function membersOf(value: JsonValue): PersonId[] {
  return (Array.isArray(value) ? value : [value]).map((member) => {
    const id = isObject(member) ? member.value : member;
    if (typeof id !== 'string' || !isId('per', id))
      throw bad('invalidValue', 'A member must be { "value": the id of a user }.');
    return id;
  });
}

function nameOf(value: JsonValue): string {
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '' || text.length > 300)
    throw bad('invalidValue', 'A name must be a text of 1 to 300 characters.');
  return text;
}

function plainGroupPath(path: string): string {
  return path.replace(/^urn:ietf:params:scim:schemas:core:2\.0:group:/i, '').toLowerCase();
}
