import { z } from 'zod';
import type { OrganizationId } from '../../../ledger/index.ts';
import { type Operation, operationsOf } from '../../../platform/http/index.ts';
import { authorize } from '../../authorize.ts';
import type { Principal } from '../../principal.ts';
import { theOrganization } from '../../resource.ts';
import { idOf, role } from '../../routes/wire.ts';
import { selectTeam } from '../../store/teams.ts';
import type { GroupMapping } from '../mapping.ts';
import { mapGroup, unmapGroup } from '../mappings.ts';
import type { SsoParts } from '../protocol.ts';
import { selectMappings } from '../store/mappings.ts';

const operation = operationsOf<Principal>('access');

const mappingShape = z.object({
  id: z.string(),
  group: z.string(),
  role: role.nullable(),
  team: z.object({ name: z.string(), displayName: z.string() }).nullable(),
  createdAt: z.string(),
});

const path = '/api/v1/group-mappings';

export function mappingOperations(parts: SsoParts): readonly Operation<Principal>[] {
  const { reader } = parts;
  /** Undefined when its team is retired: then it gives nothing. */
  const shapeOf = async (organization: OrganizationId, { id, group, gives, createdAt }: GroupMapping) => {
    const facts = { id, group, createdAt: createdAt.toISOString() };
    if ('role' in gives) return { ...facts, role: gives.role, team: null };
    const team = await selectTeam(reader, organization, { id: gives.team });
    return team && { ...facts, role: null, team: { name: team.name, displayName: team.displayName } };
  };
  const list = operation({
    id: 'group_mapping.list',
    method: 'get',
    path,
    summary: 'What groups of the identity provider mean here.',
    description: 'For admins and auditors.',
    answer: { schema: z.object({ items: z.array(mappingShape) }) },
    problems: ['group_mapping.list.forbidden'],
    handle: async ({ principal }) => {
      authorize(principal, 'group_mapping.list', theOrganization);
      const { organization } = principal;
      const all = await selectMappings(reader, organization);
      const shown = await Promise.all(all.map((mapping) => shapeOf(organization, mapping)));
      return { items: shown.filter((one) => one !== undefined) };
    },
  });
  const create = operation({
    id: 'group_mapping.create',
    method: 'post',
    path,
    summary: 'Says what a group of the identity provider means here: a role, or a team.',
    description:
      'For admins. It takes effect at each person’s next sign-in, or when provisioning next says something. Entry `group_mapping.create`.',
    body: z.union([
      z.strictObject({ group: z.string().trim().min(1).max(300), role }),
      z.strictObject({ group: z.string().trim().min(1).max(300), team: z.string().min(1).max(63) }),
    ]),
    answer: { status: 201, schema: mappingShape.nullable() },
    problems: [
      'group_mapping.create.forbidden',
      'group_mapping.create.mapped_already',
      'group_mapping.create.too_many',
    ],
    handle: async ({ principal, body: { group, ...gives } }) =>
      (await shapeOf(principal.organization, await mapGroup(parts, principal, group, gives))) ?? null,
  });
  const remove = operation({
    id: 'group_mapping.delete',
    method: 'delete',
    path: `${path}/{mapping}`,
    summary: 'Lets a group mean that no more.',
    description:
      'For admins. What it gave goes away at each person’s next sign-in, or when provisioning next says something. Entry `group_mapping.delete`.',
    params: z.object({ mapping: z.string() }),
    problems: ['group_mapping.delete.forbidden'],
    handle: async ({ principal, params: { mapping } }) => {
      authorize(principal, 'group_mapping.delete', theOrganization);
      await unmapGroup(parts, principal, idOf('map', mapping));
      return undefined;
    },
  });
  return [list, create, remove];
}
