import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import { notFound } from '../../platform/problem.ts';
import { selectTeam } from '../store/teams.ts';
import { type Team, teamNameFault } from './team.ts';

/** By its name. @throws Problem 404 when there is none, or it is retired */
export async function theTeam(reader: Reader, organization: OrganizationId, name: string): Promise<Team> {
  const team =
    teamNameFault(name) === undefined ? await selectTeam(reader, organization, { name }) : undefined;
  if (team === undefined) throw notFound();
  return team;
}
