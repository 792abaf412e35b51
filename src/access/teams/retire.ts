import { authorize } from '../authorize.ts';
import type { AccessParts } from '../parts.ts';
import { actorOf, type Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { refuseWithoutAdmin, revocationOf } from '../revoke-grant.ts';
import { deleteGrant, selectGrantsOf } from '../store/grants.ts';
import { lockOrganization } from '../store/organizations.ts';
import { selectMembers } from '../store/team-members.ts';
import { retireTeamRow } from '../store/teams.ts';
import { theTeam } from './find.ts';

/**
 * Takes a team away for good, and with it what it held. A requirement that names it can be met by nobody from then on (attack AT-09).
 * Entries `team.retire`, with who was in it, and `grant.revoke` for each of its grants.
 * @throws Problem `team.retire.forbidden` 403, `team.retire.last_admin` 409; 404 when there is no such team
 */
export async function retireTeam(parts: AccessParts, principal: Principal, name: string): Promise<void> {
  authorize(principal, 'team.retire', theOrganization);
  const { organization } = principal;
  await parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    const team = await theTeam(tx, organization, name);
    const members = await selectMembers(tx, organization, team.id);
    const grants = await selectGrantsOf(tx, organization, [team.id]);
    for (const { id } of grants) await deleteGrant(tx, organization, id);
    await retireTeamRow(tx, organization, team.id, parts.clock.now());
    await refuseWithoutAdmin(tx, organization, 'team.retire');
    const entry = {
      organization,
      action: 'team.retire',
      actor: actorOf(principal),
      subject: { kind: 'team', id: team.id },
      data: { name, members: members.map(({ id }) => id) },
    };
    return { entry: [entry, ...grants.map((grant) => revocationOf(principal, grant))], value: undefined };
  });
}
