import { type Action, actions, rolesOf } from './action.ts';
import { covers, grantsPermit, holds } from './authorize.ts';
import type { Grant } from './principal.ts';
import type { Resource } from './resource.ts';

/** Somebody as they are looked at: with every grant, those that have ended too. */
export interface Looked {
  /** False for those who left, and for apps whose owner left. */
  readonly active: boolean;
  readonly grants: readonly Grant[];
}

/** Why somebody may or may not do something. */
export interface Why {
  readonly allowed: boolean;
  /** The grants that permit it, each by itself. */
  readonly by: readonly Grant[];
  /** What is closest to permitting it, when nothing does, and what keeps it from doing so. */
  readonly lacking: readonly { readonly grant: Grant; readonly why: Lack }[];
  /** The first thing that stands in the way; null when it is allowed. */
  readonly reason: Lack | 'left' | 'no_grant' | 'role_lacks_it' | null;
}

/** Why a grant whose role has the action does not permit it here. */
export type Lack = 'ended' | 'restricted' | 'elsewhere' | 'part_only' | 'organization_only';

/** Nearest first: what one would mend first. */
const nearness = ['ended', 'restricted', 'part_only', 'organization_only', 'elsewhere'] as const;

/** By the same rule as `authorize`, over the grants alone: keys narrow further. */
export function whyOf({ active, grants }: Looked, action: Action, resource: Resource, now: Date): Why {
  const isOver = ({ endsAt }: Grant) => endsAt !== undefined && endsAt <= now;
  const holding = grants.filter((grant) => holds(grant, action));
  const by = holding.filter((grant) => !isOver(grant) && grantsPermit([grant], action, resource));
  if (active && by.length > 0) return { allowed: true, by, lacking: [], reason: null };
  const lacking = holding
    .filter((grant) => !by.includes(grant))
    .map((grant) => ({ grant, why: lackOf(grant, action, resource, isOver(grant)) }))
    .sort((one, other) => nearness.indexOf(one.why) - nearness.indexOf(other.why));
  const reason = !active
    ? 'left'
    : grants.every(isOver) && lacking.length === 0
      ? 'no_grant'
      : (lacking[0]?.why ?? 'role_lacks_it');
  return { allowed: false, by: [], lacking, reason };
}

function lackOf(grant: Grant, action: Action, resource: Resource, isOver: boolean): Lack {
  if (isOver && covers(grant, action, resource)) return 'ended';
  const { scope } = grant;
  if (resource.kind === 'organization' || actions[action].on === 'organization') return 'organization_only';
  if (scope.kind === 'organization') return 'restricted';
  if (scope.library !== resource.id) return 'elsewhere';
  return scope.kind === 'library' ? 'ended' : 'part_only';
}

/** The answer as a sentence: what permits it, or what would. */
export function sentenceOf(who: string, { allowed, by, reason }: Why, action: Action, where: string): string {
  const [first] = by;
  if (allowed && first !== undefined) {
    const via = first.team === undefined ? '' : ', by a team that they are in';
    return `${who} may do this (${action}) ${where}: the role ${first.role}${via} permits it${endOf(first)}.`;
  }
  const builtIn = rolesOf(action).join(', ') || 'no built-in role';
  return `${who} may not do this (${action}) ${where}: ${because(reason, builtIn)}`;
}

const endOf = ({ endsAt }: Grant) => (endsAt === undefined ? '' : `, until ${endsAt.toISOString()}`);

function because(reason: Why['reason'], builtIn: string): string {
  if (reason === 'left') return 'they have left, or the owner of this app has.';
  if (reason === 'no_grant')
    return `they have no role at all. An admin can give them one that holds it: ${builtIn}.`;
  if (reason === 'ended') return 'the grant that permitted it has ended. An admin can give it anew.';
  if (reason === 'restricted')
    return 'the library is restricted, and their role is on the organization. It takes a grant on this library.';
  if (reason === 'part_only')
    return 'their grant is on another part of this library only. It takes one that reaches this.';
  if (reason === 'organization_only')
    return 'their role is on a library only, and this needs one on the whole organization.';
  if (reason === 'elsewhere')
    return 'their role that holds it is on another library. It takes a grant on this one.';
  return `none of their roles holds it. These built-in roles do: ${builtIn}.`;
}
