import { type Action, actions, isAction, rolesOf } from '../action.ts';
import { type Role, type RoleId, roles } from '../principal.ts';

/** A role made of permissions, by an organization for itself. */
export interface CustomRole {
  readonly id: RoleId;
  /** What grants say. Unique in the organization, never a built-in role's, and never given again. */
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  /** Names of actions, as `whole` makes them. */
  readonly permissions: readonly string[];
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** Why a role may not be called this, as a sentence, or undefined when it may. */
export function roleNameFault(name: string): string | undefined {
  if (isBuiltIn(name))
    return `${name} is a built-in role. Choose another name, such as one that says what is special about it.`;
  if (/^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) return undefined;
  return 'A name starts with a lower-case letter and goes on with letters, digits and hyphens, at most 63.';
}

export function isBuiltIn(name: string): name is Role {
  return roles.some((role) => role === name);
}

/** What everybody who holds anything has: to know who they are and where they are. */
const always = ['session.read', 'organization.read'] as const satisfies readonly Action[];

/**
 * Permissions as a role keeps them: each once, in the order of the table, with what every role has; and with `library.read`, when it holds
 * anything in libraries: who may do something in one may know that it is there.
 */
export function whole(permissions: readonly Action[]): readonly Action[] {
  const inLibraries = permissions.some((action) => actions[action].on === 'library');
  const held: ReadonlySet<Action> = new Set([
    ...always,
    ...(inLibraries ? (['library.read'] as const) : []),
    ...permissions,
  ]);
  return allActions.filter((action) => held.has(action));
}

export const allActions: readonly Action[] = Object.keys(actions).filter(isAction);

/** What a built-in role holds. */
export function permissionsOf(role: Role): readonly Action[] {
  return allActions.filter((action) => rolesOf(action).includes(role));
}
