import { z } from 'zod';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { invariant } from '../../platform/invariant.ts';
import { actions } from '../action.ts';
import { authorize } from '../authorize.ts';
import { namesOf } from '../names.ts';
import type { AccessParts, LibraryDirectory } from '../parts.ts';
import { type Principal, roles } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { createRole } from '../roles/create.ts';
import { retireRole } from '../roles/retire.ts';
import { allActions, type CustomRole, permissionsOf } from '../roles/role.ts';
import { updateRole } from '../roles/update.ts';
import { selectRoles } from '../store/roles.ts';
import { displayName, personRef } from './wire.ts';

const operation = operationsOf<Principal>('access');

const roleShape = z.object({
  name: z.string().meta({ description: 'What grants say.' }),
  displayName: z.string(),
  description: z.string(),
  builtIn: z.boolean(),
  permissions: z.array(z.string()),
  createdBy: personRef.nullable().meta({ description: 'Null for built-in roles.' }),
  createdAt: z.string().nullable(),
});
type RoleShape = z.input<typeof roleShape>;

/** Every action, and where it is held. */
const permissionShape = z.object({
  name: z.string(),
  on: z.enum(['organization', 'library', 'membership']),
});
const everyPermission = allActions.map((name) => ({ name, on: actions[name].on }));

const params = z.object({ role: z.string().max(100) });
const description = z.string().trim().max(2000);
const permissions = z.array(z.enum(allActions)).min(1).max(300);

/** What the built-in ones are for, in one sentence each. */
const meanings: Readonly<Record<(typeof roles)[number], string>> = {
  viewer: 'Reads and runs what is published.',
  contributor: 'Makes branches and proposes changes.',
  reviewer: 'Reviews changes.',
  approver: 'Approves changes of others.',
  publisher: 'Publishes what is approved, and rolls back.',
  responder: 'May break glass: publish in an emergency, for hours, under review.',
  auditor: 'Reads everything, the ledger included; changes nothing.',
  admin: 'People and settings. Not exempt from separation of duties.',
};

const builtIn: readonly RoleShape[] = roles.map((name) => ({
  name,
  displayName: name.charAt(0).toUpperCase() + name.slice(1),
  description: meanings[name],
  builtIn: true,
  permissions: [...permissionsOf(name)],
  createdBy: null,
  createdAt: null,
}));

export function roleOperations(
  parts: AccessParts,
  libraries: LibraryDirectory,
): readonly Operation<Principal>[] {
  const { reader } = parts;
  const shapesOf = async ({ organization }: Principal, custom: readonly CustomRole[]) => {
    const ids = custom.map(({ createdBy }) => createdBy);
    const people = await namesOf(reader, organization, ids);
    return custom.map(
      (role): RoleShape => ({
        name: role.name,
        displayName: role.displayName,
        description: role.description,
        builtIn: false,
        permissions: [...role.permissions],
        createdBy: people.get(role.createdBy) ?? null,
        createdAt: role.createdAt.toISOString(),
      }),
    );
  };
  const shapeOf = async (principal: Principal, role: CustomRole) => {
    const [shape] = await shapesOf(principal, [role]);
    invariant(shape !== undefined, 'one role has one shape');
    return shape;
  };
  const list = operation({
    id: 'role.list',
    method: 'get',
    path: '/api/v1/roles',
    summary: 'The roles and what each holds: the built-in ones, then the organization’s own by name.',
    description:
      'For everybody with a role on the organization. `permissions` lists every action that there is.',
    answer: { schema: z.object({ items: z.array(roleShape), permissions: z.array(permissionShape) }) },
    handle: async ({ principal }) => {
      authorize(principal, 'role.list', theOrganization);
      const custom = await shapesOf(principal, await selectRoles(reader, principal.organization));
      return { items: [...builtIn, ...custom], permissions: [...everyPermission] };
    },
  });
  const create = operation({
    id: 'role.create',
    method: 'post',
    path: '/api/v1/roles',
    summary: 'Makes a role of permissions.',
    description:
      'For admins; whoever has the right by a custom role can put into one only what they hold themselves. What every role holds is added. The name is the role’s for good. Entry `role.create`.',
    body: z.strictObject({
      name: z.string().max(100),
      displayName: displayName.optional(),
      description: description.optional(),
      permissions,
    }),
    answer: { status: 201, schema: roleShape },
    problems: [
      'role.create.forbidden',
      'role.create.bad_name',
      'role.create.name_taken',
      'role.create.wider_than_own',
    ],
    handle: async ({ principal, body }) => shapeOf(principal, await createRole(parts, principal, body)),
  });
  const update = operation({
    id: 'role.update',
    method: 'patch',
    path: '/api/v1/roles/{role}',
    summary: 'Changes what a role holds, or how it is shown.',
    description:
      'For admins. In force from the next request on for everybody who holds it. Its name stays. Entry `role.update`.',
    params,
    body: z.strictObject({
      displayName: displayName.optional(),
      description: description.optional(),
      permissions: permissions.optional(),
    }),
    answer: { schema: roleShape },
    problems: ['role.update.forbidden', 'role.update.wider_than_own'],
    handle: async ({ principal, params: { role }, body }) =>
      shapeOf(principal, await updateRole(parts, libraries, principal, role, body)),
  });
  const retire = operation({
    id: 'role.retire',
    method: 'post',
    path: '/api/v1/roles/{role}/retire',
    summary: 'Takes a role away for good, and every grant of it.',
    description:
      'For admins. In force from the next request on. Its name is not given again. Entries `role.retire`, and `grant.revoke` for each grant.',
    params,
    body: z.strictObject({}),
    problems: ['role.retire.forbidden', 'role.retire.too_many_grants'],
    handle: async ({ principal, params: { role } }) => {
      await retireRole(parts, principal, role);
      return undefined;
    },
  });
  return [list, create, update, retire];
}
