import type { Id } from '../../platform/id.ts';
import type { Grant, GrantId, TeamId } from '../principal.ts';

/** What a group of an identity provider means here. */
export interface GroupMapping {
  readonly id: Id<'map'>;
  readonly group: string;
  readonly gives: { readonly role: string } | { readonly team: TeamId };
  readonly createdAt: Date;
}

export const mostMappings = 500;

/** What somebody is to have by their groups. */
export interface Entitlement {
  readonly roles: ReadonlySet<string>;
  readonly teams: ReadonlySet<TeamId>;
}

/** What groups give, by name, without regard to case. The default role is for those to whom no group gives one. Pure. */
export function entitlementOf(
  mappings: readonly GroupMapping[],
  groups: readonly string[],
  defaultRole: string | null,
): Entitlement {
  const held = new Set(groups.map(folded));
  const gives = mappings.filter(({ group }) => held.has(folded(group))).map((mapping) => mapping.gives);
  const roles = new Set(gives.flatMap((given) => ('role' in given ? [given.role] : [])));
  if (roles.size === 0 && defaultRole !== null) roles.add(defaultRole);
  return { roles, teams: new Set(gives.flatMap((given) => ('team' in given ? [given.team] : []))) };
}

export interface Held {
  /** Roles on the whole organization, from wherever. */
  readonly grants: readonly Grant[];
  /** Those of them that groups gave. */
  readonly mapped: ReadonlySet<GrantId>;
  readonly teams: ReadonlySet<TeamId>;
  readonly mappedTeams: ReadonlySet<TeamId>;
}

export interface Steps {
  readonly grant: readonly string[];
  readonly revoke: readonly Grant[];
  readonly join: readonly TeamId[];
  readonly leave: readonly TeamId[];
}

/** What to do so that somebody has what their groups give, leaving alone what people gave them. Pure. */
export function stepsTo(entitlement: Entitlement, held: Held): Steps {
  const organizationWide = held.grants.filter(({ scope }) => scope.kind === 'organization');
  const roles = new Set(organizationWide.map(({ role }) => role));
  return {
    grant: [...entitlement.roles].filter((role) => !roles.has(role)),
    revoke: organizationWide.filter(({ id, role }) => held.mapped.has(id) && !entitlement.roles.has(role)),
    join: [...entitlement.teams].filter((team) => !held.teams.has(team)),
    leave: [...held.mappedTeams].filter((team) => !entitlement.teams.has(team)),
  };
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
