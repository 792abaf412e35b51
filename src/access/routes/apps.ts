import { z } from 'zod';
import type { OrganizationId } from '../../ledger/index.ts';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { invariant } from '../../platform/invariant.ts';
import { authorize } from '../authorize.ts';
import { createApp } from '../create-app.ts';
import { libraryNames } from '../library-names.ts';
import { namesOf } from '../names.ts';
import type { AccessParts, LibraryDirectory } from '../parts.ts';
import type { App } from '../person.ts';
import type { Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { selectApps } from '../store/apps.ts';
import { selectHeldByEach } from '../store/held.ts';
import {
  cursorOf,
  cut,
  displayName,
  heldRole,
  heldRoles,
  pageOf,
  pageQuery,
  personRef,
  refOf,
  role,
  scope,
  toScope,
} from './wire.ts';

const operation = operationsOf<Principal>('access');

const appShape = z.object({
  id: z.string(),
  displayName: z.string(),
  owner: personRef,
  roles: z.array(heldRole),
  createdAt: z.string(),
});

export function appOperations(
  parts: AccessParts,
  libraries: LibraryDirectory,
): readonly Operation<Principal>[] {
  const { reader, clock } = parts;
  const shapesOf = async (principal: Principal, organization: OrganizationId, apps: readonly App[]) => {
    const people = await namesOf(
      reader,
      organization,
      apps.map((app) => app.owner),
    );
    const ids = apps.map((app) => app.id);
    const held = await selectHeldByEach(reader, organization, ids, clock.now());
    const names = libraryNames(libraries, principal);
    const shapeOf = async (app: App) => ({
      id: app.id,
      displayName: app.displayName,
      owner: refOf(people, app.owner),
      roles: await heldRoles(
        reader,
        organization,
        names,
        held.filter(({ holder }) => holder === app.id).map(({ grant }) => grant),
      ),
      createdAt: app.createdAt.toISOString(),
    });
    return Promise.all(apps.map(shapeOf));
  };
  const list = operation({
    id: 'app.list',
    method: 'get',
    path: '/api/v1/apps',
    summary: 'The apps of the organization, oldest first.',
    description: 'For every member. Roles on libraries that the caller may not know of are left out.',
    query: pageQuery,
    answer: { schema: pageOf(appShape) },
    handle: async ({ principal, query }) => {
      authorize(principal, 'app.list', theOrganization);
      const { organization } = principal;
      const page = { after: cursorOf('app', query.cursor), limit: query.limit + 1 };
      const { shown, next } = cut(await selectApps(reader, organization, page), query.limit);
      return { items: await shapesOf(principal, organization, shown), next };
    },
  });
  const create = operation({
    id: 'app.create',
    method: 'post',
    path: '/api/v1/apps',
    summary: 'Makes an app with a role of its own.',
    description:
      'For admins, who become its owner: the human who answers for it. Entries `app.create`, `grant.create`.',
    body: z.strictObject({ displayName, role, scope: scope.default({ kind: 'organization' }) }),
    answer: { status: 201, schema: appShape },
    problems: ['app.create.forbidden', 'app.create.wider_than_own'],
    handle: async ({ principal, body }) => {
      authorize(principal, 'app.create', theOrganization);
      const made = {
        displayName: body.displayName,
        role: body.role,
        scope: await toScope(libraries, principal, body.scope),
      };
      const app = await createApp(parts, principal, made, libraries);
      const [shape] = await shapesOf(principal, principal.organization, [app]);
      invariant(shape !== undefined, 'one app has one shape');
      return shape;
    },
  });
  return [list, create];
}
