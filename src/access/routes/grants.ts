import { z } from 'zod';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { isId } from '../../platform/id.ts';
import { notFound } from '../../platform/problem.ts';
import { authorize } from '../authorize.ts';
import { createGrant } from '../create-grant.ts';
import { type LibraryNames, libraryNames } from '../library-names.ts';
import { granteesOf } from '../names.ts';
import type { AccessParts, LibraryDirectory } from '../parts.ts';
import type { Grantee, Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { revokeGrant } from '../revoke-grant.ts';
import { type HeldGrant, selectGrants } from '../store/grants.ts';
import { grantShape, shapeOf, whoIsNamed } from './grant-wire.ts';
import { cursorOf, cut, idOf, pageOf, pageQuery, role, scope, toScope } from './wire.ts';

const operation = operationsOf<Principal>('access');

/** Grants as they are read. Those on libraries that the reader may not know of are left out. */
async function shapesOf(
  { reader, clock }: AccessParts,
  names: LibraryNames,
  principal: Principal,
  grants: readonly HeldGrant[],
): Promise<z.input<typeof grantShape>[]> {
  const people = await granteesOf(reader, principal.organization, whoIsNamed(grants));
  const now = clock.now();
  const shapes = await Promise.all(
    grants.map(async (grant) => {
      const named = await names.scopeOf(grant.scope);
      return named && shapeOf(people, grant, named, now);
    }),
  );
  return shapes.filter((shape) => shape !== undefined);
}

/** @throws Problem the identical 404 for what names nobody */
function granteeOf(text: string): Grantee {
  if (isId('per', text) || isId('app', text) || isId('tea', text)) return text;
  throw notFound();
}

export function grantOperations(
  parts: AccessParts,
  libraries: LibraryDirectory,
): readonly Operation<Principal>[] {
  const { reader } = parts;
  const list = operation({
    id: 'grant.list',
    method: 'get',
    path: '/api/v1/grants',
    summary: 'The grants that there are, oldest first.',
    description:
      'For admins and auditors. Those that have ended give nothing, and say so. What was revoked is in the ledger.',
    query: pageQuery,
    answer: { schema: pageOf(grantShape) },
    problems: ['grant.list.forbidden'],
    handle: async ({ principal, query }) => {
      authorize(principal, 'grant.list', theOrganization);
      const page = { after: cursorOf('gra', query.cursor), limit: query.limit + 1 };
      const { shown, next } = cut(await selectGrants(reader, principal.organization, page), query.limit);
      return { items: await shapesOf(parts, libraryNames(libraries, principal), principal, shown), next };
    },
  });
  const create = operation({
    id: 'grant.create',
    method: 'post',
    path: '/api/v1/grants',
    summary: 'Gives a person, an app or a team a role.',
    description:
      'For admins. On the organization, a library, a folder in one, or one asset; with `endsAt`, until then. In force from the next request on. Nobody but an admin gives more than they hold. Entry `grant.create`, without the reason.',
    body: z.strictObject({
      principal: z.string().max(64),
      role,
      scope,
      endsAt: z.iso.datetime({ offset: true }).optional(),
      reason: z.string().trim().max(1000).optional(),
    }),
    answer: { status: 201, schema: grantShape },
    problems: [
      'grant.create.forbidden',
      'grant.create.held_already',
      'grant.create.ends_in_past',
      'grant.create.wider_than_own',
    ],
    handle: async ({ principal, body }) => {
      authorize(principal, 'grant.create', theOrganization);
      const given = {
        principal: granteeOf(body.principal),
        role: body.role,
        scope: await toScope(libraries, principal, body.scope),
        endsAt: body.endsAt === undefined ? undefined : new Date(body.endsAt),
        reason: body.reason,
      };
      const grant = await createGrant(parts, principal, given, libraries);
      const people = await granteesOf(reader, principal.organization, whoIsNamed([grant]));
      return shapeOf(people, grant, body.scope, parts.clock.now());
    },
  });
  const revoke = operation({
    id: 'grant.revoke',
    method: 'delete',
    path: '/api/v1/grants/{grant}',
    summary: 'Takes a role away.',
    description: 'For admins. In force from the next request on. Entry `grant.revoke`.',
    params: z.object({ grant: z.string() }),
    problems: ['grant.revoke.forbidden', 'grant.revoke.last_admin', 'grant.revoke.wider_than_own'],
    handle: async ({ principal, params }) => {
      await revokeGrant(parts, principal, idOf('gra', params.grant));
      return undefined;
    },
  });
  return [list, create, revoke];
}
