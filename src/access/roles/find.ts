import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader } from '../../platform/db/index.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { selectRole } from '../store/roles.ts';
import { type CustomRole, isBuiltIn, roleNameFault } from './role.ts';

/** By its name. @throws Problem 404 when there is none, it is built in, or it is retired */
export async function theRole(
  reader: Reader,
  organization: OrganizationId,
  name: string,
): Promise<CustomRole> {
  const role = roleNameFault(name) === undefined ? await selectRole(reader, organization, name) : undefined;
  if (role === undefined) throw notFound();
  return role;
}

/** What a custom role holds; undefined for a built-in one. @throws Problem `request.invalid` when there is no such role */
export async function permissionsOfRole(
  reader: Reader,
  organization: OrganizationId,
  name: string,
): Promise<readonly string[] | undefined> {
  if (isBuiltIn(name)) return undefined;
  const role = roleNameFault(name) === undefined ? await selectRole(reader, organization, name) : undefined;
  if (role === undefined) throw noSuchRole(name);
  return role.permissions;
}

export function noSuchRole(name: string): Problem {
  return new Problem({
    code: 'request.invalid',
    status: 400,
    detail: `There is no role ${JSON.stringify(name.slice(0, 63))}. Choose one of those that are listed under /api/v1/roles.`,
  });
}
