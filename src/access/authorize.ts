import { notFound, Problem } from '../platform/problem.ts';
import { type Action, actions, rolesOf } from './action.ts';
import { keyScopeCovers } from './key-scope.ts';
import type { Grant, Principal, Role } from './principal.ts';
import type { Reach, Resource } from './resource.ts';

/** Roles that, held on the organization, reach restricted libraries too: for the actions these roles hold, and no others. */
export const rolesThatSeeRestricted: readonly Role[] = ['auditor', 'admin'];

/** The answer behind a button: may I, and if not, the sentence that says why. */
export interface Explanation {
  readonly allowed: boolean;
  /** Null when allowed. */
  readonly why: string | null;
}

/** The one rule of design.md §5. Pure: everything it looks at is in the arguments. In doubt: false. */
export function permits(principal: Principal, action: Action, resource: Resource): boolean {
  return (
    grantsPermit(principal.grants, action, resource) &&
    (principal.maker === undefined || grantsPermit(principal.maker.grants, action, resource)) &&
    (principal.onBehalfOf === undefined || grantsPermit(principal.onBehalfOf.grants, action, resource)) &&
    keyScopeCovers(principal.keyScope, action, resource)
  );
}

/**
 * Refuses what `permits` denies.
 * @throws Problem the identical 404 for a library that the principal may not know of; otherwise 403 `<action>.forbidden`
 */
export function authorize(principal: Principal, action: Action, resource: Resource): void {
  if (permits(principal, action, resource)) return;
  if (resource.kind === 'library' && !mayKnow(principal, resource)) throw notFound();
  throw new Problem({
    code: `${action}.forbidden`,
    status: 403,
    detail: refusal(principal, action, resource),
  });
}

/** Who may read a library, or something in it, may know that it is there. */
export function mayKnow(principal: Principal, library: Reach): boolean {
  return permits(principal, 'library.read', { kind: 'library', ...library, paths: 'any' });
}

/** As `authorize`, as a value: for what a client shows as disabled. Only for resources that the principal may know of. */
export function explain(principal: Principal, action: Action, resource: Resource): Explanation {
  if (permits(principal, action, resource)) return { allowed: true, why: null };
  return { allowed: false, why: refusal(principal, action, resource) };
}

/** The part of the rule that keys do not narrow: what the grants themselves permit. One of them must do it alone. */
export function grantsPermit(grants: readonly Grant[], action: Action, resource: Resource): boolean {
  return grants.some((grant) => holds(grant, action) && covers(grant, action, resource));
}

/** Whether the role of a grant has an action, wherever. */
export function holds({ role, permissions }: Pick<Grant, 'role' | 'permissions'>, action: Action): boolean {
  return permissions === undefined
    ? rolesOf(action).some((name) => name === role)
    : permissions.includes(action);
}

/** Whether a grant reaches a resource, whatever its role. */
export function covers({ role, scope }: Grant, action: Action, resource: Resource): boolean {
  const { on } = actions[action];
  if (resource.kind === 'organization') return on === 'membership' || scope.kind === 'organization';
  if (scope.kind === 'organization')
    return !resource.restricted || rolesThatSeeRestricted.some((name) => name === role);
  if (on === 'organization' || scope.library !== resource.id) return false;
  const { paths = [] } = resource;
  if (scope.kind === 'library' || paths === 'any') return true;
  return paths.length > 0 && paths.every((path) => isWithin(scope, path));
}

/** Whether a path is in the part of a library that a scope names. */
export function isWithin(
  scope: { readonly kind: 'folder' | 'asset'; readonly path: string },
  path: string,
): boolean {
  return scope.kind === 'asset' ? path === scope.path : path.startsWith(`${scope.path}/`);
}

function refusal(principal: Principal, action: Action, resource: Resource): string {
  const { maker, onBehalfOf } = principal;
  if (onBehalfOf !== undefined && !grantsPermit(onBehalfOf.grants, action, resource))
    return `The person on whose behalf this is asked does not hold ${action} here, so it is not done for them.`;
  if (maker !== undefined && !grantsPermit(maker.grants, action, resource))
    return `Whoever made this key does not hold ${action} here, so the key does not either. Use a key made by somebody who holds it.`;
  if (grantsPermit(principal.grants, action, resource))
    return `Your roles permit ${action}, but this key is narrowed to other work. Use a key whose scope holds it.`;
  const where = resource.kind === 'library' ? ' on this library' : '';
  return `Only ${listed(rolesOf(action))} may do this${where} (${action}). Ask an admin for that role${where}.`;
}

function listed(names: readonly string[]): string {
  const worded = names.map((name) => `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`);
  const last = worded.at(-1) ?? 'nobody';
  return worded.length < 2 ? last : `${worded.slice(0, -1).join(', ')} or ${last}`;
}
