import { z } from 'zod';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { isId } from '../../platform/id.ts';
import { authorize } from '../authorize.ts';
import { createGrant } from '../create-grant.ts';
import { type LibraryNames, libraryNames } from '../library-names.ts';
import { namesOf } from '../names.ts';
import type { AccessParts, LibraryDirectory } from '../parts.ts';
import type { PersonRef } from '../person.ts';
import type { Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { revokeGrant } from '../revoke-grant.ts';
import { type HeldGrant, selectGrants } from '../store/grants.ts';
import { cursorOf, cut, idOf, pageOf, pageQuery, personRef, refOf, role, scope, toScope } from './wire.ts';

const operation = operationsOf<Principal>('access');

const grantShape = z.object({
  id: z.string(),
  principal: personRef,
  role,
  scope,
  reason: z.string().nullable(),
  createdBy: personRef.nullable().meta({ description: 'Null when setup gave it.' }),
  createdAt: z.string(),
});

/** Undefined for a grant on a library that the reader may not know of. */
async function shapeOf(
  names: LibraryNames,
  people: ReadonlyMap<string, PersonRef>,
  grant: HeldGrant,
): Promise<z.input<typeof grantShape> | undefined> {
  const named = await names.scopeOf(grant.scope);
  if (named === undefined) return undefined;
  return {
    id: grant.id,
    principal: refOf(people, grant.principal),
    role: grant.role,
    scope: named,
    reason: grant.reason ?? null,
    createdBy: people.get(grant.createdBy) ?? null,
    createdAt: grant.createdAt.toISOString(),
  };
}

const whoIsNamed = (grants: readonly HeldGrant[]) =>
  grants.flatMap((grant) => [grant.principal, grant.createdBy]);

export function grantOperations(
  parts: AccessParts,
  libraries: LibraryDirectory,
): readonly Operation<Principal>[] {
  const { reader } = parts;
  const list = operation({
    id: 'grant.list',
    method: 'get',
    path: '/api/v1/grants',
    summary: 'The grants in force, oldest first.',
    description: 'For admins and auditors. What was revoked is in the ledger.',
    query: pageQuery,
    answer: { schema: pageOf(grantShape) },
    problems: ['grant.list.forbidden'],
    handle: async ({ principal, query }) => {
      authorize(principal, 'grant.list', theOrganization);
      const page = { after: cursorOf('gra', query.cursor), limit: query.limit + 1 };
      const { shown, next } = cut(await selectGrants(reader, principal.organization, page), query.limit);
      const people = await namesOf(reader, principal.organization, whoIsNamed(shown));
      const names = libraryNames(libraries, principal);
      const items = await Promise.all(shown.map((grant) => shapeOf(names, people, grant)));
      return { items: items.filter((item) => item !== undefined), next };
    },
  });
  const create = operation({
    id: 'grant.create',
    method: 'post',
    path: '/api/v1/grants',
    summary: 'Gives a person or an app a role.',
    description: 'For admins. In force from the next request on. Entry `grant.create`, without the reason.',
    body: z.strictObject({
      principal: z.string().max(64),
      role,
      scope,
      reason: z.string().trim().max(1000).optional(),
    }),
    answer: { status: 201, schema: grantShape },
    problems: ['grant.create.forbidden', 'grant.create.held_already'],
    handle: async ({ principal, body }) => {
      authorize(principal, 'grant.create', theOrganization);
      const given = {
        principal: isId('app', body.principal) ? body.principal : idOf('per', body.principal),
        role: body.role,
        scope: await toScope(libraries, principal, body.scope),
        reason: body.reason,
      };
      const grant = await createGrant(parts, principal, given);
      const people = await namesOf(reader, principal.organization, whoIsNamed([grant]));
      return {
        id: grant.id,
        principal: refOf(people, grant.principal),
        role: grant.role,
        scope: body.scope,
        reason: grant.reason ?? null,
        createdBy: people.get(grant.createdBy) ?? null,
        createdAt: grant.createdAt.toISOString(),
      };
    },
  });
  const revoke = operation({
    id: 'grant.revoke',
    method: 'delete',
    path: '/api/v1/grants/{grant}',
    summary: 'Takes a role away.',
    description: 'For admins. In force from the next request on. Entry `grant.revoke`.',
    params: z.object({ grant: z.string() }),
    problems: ['grant.revoke.forbidden', 'grant.revoke.last_admin'],
    handle: async ({ principal, params }) => {
      await revokeGrant(parts, principal, idOf('gra', params.grant));
      return undefined;
    },
  });
  return [list, create, revoke];
}
