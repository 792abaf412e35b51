import { z } from 'zod';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import { isId } from '../../platform/id.ts';
import { namesOf } from '../names.ts';
import { selectPerson } from '../store/people.ts';
import { selectMembers, selectTeamsAround } from '../store/team-members.ts';
import { selectTeam } from '../store/teams.ts';
import { teamMembers } from '../teams/people.ts';
import type { Team, TeamMember } from '../teams/team.ts';
import { personRef, teamRef } from './wire.ts';

export const teamShape = z.object({
  id: z.string(),
  name: z.string(),
  displayName: z.string(),
  description: z.string(),
  people: z.number().int().meta({ description: 'Active people in it, those of teams in it included.' }),
  createdAt: z.string(),
});

export const teamDetailsShape = teamShape.extend({
  members: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['person', 'team']),
      name: z.string().nullable().meta({ description: 'The URL name of a team; null for people.' }),
      displayName: z.string(),
      active: z.boolean().meta({ description: 'False for people who left: they count no more.' }),
      people: z.number().int(),
      addedBy: personRef.nullable(),
      addedAt: z.string(),
    }),
  ),
  partOf: z.array(teamRef),
});

/** Teams as lists show them. */
export async function teamsShown(reader: Reader, organization: OrganizationId, teams: readonly Team[]) {
  const names = teams.map(({ name }) => name);
  const people = await teamMembers(reader, organization, names);
  return teams.map((team) => ({
    id: team.id,
    name: team.name,
    displayName: team.displayName,
    description: team.description,
    people: people.get(team.name)?.size ?? 0,
    createdAt: team.createdAt.toISOString(),
  }));
}

/** A team as its page shows it. */
export async function teamDetails(
  reader: Reader,
  organization: OrganizationId,
  team: Team,
): Promise<z.input<typeof teamDetailsShape>> {
  const [shown] = await teamsShown(reader, organization, [team]);
  const members = await selectMembers(reader, organization, team.id);
  const around = await selectTeamsAround(reader, organization, team.id);
  const outer = await Promise.all(around.map((id) => selectTeam(reader, organization, { id })));
  const partOf = outer.filter((one) => one !== undefined);
  const adders = await namesOf(
    reader,
    organization,
    members.map(({ addedBy }) => addedBy),
  );
  const inside = await Promise.all(members.map((member) => memberShown(reader, organization, member)));
  return {
    id: team.id,
    name: team.name,
    displayName: team.displayName,
    description: team.description,
    people: shown?.people ?? 0,
    createdAt: team.createdAt.toISOString(),
    members: inside.map((one, place) => ({
      ...one,
      addedBy: adders.get(members[place]?.addedBy ?? '') ?? null,
    })),
    partOf: partOf.map(({ id, name, displayName }) => ({ id, name, displayName })),
  };
}

async function memberShown(reader: Reader, organization: OrganizationId, { id, addedAt }: TeamMember) {
  const at = { id, addedAt: addedAt.toISOString() };
  if (isId('tea', id)) {
    const team = await selectTeam(reader, organization, { id });
    const [shown] = team === undefined ? [] : await teamsShown(reader, organization, [team]);
    const { name = null, displayName = id, people = 0 } = shown ?? {};
    return { ...at, kind: 'team' as const, name, displayName, active: shown !== undefined, people };
  }
  const person = isId('per', id) ? await selectPerson(reader, organization, id) : undefined;
  const active = person?.active === true;
  const displayName = person?.displayName ?? id;
  return { ...at, kind: 'person' as const, name: null, displayName, active, people: active ? 1 : 0 };
}
