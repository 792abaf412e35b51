import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Organization } from '../organization.ts';

/** Finds an organization by its URL name: the one query that cannot lead with `organization_id`, since it asks for it. */
export async function selectOrganizationByName(
  reader: Reader,
  name: string,
): Promise<Organization | undefined> {
  const row = await reader
    .selectFrom('access_organization')
    .select(['organization_id', 'name', 'display_name'])
    .where('name', '=', name)
    .executeTakeFirst();
  return row && { id: row.organization_id, name: row.name, displayName: row.display_name };
}

export async function selectOrganization(
  reader: Reader,
  id: OrganizationId,
): Promise<Organization | undefined> {
  const row = await reader
    .selectFrom('access_organization')
    .select(['organization_id', 'name', 'display_name'])
    .where('organization_id', '=', id)
    .executeTakeFirst();
  return row && { id: row.organization_id, name: row.name, displayName: row.display_name };
}

/** @returns false when the name is taken */
export async function insertOrganization(tx: Tx, organization: Organization, at: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('access_organization')
    .values({
      organization_id: organization.id,
      name: organization.name,
      display_name: organization.displayName,
      created_at: at,
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Locks the organization's row until the transaction ends, so that changes to who its admins are happen one after the other. */
export async function lockOrganization(tx: Tx, id: OrganizationId): Promise<void> {
  await tx
    .selectFrom('access_organization')
    .select('organization_id')
    .where('organization_id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

/** Whether the deployment has an organization at all: asked at start, to say how to make the first. */
export async function hasOrganization(db: Reader): Promise<boolean> {
  const row = await db
    .selectFrom('access_organization')
    .select('organization_id')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
