import { authorize } from '../authorize.ts';
import type { AccessParts } from '../parts.ts';
import { actorOf, type Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { lockOrganization } from '../store/organizations.ts';
import { selectMembers } from '../store/team-members.ts';
import { retireTeamRow } from '../store/teams.ts';
import { theTeam } from './find.ts';

/**
 * Takes a team away for good. A requirement that names it can be met by nobody from then on (attack AT-09). Entry `team.retire`,
 * with who was in it.
 * @throws Problem `team.retire.forbidden` 403; 404 when there is no such team
 */
export async function retireTeam(parts: AccessParts, principal: Principal, name: string): Promise<void> {
  authorize(principal, 'team.retire', theOrganization);
  const { organization } = principal;
  await parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    const team = await theTeam(tx, organization, name);
    const members = await selectMembers(tx, organization, team.id);
    await retireTeamRow(tx, organization, team.id, parts.clock.now());
    return {
      entry: {
        organization,
        action: 'team.retire',
        actor: actorOf(principal),
        subject: { kind: 'team', id: team.id },
        data: { name, members: members.map(({ id }) => id) },
      },
      value: undefined,
    };
  });
}
