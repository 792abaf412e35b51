import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { RoleId } from '../principal.ts';
import type { CustomRole } from '../roles/role.ts';

interface RoleRow {
  readonly id: RoleId;
  readonly name: string;
  readonly display_name: string;
  readonly description: string;
  readonly permissions: readonly string[];
  readonly created_by: string;
  readonly created_at: Date;
}

const columns = [
  'id',
  'name',
  'display_name',
  'description',
  'permissions',
  'created_by',
  'created_at',
] as const;

const roleOf = (row: RoleRow): CustomRole => ({
  id: row.id,
  name: row.name,
  displayName: row.display_name,
  description: row.description,
  permissions: row.permissions,
  createdBy: row.created_by,
  createdAt: row.created_at,
});

/** Those that are not retired, by name. */
export async function selectRoles(reader: Reader, organization: OrganizationId): Promise<CustomRole[]> {
  const rows = await reader
    .selectFrom('access_role')
    .select(columns)
    .where('organization_id', '=', organization)
    .where('retired_at', 'is', null)
    .orderBy('name')
    .execute();
  return rows.map(roleOf);
}

/** By its name; a retired one is not found. */
export async function selectRole(
  reader: Reader,
  organization: OrganizationId,
  name: string,
): Promise<CustomRole | undefined> {
  const row = await reader
    .selectFrom('access_role')
    .select(columns)
    .where('organization_id', '=', organization)
    .where('name', '=', name)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  return row && roleOf(row);
}

/** As `selectRole`, and nobody changes or retires it until the transaction ends. */
export async function lockRole(
  tx: Tx,
  organization: OrganizationId,
  name: string,
): Promise<CustomRole | undefined> {
  const row = await tx
    .selectFrom('access_role')
    .select(columns)
    .where('organization_id', '=', organization)
    .where('name', '=', name)
    .where('retired_at', 'is', null)
    .forShare()
    .executeTakeFirst();
  return row && roleOf(row);
}

/** @returns false when the name is taken, by a retired role too */
export async function insertRole(tx: Tx, organization: OrganizationId, role: CustomRole): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('access_role')
    .values({
      organization_id: organization,
      id: role.id,
      name: role.name,
      display_name: role.displayName,
      description: role.description,
      permissions: role.permissions,
      created_by: role.createdBy,
      created_at: role.createdAt,
      updated_at: role.createdAt,
      retired_at: null,
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'name']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function updateRoleRow(
  tx: Tx,
  organization: OrganizationId,
  { id, displayName, description, permissions }: CustomRole,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('access_role')
    .set({ display_name: displayName, description, permissions, updated_at: at })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .execute();
}

export async function retireRoleRow(
  tx: Tx,
  organization: OrganizationId,
  id: RoleId,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('access_role')
    .set({ retired_at: at, updated_at: at })
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .execute();
}
