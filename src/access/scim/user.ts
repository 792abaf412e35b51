import { z } from 'zod';
import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { normalizeEmail } from '../person.ts';
import type { PersonId } from '../principal.ts';
import { bad } from './error.ts';

export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const enterpriseSchema = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** What provisioning may say about a person: everything else is not kept. */
export interface UserFacts {
  readonly userName: string;
  readonly externalId: string | null;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly email: string;
  readonly active: boolean;
}

/** A person as provisioning sees them. */
export interface ScimUser extends UserFacts {
  readonly id: PersonId;
  /** False for people whom provisioning has not touched yet. */
  readonly managed: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Attributes of the core schema that are taken and not kept: directories send them, and nothing here needs them. */
const unkept = new Set(
  'nickname profileurl title usertype preferredlanguage locale timezone phonenumbers ims photos addresses'.split(
    ' ',
  ),
);
/** What nobody may set: ours alone, or secrets that have no place here. */
const guarded = new Set('id meta groups schemas password roles entitlements x509certificates'.split(' '));

const limits = { userName: 254, externalId: 300, name: 200 } as const;

/** A draft that PATCH and PUT work on. Members are set by `setAttribute` only. */
export type UserDraft = { -readonly [Name in keyof UserFacts]: UserFacts[Name] | undefined } & {
  formatted: string | undefined;
};

/** An attribute's path, in lower case, without the schema's name. Pure. */
export function plainPath(path: string): string {
  const bare = path.toLowerCase().startsWith(`${userSchema.toLowerCase()}:`)
    ? path.slice(userSchema.length + 1)
    : path;
  return bare.toLowerCase();
}

/**
 * Sets one attribute, by the forms that directories send: `emails[type eq "work"].value`, `name.givenName`, texts for booleans.
 * @param strict whether to refuse what may not be set (PATCH); otherwise it is passed over, as RFC 7644 §3.5.1 wants
 * @throws ScimError `mutability`, `invalidPath`, `invalidValue`
 */
export function setAttribute(draft: UserDraft, path: string, value: JsonValue, strict: boolean): void {
  const name = plainPath(path);
  const head = /^[^.[]*/.exec(name)?.[0] ?? '';
  if (guarded.has(head)) {
    if (strict) throw bad('mutability', `${path} cannot be set.`);
    return;
  }
  if (name.startsWith(enterpriseSchema.toLowerCase()) || unkept.has(head)) return;
  if (name === 'username') draft.userName = textOf(path, value, limits.userName);
  else if (name === 'externalid') draft.externalId = optional(path, value, limits.externalId);
  else if (name === 'displayname') draft.displayName = optional(path, value, limits.name) ?? undefined;
  else if (name === 'active') draft.active = booleanOf(path, value);
  else if (name === 'name') setParts(draft, 'name', value, strict);
  else if (name === 'name.givenname') draft.givenName = optional(path, value, limits.name);
  else if (name === 'name.familyname') draft.familyName = optional(path, value, limits.name);
  else if (name === 'name.formatted') draft.formatted = optional(path, value, limits.name) ?? undefined;
  else if (/^name\.(?:middlename|honorificprefix|honorificsuffix)$/.test(name)) return;
  else if (head === 'emails') setEmail(draft, name, path, value);
  else if (strict) throw bad('invalidPath', `${path} is no attribute of a user here.`);
}

/** Each member of an object as an attribute of its own. */
export function setParts(draft: UserDraft, prefix: string, value: JsonValue, strict: boolean): void {
  if (!isObject(value))
    throw bad('invalidValue', `${prefix === '' ? 'The value' : prefix} must be an object.`);
  for (const [name, part] of Object.entries(value))
    setAttribute(draft, prefix === '' ? name : `${prefix}.${name}`, part, strict);
}

/** One address: the primary one, else the one of work, else the first. */
function setEmail(draft: UserDraft, name: string, path: string, value: JsonValue): void {
  const filtered = /^emails\[(?:type eq "work"|primary eq (?:true|"true"))\](?:\.(\w+))?$/.exec(name);
  const other = /^emails\[type eq "(?!work")[^"]*"\](?:\.\w+)?$/.test(name);
  if (other) return;
  if (filtered?.[1] === 'value' || name === 'emails.value') {
    draft.email = emailOf(path, value);
    return;
  }
  if (filtered !== null && filtered[1] !== undefined) return;
  if (name !== 'emails' && filtered === null)
    throw bad('invalidPath', `${path} is no address of a user here.`);
  const list = (Array.isArray(value) ? value : [value]).filter(isObject);
  const chosen =
    list.find((one) => one.primary === true || one.primary === 'true') ??
    list.find((one) => one.type === 'work') ??
    list[0];
  if (chosen?.value !== undefined) draft.email = emailOf(path, chosen.value);
}

/** The whole of what is known after a draft. @throws ScimError `invalidValue` when something that is needed is missing */
export function finished(draft: UserDraft): UserFacts {
  const { userName } = draft;
  if (userName === undefined) throw bad('invalidValue', 'userName is missing.');
  const email = draft.email ?? emailOf('emails', userName);
  const givenName = draft.givenName ?? null;
  const familyName = draft.familyName ?? null;
  const joined = [givenName, familyName].filter((part) => part !== null).join(' ');
  const displayName = draft.displayName ?? draft.formatted ?? (joined === '' ? userName : joined);
  return {
    ...{ userName, email, givenName, familyName },
    displayName: displayName.slice(0, limits.name),
    externalId: draft.externalId ?? null,
    active: draft.active ?? true,
  };
}

export function emptyDraft(): UserDraft {
  const nothing = {
    userName: undefined,
    externalId: undefined,
    displayName: undefined,
    givenName: undefined,
  };
  return { ...nothing, familyName: undefined, email: undefined, active: undefined, formatted: undefined };
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(path: string, value: JsonValue, most: number): string {
  const text = typeof value === 'string' ? value.trim() : '';
  if (text === '' || text.length > most)
    throw bad('invalidValue', `${path} must be a text of 1 to ${most} characters.`);
  return text;
}

function optional(path: string, value: JsonValue, most: number): string | null {
  return value === null || value === '' ? null : textOf(path, value, most);
}

/** Entra ID sends texts. */
function booleanOf(path: string, value: JsonValue): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(?:true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw bad('invalidValue', `${path} must be true or false.`);
}

function emailOf(path: string, value: JsonValue): string {
  const email = typeof value === 'string' ? normalizeEmail(value) : '';
  if (!z.email().max(254).safeParse(email).success)
    throw bad('invalidValue', `${path} must be an e-mail address.`);
  return email;
}
