import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';

interface TeamMemberRow {
  organization_id: OrganizationId;
  team_id: string;
  member_id: string;
  from_index: number;
  from_at: Date | string;
  until_at: Date | string | null;
}

declare module '../../platform/db/tables.ts' {
  interface Tables {
    intelligence_team_member: TeamMemberRow;
  }
}

export async function openMember(
  tx: Tx,
  organization: OrganizationId,
  added: { readonly team: string; readonly member: string; readonly index: number; readonly at: string },
): Promise<void> {
  await tx
    .insertInto('intelligence_team_member')
    .values({
      organization_id: organization,
      team_id: added.team,
      member_id: added.member,
      from_index: added.index,
      from_at: added.at,
      until_at: null,
    })
    .execute();
}

export async function closeMember(
  tx: Tx,
  organization: OrganizationId,
  team: string,
  member: string,
  at: string,
): Promise<void> {
  await tx
    .updateTable('intelligence_team_member')
    .set({ until_at: at })
    .where('organization_id', '=', organization)
    .where('team_id', '=', team)
    .where('member_id', '=', member)
    .where('until_at', 'is', null)
    .execute();
}

export async function closeTeam(
  tx: Tx,
  organization: OrganizationId,
  team: string,
  at: string,
): Promise<void> {
  await tx
    .updateTable('intelligence_team_member')
    .set({ until_at: at })
    .where('organization_id', '=', organization)
    .where('team_id', '=', team)
    .where('until_at', 'is', null)
    .execute();
}

/** A stay of a member in a team. A member may be a team. */
export interface Stay {
  readonly team: string;
  readonly member: string;
  readonly from: Date;
  readonly until: Date | null;
}

export async function selectStays(reader: Reader, organization: OrganizationId): Promise<Stay[]> {
  const rows = await reader
    .selectFrom('intelligence_team_member')
    .where('organization_id', '=', organization)
    .orderBy('from_index')
    .select(['team_id', 'member_id', 'from_at', 'until_at'])
    .execute();
  return rows.map(({ team_id, member_id, from_at, until_at }) => ({
    team: team_id,
    member: member_id,
    from: new Date(from_at),
    until: until_at === null ? null : new Date(until_at),
  }));
}
