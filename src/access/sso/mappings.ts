import type { Id } from '../../platform/id.ts';
import { newId } from '../../platform/id.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { Principal } from '../principal.ts';
import { permissionsOfRole } from '../roles/find.ts';
import { lockOrganization } from '../store/organizations.ts';
import { theTeam } from '../teams/find.ts';
import { administer } from './administer.ts';
import { acted } from './entry.ts';
import { type GroupMapping, mostMappings } from './mapping.ts';
import type { SsoParts } from './protocol.ts';
import { deleteMapping, insertMapping, selectMappings } from './store/mappings.ts';

/**
 * Says what a group of the identity provider means here. It takes effect for each person at their next sign-in, or when provisioning next
 * says something about their groups. Entry `group_mapping.create`.
 * @throws Problem `group_mapping.create.forbidden` 403, `group_mapping.create.mapped_already` 409, `group_mapping.create.too_many` 409;
 *   `request.invalid` 400 when there is no such role; 404 when there is no such team
 */
export async function mapGroup(
  parts: SsoParts,
  principal: Principal,
  group: string,
  gives: { readonly role: string } | { readonly team: string },
): Promise<GroupMapping> {
  administer(principal, 'group_mapping.create');
  const { organization } = principal;
  return parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    if ('role' in gives) await permissionsOfRole(tx, organization, gives.role);
    const what =
      'role' in gives ? { role: gives.role } : { team: (await theTeam(tx, organization, gives.team)).id };
    const mapping: GroupMapping = { id: newId('map'), group, gives: what, createdAt: parts.clock.now() };
    if ((await selectMappings(tx, organization)).length >= mostMappings)
      throw refusal('too_many', `An organization maps at most ${mostMappings} groups. Delete one first.`);
    if (!(await insertMapping(tx, organization, mapping, principal.id)))
      throw refusal('mapped_already', 'This group has that already. Nothing needs to be done.');
    const subject = { kind: 'group_mapping', id: mapping.id };
    return { entry: acted(principal, 'group_mapping.create', subject, { ...what }), value: mapping };
  });
}

/**
 * Entry `group_mapping.delete`. What it gave goes away at each person's next sign-in, or when provisioning next says something.
 * @throws Problem `group_mapping.delete.forbidden` 403; 404 when there is none
 */
export async function unmapGroup(parts: SsoParts, principal: Principal, id: Id<'map'>): Promise<void> {
  administer(principal, 'group_mapping.delete');
  await parts.ledger.record(async (tx) => {
    if (!(await deleteMapping(tx, principal.organization, id))) throw notFound();
    const subject = { kind: 'group_mapping', id };
    return { entry: acted(principal, 'group_mapping.delete', subject), value: undefined };
  });
}

function refusal(what: string, detail: string): Problem {
  return new Problem({ code: `group_mapping.create.${what}`, status: 409, detail });
}
