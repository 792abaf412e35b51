import { authorize } from '../authorize.ts';
import type { AccessParts } from '../parts.ts';
import { actorOf, type Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { lockOrganization } from '../store/organizations.ts';
import { updateTeam as updateTeamRow } from '../store/teams.ts';
import { theTeam } from './find.ts';
import type { Team } from './team.ts';

/**
 * Changes how a team is shown. Its name stays: requirements say it. Entry `team.update`.
 * @throws Problem `team.update.forbidden` 403; 404 when there is no such team
 */
export async function updateTeam(
  parts: AccessParts,
  principal: Principal,
  name: string,
  edit: { readonly displayName?: string | undefined; readonly description?: string | undefined },
): Promise<Team> {
  authorize(principal, 'team.update', theOrganization);
  const { organization } = principal;
  return parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    const before = await theTeam(tx, organization, name);
    const team: Team = {
      ...before,
      displayName: edit.displayName ?? before.displayName,
      description: edit.description ?? before.description,
    };
    await updateTeamRow(tx, organization, team, parts.clock.now());
    return {
      entry: {
        organization,
        action: 'team.update',
        actor: actorOf(principal),
        subject: { kind: 'team', id: team.id },
        data: { name: team.name },
      },
      value: team,
    };
  });
}
