import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Grant, Grantee, GrantId, LibraryId, Scope } from '../principal.ts';
import { scopeOf } from './held.ts';

/** A grant as it was given: to whom, by whom, why and until when. It may have ended. */
export interface HeldGrant extends Grant {
  readonly principal: Grantee;
  readonly reason: string | undefined;
  readonly createdBy: string;
  readonly createdAt: Date;
}

interface GrantRow {
  readonly id: GrantId;
  readonly principal_id: Grantee;
  readonly role: string;
  readonly library_id: LibraryId | null;
  readonly path: string | null;
  readonly ends_at: Date | null;
  readonly reason: string | null;
  readonly created_by: string;
  readonly created_at: Date;
}

const columns = [
  'id',
  'principal_id',
  'role',
  'library_id',
  'path',
  'ends_at',
  'reason',
  'created_by',
  'created_at',
] as const;

const grantOf = (row: GrantRow): HeldGrant => ({
  id: row.id,
  principal: row.principal_id,
  role: row.role,
  scope: scopeOf(row),
  reason: row.reason ?? undefined,
  createdBy: row.created_by,
  createdAt: row.created_at,
  ...(row.ends_at === null ? {} : { endsAt: row.ends_at }),
});

const placeOf = (scope: Scope) => ({
  library_id: scope.kind === 'organization' ? null : scope.library,
  path: scope.kind === 'folder' ? `${scope.path}/` : scope.kind === 'asset' ? scope.path : null,
});

/** Grants given to some people, apps or teams themselves, ended ones too. */
export async function selectGrantsOf(
  reader: Reader,
  organization: OrganizationId,
  principals: readonly Grantee[],
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

/** Grants of one role, whoever holds them, ended ones too. */
export async function selectGrantsOfRole(
  reader: Reader,
  organization: OrganizationId,
  role: string,
): Promise<HeldGrant[]> {
  const rows = await reader
    .selectFrom('access_grant')
    .select(columns)
    .where('organization_id', '=', organization)
    .where('role', '=', role)
    .orderBy('id')
    .execute();
  return rows.map(grantOf);
}

export async function selectGrant(
  reader: Reader,
  organization: OrganizationId,
  id: GrantId,
): Promise<HeldGrant | undefined> {
  const row = await reader
    .selectFrom('access_grant')
    .select(columns)
    .where('organization_id', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && grantOf(row);
}

/** A page of grants, oldest first; all of them without a limit. */
export async function selectGrants(
  reader: Reader,
  organization: OrganizationId,
  page: { readonly after: GrantId | undefined; readonly limit: number | undefined },
): Promise<HeldGrant[]> {
  let query = reader.selectFrom('access_grant').select(columns).where('organization_id', '=', organization);
  if (page.after !== undefined) query = query.where('id', '>', page.after);
  if (page.limit !== undefined) query = query.limit(page.limit);
  return (await query.orderBy('id').execute()).map(grantOf);
}

/** @returns false when they hold that role there already */
export async function insertGrant(tx: Tx, organization: OrganizationId, grant: HeldGrant): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('access_grant')
    .values({
      organization_id: organization,
      id: grant.id,
      principal_id: grant.principal,
      role: grant.role,
      ...placeOf(grant.scope),
      ends_at: grant.endsAt ?? null,
      reason: grant.reason ?? null,
      created_by: grant.createdBy,
      created_at: grant.createdAt,
    })
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'principal_id', 'role', 'library_id', 'path']).doNothing(),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Takes away the same grant that has ended by `now`, so that it can be given anew. @returns its id, when there was one */
export async function deleteEndedGrant(
  tx: Tx,
  organization: OrganizationId,
  { principal, role, scope }: Pick<HeldGrant, 'principal' | 'role' | 'scope'>,
  now: Date,
): Promise<GrantId | undefined> {
  const { library_id, path } = placeOf(scope);
  const row = await tx
    .deleteFrom('access_grant')
    .where('organization_id', '=', organization)
    .where('principal_id', '=', principal)
    .where('role', '=', role)
    .where('library_id', 'is not distinct from', library_id)
    .where('path', 'is not distinct from', path)
    .where('ends_at', '<=', now)
    .returning('id')
    .executeTakeFirst();
  return row?.id;
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

/**
 * How many active people are admins of the organization for good: by a grant without an end, their own or a team's. Meaningful under
 * `lockOrganization` only.
 */
export async function countAdmins(tx: Tx, organization: OrganizationId): Promise<number> {
  const { admins } = await tx
    .selectFrom('access_held as held')
    .innerJoin('access_person as person', (join) =>
      join
        .onRef('person.organization_id', '=', 'held.organization_id')
        .onRef('person.id', '=', 'held.holder_id'),
    )
    .select(({ fn }) => fn.count<number>('person.id').distinct().as('admins'))
    .where('held.organization_id', '=', organization)
    .where('held.role', '=', 'admin')
    .where('held.library_id', 'is', null)
    .where('held.ends_at', 'is', null)
    .where('person.active', '=', true)
    .executeTakeFirstOrThrow();
  return admins;
}
