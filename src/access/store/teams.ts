import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { PersonId, TeamId } from '../principal.ts';
import type { Team } from '../teams/team.ts';

interface TeamRow {
  readonly id: TeamId;
  readonly name: string;
  readonly display_name: string;
  readonly description: string;
  readonly created_at: Date;
}

const columns = ['id', 'name', 'display_name', 'description', 'created_at'] as const;

const teamOf = (row: TeamRow): Team => ({
  id: row.id,
  name: row.name,
  displayName: row.display_name,
  description: row.description,
  createdAt: row.created_at,
});

/** A page of the teams that are not retired, oldest first. */
export async function selectTeams(
  reader: Reader,
  organization: OrganizationId,
  page: { readonly after: TeamId | undefined; readonly limit: number },
): Promise<Team[]> {
  let query = reader
    .selectFrom('access_team')
    .select(columns)
    .where('organization_id', '=', organization)
    .where('retired_at', 'is', null);
  if (page.after !== undefined) query = query.where('id', '>', page.after);
  return (await query.orderBy('id').limit(page.limit).execute()).map(teamOf);
}

/** By id or name; a retired one is not found. */
export async function selectTeam(
  reader: Reader,
  organization: OrganizationId,
  by: { readonly id: TeamId } | { readonly name: string },
): Promise<Team | undefined> {
  const query = reader
    .selectFrom('access_team')
    .select(columns)
    .where('organization_id', '=', organization)
    .where('retired_at', 'is', null);
  const row = await ('id' in by ? query.where('id', '=', by.id) : query.where('name', '=', by.name))
    .limit(1)
    .executeTakeFirst();
  return row && teamOf(row);
}

/** @returns false when the name is taken, by a retired team too */
export async function insertTeam(tx: Tx, organization: OrganizationId, team: Team): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('access_team')
    .values({
      organization_id: organization,
      id: team.id,
      name: team.name,
      display_name: team.displayName,
      description: team.description,
      created_at: team.createdAt,
      updated_at: team.createdAt,
      retired_at: null,
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'name']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function updateTeam(
  tx: Tx,
  organization: OrganizationId,
  { id, displayName, description }: Team,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('access_team')
    .set({ display_name: displayName, description, updated_at: at })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .execute();
}

/** Retires it, and takes it apart: its members leave it, and it leaves the teams that it is in. */
export async function retireTeamRow(
  tx: Tx,
  organization: OrganizationId,
  id: TeamId,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('access_team')
    .set({ retired_at: at, updated_at: at })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .execute();
  await tx
    .deleteFrom('access_team_member')
    .where('organization_id', '=', organization)
    .where((where) => where.or([where('team_id', '=', id), where('member_id', '=', id)]))
    .execute();
}

/** The teams that a person is in, or in by a team of theirs, by name. */
export async function selectTeamsOf(
  reader: Reader,
  organization: OrganizationId,
  person: PersonId,
): Promise<Team[]> {
  const direct = reader
    .selectFrom('access_team_member')
    .select('team_id')
    .where('organization_id', '=', organization)
    .where('member_id', '=', person);
  const rows = await reader
    .selectFrom('access_team as team')
    .select(columns)
    .where('team.organization_id', '=', organization)
    .where('team.retired_at', 'is', null)
    .where((where) =>
      where.or([
        where('team.id', 'in', direct),
        where(
          'team.id',
          'in',
          reader
            .selectFrom('access_team_member as outer')
            .select('outer.team_id')
            .where('outer.organization_id', '=', organization)
            .where('outer.member_id', 'in', direct),
        ),
      ]),
    )
    .orderBy('team.name')
    .execute();
  return rows.map(teamOf);
}

/** What teams are called, retired ones too. */
export async function selectTeamRefs(
  reader: Reader,
  organization: OrganizationId,
  ids: readonly TeamId[],
): Promise<{ readonly id: TeamId; readonly name: string; readonly displayName: string }[]> {
  if (ids.length === 0) return [];
  const rows = await reader
    .selectFrom('access_team')
    .select(['id', 'name', 'display_name'])
    .where('organization_id', '=', organization)
    .where('id', 'in', ids)
    .execute();
  return rows.map(({ id, name, display_name }) => ({ id, name, displayName: display_name }));
}
