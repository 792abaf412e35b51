import { z } from 'zod';
import { readRange } from '../../platform/address-range.ts';
import { selectLastUses } from '../../platform/db/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { actions, isAction } from '../action.ts';
import { authorize, permits } from '../authorize.ts';
import { createKey } from '../create-key.ts';
import type { Key } from '../key.ts';
import { type LibraryNames, libraryNames } from '../library-names.ts';
import { namesOf } from '../names.ts';
import type { AccessParts, LibraryDirectory } from '../parts.ts';
import type { PersonRef } from '../person.ts';
import type { KeyScope, Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { revokeKey } from '../revoke-key.ts';
import { rotateKey } from '../rotate-key.ts';
import { selectKeys } from '../store/keys.ts';
import { cursorOf, cut, displayName, idOf, pageOf, pageQuery, personRef, refOf } from './wire.ts';

const operation = operationsOf<Principal>('access');

/** As requirements name them. */
const checkName = z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/, 'must be a check’s name such as evaluations');
const ipRange = z
  .string()
  .max(50)
  .refine(
    (text) => readRange(text) !== undefined,
    'must be an address such as 203.0.113.7 or a range such as 10.0.0.0/8',
  );
const nameList = z.array(z.string().min(1).max(200)).max(100);
const keyScope = z.strictObject({
  libraries: nameList.optional(),
  environments: nameList.optional(),
  models: nameList.optional(),
  actions: z
    .array(z.enum(Object.keys(actions).filter(isAction)))
    .max(100)
    .optional(),
  checks: z.array(checkName).min(1).max(100).optional(),
  useCases: nameList.optional(),
  ipRanges: z.array(ipRange).min(1).max(100).optional(),
});
const keyShape = z.object({
  id: z.string(),
  prefix: z.string(),
  displayName: z.string(),
  principal: personRef,
  scope: keyScope.nullable(),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
  lastUsedAt: z.string().nullable().meta({ description: 'To about a minute. Null: not since this is kept.' }),
});

async function shapeOf(
  names: LibraryNames,
  people: ReadonlyMap<string, PersonRef>,
  key: Key,
  lastUsedAt?: Date,
) {
  return {
    id: key.id,
    prefix: key.prefix,
    displayName: key.displayName,
    principal: refOf(people, key.principal),
    scope: key.scope === undefined ? null : await scopeShape(names, key.scope),
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}

/** Libraries that the reader may not know of are left out of the list; the list stays, for the key is narrowed all the same. */
async function scopeShape(names: LibraryNames, scope: KeyScope): Promise<z.input<typeof keyScope>> {
  const { libraries, environments, models } = scope;
  const named = await Promise.all((libraries ?? []).map((id) => names.nameOf(id)));
  return {
    libraries: libraries && named.filter((name) => name !== undefined),
    environments: environments && [...environments],
    models: models && [...models],
    actions: scope.actions?.filter(isAction),
    checks: scope.checks && [...scope.checks],
    useCases: scope.useCases && [...scope.useCases],
    ipRanges: scope.ipRanges && [...scope.ipRanges],
  };
}

async function toKeyScope(
  libraries: LibraryDirectory,
  principal: Principal,
  given: z.output<typeof keyScope> | undefined,
): Promise<KeyScope | undefined> {
  if (given === undefined) return undefined;
  const { libraries: names, environments, models, actions: held, checks, useCases, ipRanges } = given;
  const found = await Promise.all((names ?? []).map((name) => libraries.find(principal, name)));
  return {
    ...(names === undefined ? {} : { libraries: found.map((library) => library.id) }),
    ...(environments === undefined ? {} : { environments }),
    ...(models === undefined ? {} : { models }),
    ...(held === undefined ? {} : { actions: held }),
    ...(checks === undefined ? {} : { checks }),
    ...(useCases === undefined ? {} : { useCases }),
    ...(ipRanges === undefined ? {} : { ipRanges }),
  };
}

export function keyOperations(
  parts: AccessParts,
  libraries: LibraryDirectory,
): readonly Operation<Principal>[] {
  const { reader } = parts;
  const list = operation({
    id: 'key.list',
    method: 'get',
    path: '/api/v1/keys',
    summary: 'Keys, oldest first, revoked ones too.',
    description:
      'One’s own and those of the apps that one owns; admins and auditors see all (`key.list_all`). Never secrets.',
    query: pageQuery,
    answer: { schema: pageOf(keyShape) },
    handle: async ({ principal, query }) => {
      authorize(principal, 'key.list', theOrganization);
      const { organization } = principal;
      const human = permits(principal, 'key.list_all', theOrganization) ? undefined : principal.human;
      const page = { after: cursorOf('key', query.cursor), limit: query.limit + 1 };
      const { shown, next } = cut(await selectKeys(reader, organization, human, page), query.limit);
      const holders = shown.map((key) => key.principal);
      const people = await namesOf(reader, organization, holders);
      const ids = shown.map(({ id }) => id);
      const used = await selectLastUses(reader, organization, ids);
      const names = libraryNames(libraries, principal);
      const items = shown.map((key) => shapeOf(names, people, key, used.get(key.id)));
      return { items: await Promise.all(items), next };
    },
  });
  const create = operation({
    id: 'key.create',
    method: 'post',
    path: '/api/v1/keys',
    summary: 'Makes a key for oneself, or for an app that one owns.',
    description:
      'For every member; never wider than what the maker holds. `secret` is shown this once. Entry `key.create`.',
    body: z.strictObject({
      displayName,
      app: z.string().max(64).optional(),
      scope: keyScope.optional(),
      expiresAt: z.iso.datetime({ offset: true }).optional(),
    }),
    answer: { status: 201, schema: keyShape.extend({ secret: z.string() }) },
    problems: [
      'key.create.forbidden',
      'key.create.wider_than_maker',
      'key.create.expires_in_past',
      'key.create.checks_forbidden',
    ],
    handle: async ({ principal, body }) => {
      const { secret, ...key } = await createKey(parts, libraries, principal, {
        displayName: body.displayName,
        app: body.app === undefined ? undefined : idOf('app', body.app),
        scope: await toKeyScope(libraries, principal, body.scope),
        expiresAt: body.expiresAt === undefined ? undefined : new Date(body.expiresAt),
      });
      const people = await namesOf(reader, principal.organization, [key.principal]);
      return { ...(await shapeOf(libraryNames(libraries, principal), people, key)), secret };
    },
  });
  const revoke = operation({
    id: 'key.revoke',
    method: 'delete',
    path: '/api/v1/keys/{key}',
    summary: 'Ends a key, and the keys that were made with it.',
    description:
      'One’s own, those of apps that one owns, and for admins any. In force from the next request on. Entry `key.revoke`.',
    params: z.object({ key: z.string() }),
    handle: async ({ principal, params }) => {
      await revokeKey(parts, principal, idOf('key', params.key));
      return undefined;
    },
  });
  const rotate = operation({
    id: 'key.rotate',
    method: 'post',
    path: '/api/v1/keys/{key}/rotate',
    summary: 'Puts a new key in the place of one, which works a while longer.',
    description:
      'Same holder, name and scope, and as long to live. One’s own, those of apps that one owns, and for admins those of any app. `secret` is shown this once. Entry `key.rotate`.',
    params: z.object({ key: z.string() }),
    body: z.strictObject({ overlapHours: z.int().min(0).max(168).default(24) }),
    answer: { status: 201, schema: keyShape.extend({ secret: z.string() }) },
    problems: [
      'key.rotate.forbidden',
      'key.rotate.ended',
      'key.rotate.wider_than_maker',
      'key.rotate.checks_forbidden',
    ],
    handle: async ({ principal, params, body }) => {
      const made = await rotateKey(parts, libraries, principal, idOf('key', params.key), body.overlapHours);
      const { secret, ...key } = made;
      const people = await namesOf(reader, principal.organization, [key.principal]);
      return { ...(await shapeOf(libraryNames(libraries, principal), people, key)), secret };
    },
  });
  return [list, create, rotate, revoke];
}
