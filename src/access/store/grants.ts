import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { AppId, Grant, GrantId, LibraryId, PersonId, Role, Scope } from '../principal.ts';

/** A grant with whose it is and how it came to be. */
export interface HeldGrant extends Grant {
  readonly principal: PersonId | AppId;
  readonly reason: string | undefined;
  readonly createdBy: string;
  readonly createdAt: Date;
}

interface GrantRow {
  readonly id: GrantId;
  readonly principal_id: PersonId | AppId;
  readonly role: Role;
  readonly library_id: LibraryId | null;
  readonly reason: string | null;
  readonly created_by: string;
  readonly created_at: Date;
}

const columns = ['id', 'principal_id', 'role', 'library_id', 'reason', 'created_by', 'created_at'] as const;

export function scopeOf(library: LibraryId | null): Scope {
  return library === null ? { kind: 'organization' } : { kind: 'library', library };
}

const grantOf = (row: GrantRow): HeldGrant => ({
  id: row.id,
  principal: row.principal_id,
  role: row.role,
  scope: scopeOf(row.library_id),
  reason: row.reason ?? undefined,
  createdBy: row.created_by,
  createdAt: row.created_at,
});

/** Grants of some principals. */
export async function selectGrantsOf(
  reader: Reader,
  organization: OrganizationId,
  principals: readonly (PersonId | AppId)[],
): Promise<HeldGrant[]> {
  if (principals.length === 0) return [];
  const rows = await reader
    .selectFrom('access_grant')
    .select(columns)
    .where('organization_id', '=', organization)
    .where('principal_id', 'in', principals)
    .orderBy('id')
    .execute();
  return rows.map(grantOf);
}

/** A page of grants, oldest first. */
export async function selectGrants(
  reader: Reader,
  organization: OrganizationId,
  page: { readonly after: GrantId | undefined; readonly limit: number },
): Promise<HeldGrant[]> {
  let query = reader.selectFrom('access_grant').select(columns).where('organization_id', '=', organization);
  if (page.after !== undefined) query = query.where('id', '>', page.after);
  return (await query.orderBy('id').limit(page.limit).execute()).map(grantOf);
}

/** @returns false when the principal holds that role there already */
export async function insertGrant(tx: Tx, organization: OrganizationId, grant: HeldGrant): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('access_grant')
    .values({
      organization_id: organization,
      id: grant.id,
      principal_id: grant.principal,
      role: grant.role,
      library_id: grant.scope.kind === 'library' ? grant.scope.library : null,
      reason: grant.reason ?? null,
      created_by: grant.createdBy,
      created_at: grant.createdAt,
    })
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'principal_id', 'role', 'library_id']).doNothing(),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** @returns the grant that was deleted */
export async function deleteGrant(
  tx: Tx,
  organization: OrganizationId,
  id: GrantId,
): Promise<HeldGrant | undefined> {
  const row = await tx
    .deleteFrom('access_grant')
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst();
  return row && grantOf(row);
}

/** How many active people are admins of the organization. Meaningful under `lockOrganization` only. */
export async function countAdmins(tx: Tx, organization: OrganizationId): Promise<number> {
  const { admins } = await tx
    .selectFrom('access_grant as held')
    .innerJoin('access_person as person', (join) =>
      join
        .onRef('person.organization_id', '=', 'held.organization_id')
        .onRef('person.id', '=', 'held.principal_id'),
    )
    .select(({ fn }) => fn.count<number>('person.id').distinct().as('admins'))
    .where('held.organization_id', '=', organization)
    .where('held.role', '=', 'admin')
    .where('held.library_id', 'is', null)
    .where('person.active', '=', true)
    .executeTakeFirstOrThrow();
  return admins;
}
