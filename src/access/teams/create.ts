import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import { authorize } from '../authorize.ts';
import type { AccessParts } from '../parts.ts';
import { actorOf, type Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { insertTeam } from '../store/teams.ts';
import { type Team, teamNameFault } from './team.ts';

export interface NewTeam {
  readonly name: string;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
}

/**
 * Makes a team that nobody is in yet. Entry `team.create`.
 * @throws Problem `team.create.forbidden` 403, `team.create.bad_name` 422, `team.create.name_taken` 409
 */
export async function createTeam(parts: AccessParts, principal: Principal, input: NewTeam): Promise<Team> {
  authorize(principal, 'team.create', theOrganization);
  const fault = teamNameFault(input.name);
  if (fault !== undefined) throw new Problem({ code: 'team.create.bad_name', status: 422, detail: fault });
  const { organization } = principal;
  const team: Team = {
    id: newId('tea'),
    name: input.name,
    displayName: input.displayName ?? input.name,
    description: input.description ?? '',
    createdAt: parts.clock.now(),
  };
  return parts.ledger.record(async (tx) => {
    if (!(await insertTeam(tx, organization, team)))
      throw new Problem({
        code: 'team.create.name_taken',
        status: 409,
        detail: `There is, or was, a team ${team.name}. Names of retired teams are not given again. Choose another name.`,
      });
    return {
      entry: {
        organization,
        action: 'team.create',
        actor: actorOf(principal),
        subject: { kind: 'team', id: team.id },
        data: { name: team.name },
      },
      value: team,
    };
  });
}
