import type { Actor, EntryDraft, OrganizationId } from '../../ledger/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { grantWithin } from '../create-grant.ts';
import type { Grant, PersonId, TeamId } from '../principal.ts';
import { isBuiltIn } from '../roles/role.ts';
import { countAdmins, deleteGrant, selectGrantsOf } from '../store/grants.ts';
import { lockRole } from '../store/roles.ts';
import { deleteMember, insertMember, selectTeamsAround } from '../store/team-members.ts';
import { selectTeam } from '../store/teams.ts';
import { entitlementOf, stepsTo } from './mapping.ts';
import { insertMappedGrant, insertMappedMember, selectMapped, selectMappings } from './store/mappings.ts';

export interface ByGroups {
  readonly organization: OrganizationId;
  readonly person: PersonId;
  readonly groups: readonly string[];
  readonly defaultRole: string | null;
  readonly by: Actor;
  readonly at: Date;
}

/**
 * Gives somebody what their groups mean here, and takes away what groups gave and give no more. What people gave stays. The last admin
 * stays one. The caller holds the organization's lock and returns the entries: `grant.create`, `grant.revoke`, `team.add_member`,
 * `team.remove_member`.
 */
export async function giveByGroups(tx: Tx, given: ByGroups): Promise<EntryDraft[]> {
  const { organization, person, groups, defaultRole } = given;
  const mappings = await selectMappings(tx, organization);
  const mapped = await selectMapped(tx, organization, person);
  const steps = stepsTo(entitlementOf(mappings, groups, defaultRole), {
    grants: (await selectGrantsOf(tx, organization, [person])).filter(lastsPast(given.at)),
    mapped: mapped.grants,
    teams: new Set(await selectTeamsAround(tx, organization, person)),
    mappedTeams: mapped.teams,
  });
  const entries: EntryDraft[] = [];
  for (const role of steps.grant)
    if (isBuiltIn(role) || (await lockRole(tx, organization, role)))
      entries.push(await give(tx, given, role));
  for (const grant of steps.revoke) entries.push(...(await take(tx, given, grant)));
  for (const team of steps.join) entries.push(...(await join(tx, given, team)));
  for (const team of steps.leave) entries.push(...(await leave(tx, given, team)));
  return entries;
}

const lastsPast =
  (at: Date) =>
  ({ endsAt }: Grant) =>
    endsAt === undefined || endsAt > at;

async function give(tx: Tx, given: ByGroups, role: string): Promise<EntryDraft> {
  const { organization, person, by, at } = given;
  const made = { organization, by, at, principal: person, role, scope: { kind: 'organization' as const } };
  const { grant, entry } = await grantWithin(tx, made);
  await insertMappedGrant(tx, organization, grant.id, person);
  return entry;
}

async function take(tx: Tx, given: ByGroups, grant: Grant): Promise<EntryDraft[]> {
  const { organization, person, by } = given;
  const alone = grant.role === 'admin' && (await countAdmins(tx, organization)) === 1;
  if (alone || (await deleteGrant(tx, organization, grant.id)) === undefined) return [];
  return [
    {
      organization,
      action: 'grant.revoke',
      actor: by,
      subject: { kind: 'grant', id: grant.id },
      data: { principal: person, role: grant.role, scope: { ...grant.scope } },
    },
  ];
}

async function join(tx: Tx, given: ByGroups, id: TeamId): Promise<EntryDraft[]> {
  const { organization, person, by, at } = given;
  const team = await selectTeam(tx, organization, { id });
  if (team === undefined) return [];
  if (!(await insertMember(tx, organization, id, { id: person, addedBy: by.id, addedAt: at }))) return [];
  await insertMappedMember(tx, organization, id, person);
  return [teamEntry(given, 'team.add_member', id, team.name)];
}

async function leave(tx: Tx, given: ByGroups, id: TeamId): Promise<EntryDraft[]> {
  const team = await selectTeam(tx, given.organization, { id });
  if (team === undefined || !(await deleteMember(tx, given.organization, id, given.person))) return [];
  return [teamEntry(given, 'team.remove_member', id, team.name)];
}

function teamEntry(
  { organization, by, person }: ByGroups,
  action: string,
  id: TeamId,
  name: string,
): EntryDraft {
  return { organization, action, actor: by, subject: { kind: 'team', id }, data: { name, member: person } };
}
