import type { EntryDraft, OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import { isId } from '../../platform/id.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { authorize } from '../authorize.ts';
import { asHeld, isWholeAdmin, refuseWiderThanOwn } from '../hand-out.ts';
import type { AccessParts } from '../parts.ts';
import { actorOf, type PersonId, type Principal, type TeamId } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { refuseWithoutAdmin } from '../revoke-grant.ts';
import { selectGrantsOf } from '../store/grants.ts';
import { lockOrganization } from '../store/organizations.ts';
import { selectPerson } from '../store/people.ts';
import { deleteMember, insertMember, selectMembers, selectTeamsAround } from '../store/team-members.ts';
import { selectTeam } from '../store/teams.ts';
import { theTeam } from './find.ts';
import { mostMembers, nestingFault, type Team } from './team.ts';

/**
 * Puts a person or a team into a team. In force from the next request on. Entry `team.add_member`.
 * Safe concurrently: changes to teams are ordered by the organization's lock, so no two of them make a loop.
 * @throws Problem `team.add_member.forbidden` 403, `team.add_member.member_already` 409, `team.add_member.nested` 409,
 *   `team.add_member.too_many` 409, `team.add_member.wider_than_own` 403; 404 when there is no such team, active person or inner team
 */
export async function addMember(
  parts: AccessParts,
  principal: Principal,
  name: string,
  member: PersonId | TeamId,
): Promise<void> {
  authorize(principal, 'team.add_member', theOrganization);
  const { organization } = principal;
  await parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    const team = await theTeam(tx, organization, name);
    await refuseMember(tx, organization, team, member);
    await refuseWiderTeam(tx, principal, team);
    const added = { id: member, addedBy: principal.id, addedAt: parts.clock.now() };
    if (!(await insertMember(tx, organization, team.id, added)))
      throw refusal('member_already', 'They are in this team already. Nothing needs to be done.');
    return { entry: entryOf(principal, 'team.add_member', team, member), value: undefined };
  });
}

/**
 * Takes a person or a team out of a team. In force from the next request on. Entry `team.remove_member`.
 * @throws Problem `team.remove_member.forbidden` 403, `team.remove_member.last_admin` 409; 404 when there is no such team or it is not in there
 */
export async function removeMember(
  parts: AccessParts,
  principal: Principal,
  name: string,
  member: PersonId | TeamId,
): Promise<void> {
  authorize(principal, 'team.remove_member', theOrganization);
  const { organization } = principal;
  await parts.ledger.record(async (tx) => {
    await lockOrganization(tx, organization);
    const team = await theTeam(tx, organization, name);
    if (!(await deleteMember(tx, organization, team.id, member))) throw notFound();
    await refuseWithoutAdmin(tx, organization, 'team.remove_member');
    return { entry: entryOf(principal, 'team.remove_member', team, member), value: undefined };
  });
}

async function refuseMember(
  reader: Reader,
  organization: OrganizationId,
  team: Team,
  member: PersonId | TeamId,
): Promise<void> {
  if ((await selectMembers(reader, organization, team.id)).length >= mostMembers)
    throw refusal(
      'too_many',
      `A team has at most ${mostMembers} members. Make a further team for the others.`,
    );
  if (!isId('tea', member)) {
    const person = isId('per', member) ? await selectPerson(reader, organization, member) : undefined;
    if (person?.active !== true) throw notFound();
    return;
  }
  if ((await selectTeam(reader, organization, { id: member })) === undefined) throw notFound();
  const inner = await selectMembers(reader, organization, member);
  const fault = nestingFault({
    same: member === team.id,
    innerHasTeams: inner.some(({ id }) => isId('tea', id)),
    outerIsInside: (await selectTeamsAround(reader, organization, team.id)).length > 0,
  });
  if (fault !== undefined) throw refusal('nested', fault);
}

/** Whoever comes into a team comes to hold what the team holds, and the teams that it is in. */
async function refuseWiderTeam(reader: Reader, principal: Principal, team: Team): Promise<void> {
  if (isWholeAdmin(principal)) return;
  const { organization } = principal;
  const around = await selectTeamsAround(reader, organization, team.id);
  const given = await selectGrantsOf(reader, organization, [team.id, ...around]);
  const held = await Promise.all(given.map((grant) => asHeld({ reader }, principal, grant)));
  await refuseWiderThanOwn(principal, 'team.add_member', held);
}

function refusal(what: string, detail: string): Problem {
  return new Problem({ code: `team.add_member.${what}`, status: 409, detail });
}

function entryOf(principal: Principal, action: string, team: Team, member: PersonId | TeamId): EntryDraft {
  return {
    organization: principal.organization,
    action,
    actor: actorOf(principal),
    subject: { kind: 'team', id: team.id },
    data: { name: team.name, member },
  };
}
