import { sql } from 'kysely';
import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { PersonId, TeamId } from '../principal.ts';
import type { TeamMember } from '../teams/team.ts';

/** Who is in a team directly, in the order of joining. */
export async function selectMembers(
  reader: Reader,
  organization: OrganizationId,
  team: TeamId,
): Promise<TeamMember[]> {
  const rows = await reader
    .selectFrom('access_team_member')
    .select(['member_id', 'added_by', 'added_at'])
    .where('organization_id', '=', organization)
    .where('team_id', '=', team)
    .orderBy('added_at')
    .orderBy('member_id')
    .execute();
  return rows.map((row) => ({ id: row.member_id, addedBy: row.added_by, addedAt: row.added_at }));
}

/** The teams that a team or person is in directly. */
export async function selectTeamsAround(
  reader: Reader,
  organization: OrganizationId,
  member: PersonId | TeamId,
): Promise<TeamId[]> {
  const rows = await reader
    .selectFrom('access_team_member')
    .select('team_id')
    .where('organization_id', '=', organization)
    .where('member_id', '=', member)
    .orderBy('team_id')
    .execute();
  return rows.map((row) => row.team_id);
}

/** @returns false when it is in there already */
export async function insertMember(
  tx: Tx,
  organization: OrganizationId,
  team: TeamId,
  member: TeamMember,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('access_team_member')
    .values({
      organization_id: organization,
      team_id: team,
      member_id: member.id,
      added_by: member.addedBy,
      added_at: member.addedAt,
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'team_id', 'member_id']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** @returns false when it was not in there */
export async function deleteMember(
  tx: Tx,
  organization: OrganizationId,
  team: TeamId,
  member: PersonId | TeamId,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('access_team_member')
    .where('organization_id', '=', organization)
    .where('team_id', '=', team)
    .where('member_id', '=', member)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** Teams that are not retired and whose names are given, each once for every active person in it, and once without when there is none. */
export async function selectPeopleOfTeams(
  reader: Reader,
  organization: OrganizationId,
  names: readonly string[],
): Promise<{ readonly name: string; readonly person: PersonId | null }[]> {
  if (names.length === 0) return [];
  const inside = reader
    .selectFrom('access_team_member as member')
    .select(['member.team_id', 'member.member_id'])
    .where('member.organization_id', '=', organization)
    .unionAll(
      reader
        .selectFrom('access_team_member as outer')
        .innerJoin('access_team as part', (join) =>
          join
            .onRef('part.organization_id', '=', 'outer.organization_id')
            .onRef('part.id', '=', 'outer.member_id'),
        )
        .innerJoin('access_team_member as member', (join) =>
          join
            .onRef('member.organization_id', '=', 'part.organization_id')
            .onRef('member.team_id', '=', 'part.id'),
        )
        .select(['outer.team_id', 'member.member_id'])
        .where('outer.organization_id', '=', organization)
        .where('part.retired_at', 'is', null),
    );
  return reader
    .selectFrom('access_team as team')
    .leftJoin(
      reader
        .selectFrom(inside.as('inside'))
        .innerJoin('access_person as person', (join) =>
          join
            .on('person.organization_id', '=', organization)
            .onRef('person.id', '=', 'inside.member_id')
            .on('person.active', '=', true),
        )
        .select(['inside.team_id', 'person.id as person'])
        .as('people'),
      (join) => join.onRef('people.team_id', '=', 'team.id'),
    )
    .select(['team.name', sql<PersonId | null>`people.person`.as('person')])
    .where('team.organization_id', '=', organization)
    .where('team.retired_at', 'is', null)
    .where('team.name', 'in', names)
    .execute();
}
