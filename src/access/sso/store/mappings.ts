import type { OrganizationId } from '../../../ledger/index.ts';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { Id } from '../../../platform/id.ts';
import { invariant } from '../../../platform/invariant.ts';
import type { GrantId, PersonId, TeamId } from '../../principal.ts';
import type { GroupMapping } from '../mapping.ts';

export async function selectMappings(reader: Reader, organization: OrganizationId): Promise<GroupMapping[]> {
  const rows = await reader
    .selectFrom('access_group_mapping')
    .select(['id', 'group_name', 'role', 'team_id', 'created_at'])
    .where('organization_id', '=', organization)
    .orderBy('group_name')
    .orderBy('id')
    .execute();
  return rows.map(({ id, group_name: group, role, team_id: team, created_at: createdAt }) => {
    if (role !== null) return { id, group, gives: { role }, createdAt };
    invariant(team !== null, 'a mapping gives a role or a team');
    return { id, group, gives: { team }, createdAt };
  });
}

/** @returns false when there is the same already */
export async function insertMapping(
  tx: Tx,
  organization: OrganizationId,
  { id, group, gives, createdAt }: GroupMapping,
  createdBy: string,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('access_group_mapping')
    .values({
      organization_id: organization,
      id,
      group_name: group,
      role: 'role' in gives ? gives.role : null,
      team_id: 'team' in gives ? gives.team : null,
      created_by: createdBy,
      created_at: createdAt,
    })
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'group_name', 'role', 'team_id']).doNothing(),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** @returns false when there was none */
export async function deleteMapping(tx: Tx, organization: OrganizationId, id: Id<'map'>): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('access_group_mapping')
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** What groups gave somebody. */
export async function selectMapped(
  reader: Reader,
  organization: OrganizationId,
  person: PersonId,
): Promise<{ readonly grants: Set<GrantId>; readonly teams: Set<TeamId> }> {
  const grants = await reader
    .selectFrom('access_mapped_grant')
    .select('grant_id')
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .execute();
  const teams = await reader
    .selectFrom('access_mapped_member')
    .select('team_id')
    .where('organization_id', '=', organization)
    .where('member_id', '=', person)
    .execute();
  return {
    grants: new Set(grants.map((row) => row.grant_id)),
    teams: new Set(teams.map((row) => row.team_id)),
  };
}

export async function insertMappedGrant(
  tx: Tx,
  organization: OrganizationId,
  grant: GrantId,
  person: PersonId,
): Promise<void> {
  await tx
    .insertInto('access_mapped_grant')
    .values({ organization_id: organization, grant_id: grant, person_id: person })
    .execute();
}

export async function insertMappedMember(
  tx: Tx,
  organization: OrganizationId,
  team: TeamId,
  member: PersonId,
): Promise<void> {
  await tx
    .insertInto('access_mapped_member')
    .values({ organization_id: organization, team_id: team, member_id: member })
    .execute();
}
