import { createHash } from 'node:crypto';
import type { OrganizationId } from '../../ledger/index.ts';
import { canonicalJson, type JsonObject } from '../../platform/canonical-json.ts';
import { isId } from '../../platform/id.ts';
import { authorize } from '../authorize.ts';
import { isActive } from '../holds-now.ts';
import type { AccessParts } from '../parts.ts';
import type { Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { type HeldGrant, selectGrants } from '../store/grants.ts';
import { selectRoles } from '../store/roles.ts';
import { selectTeamRefs } from '../store/teams.ts';
import { teamMembers } from '../teams/people.ts';
import { type Use, useOf } from './use.ts';

/** One grant as it is looked over. */
export interface Reviewed extends Use {
  readonly grant: HeldGrant;
  readonly ended: boolean;
  /** False when nobody holds it any more: the person left, the app's owner did, or nobody is in the team. */
  readonly held: boolean;
}

/** Who holds what at one moment, oldest grant first. */
export interface Review {
  readonly at: Date;
  /** Over all grants, so that a review is about exactly these. */
  readonly digest: `sha256:${string}`;
  readonly grants: readonly Reviewed[];
}

/** Every grant of the organization, with what the log knows of its use. @throws Problem `access_review.preview.forbidden` */
export async function reviewAccess(parts: AccessParts, principal: Principal): Promise<Review> {
  authorize(principal, 'access_review.preview', theOrganization);
  return reviewOf(parts, principal.organization);
}

export async function reviewOf(parts: AccessParts, organization: OrganizationId): Promise<Review> {
  const { reader, ledger, clock } = parts;
  const at = clock.now();
  const [grants, roles] = await Promise.all([
    selectGrants(reader, organization, { after: undefined, limit: undefined }),
    selectRoles(reader, organization),
  ]);
  const held = new Map(roles.map(({ name, permissions }) => [name, permissions]));
  const holders = await holdersOf(parts, organization, grants);
  const acts = await ledger.lastActs(organization, [...new Set([...holders.values()].flat())]);
  const reviewed = grants.map((grant): Reviewed => {
    const who = holders.get(grant.principal) ?? [];
    const known = who.map((id) => acts.get(id));
    const use = useOf({ ...grant, permissions: held.get(grant.role) }, known, at);
    return { grant, ...use, ended: grant.endsAt !== undefined && grant.endsAt <= at, held: who.length > 0 };
  });
  return { at, digest: digestOf(grants), grants: reviewed };
}

/** Who acts under the grants of each grantee: themselves while they are here, or the people of a team. */
async function holdersOf(
  { reader }: AccessParts,
  organization: OrganizationId,
  grants: readonly HeldGrant[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  const grantees = [...new Set(grants.map(({ principal }) => principal))];
  const teams = await selectTeamRefs(
    reader,
    organization,
    grantees.filter((id) => isId('tea', id)),
  );
  const inTeams = await teamMembers(
    reader,
    organization,
    teams.map(({ name }) => name),
  );
  for (const { id, name } of teams) found.set(id, [...(inTeams.get(name) ?? [])]);
  for (const id of grantees)
    if (!isId('tea', id)) found.set(id, (await isActive(reader, organization, id)) ? [id] : []);
  return found;
}

/** A grant as the digest and a review have it. */
export const factsOf = (grant: HeldGrant): JsonObject => ({
  id: grant.id,
  principal: grant.principal,
  role: grant.role,
  scope: { ...grant.scope },
  endsAt: grant.endsAt?.toISOString() ?? null,
});

/** SHA-256 over the canonical JSON of the grants, oldest first (docs/formats.md). */
function digestOf(grants: readonly HeldGrant[]): Review['digest'] {
  return `sha256:${createHash('sha256')
    .update(canonicalJson(grants.map(factsOf)))
    .digest('hex')}`;
}
