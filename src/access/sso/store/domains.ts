import { sql } from 'kysely';
import type { OrganizationId } from '../../../ledger/index.ts';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { Domain } from '../domain.ts';

/** An admin's word counts only as long as no other organization has proof. */
const counts = sql<boolean>`(domain.verified_by is not null and (domain.verified_by = 'dns' or not exists (
  select from access_domain as proven where proven.name = domain.name and proven.verified_by = 'dns'
    and proven.organization_id <> domain.organization_id)))`;

function domains(reader: Reader, organization: OrganizationId) {
  return reader
    .selectFrom('access_domain as domain')
    .select([
      'domain.name',
      'domain.challenge',
      'domain.created_at as createdAt',
      'domain.verified_at as verifiedAt',
      'domain.verified_by as verifiedBy',
      counts.as('counts'),
    ])
    .where('domain.organization_id', '=', organization);
}

export function selectDomains(reader: Reader, organization: OrganizationId): Promise<Domain[]> {
  return domains(reader, organization).orderBy('domain.name').execute();
}

export function selectDomain(
  reader: Reader,
  organization: OrganizationId,
  name: string,
): Promise<Domain | undefined> {
  return domains(reader, organization).where('domain.name', '=', name).executeTakeFirst();
}

/** @returns false when the organization has claimed it already */
export async function insertDomain(
  tx: Tx,
  organization: OrganizationId,
  domain: Pick<Domain, 'name' | 'challenge' | 'createdAt'> & { readonly createdBy: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('access_domain')
    .values({
      organization_id: organization,
      name: domain.name,
      challenge: domain.challenge,
      created_by: domain.createdBy,
      created_at: domain.createdAt,
      verified_at: null,
      verified_by: null,
      reason: null,
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'name']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** @returns false when there is no such domain, or another organization has proven that it is theirs */
export async function updateDomainVerified(
  tx: Tx,
  organization: OrganizationId,
  name: string,
  by: { readonly at: Date; readonly how: 'dns' | 'override'; readonly reason: string | null },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('access_domain as domain')
    .set({ verified_at: by.at, verified_by: by.how, reason: by.reason })
    .where('domain.organization_id', '=', organization)
    .where('domain.name', '=', name)
    .where(
      sql<boolean>`not exists (select from access_domain as proven where proven.name = domain.name
        and proven.verified_by = 'dns' and proven.organization_id <> domain.organization_id)`,
    )
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** @returns false when there was none */
export async function deleteDomain(tx: Tx, organization: OrganizationId, name: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('access_domain')
    .where('organization_id', '=', organization)
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/**
 * Whose domain it is: before anybody is signed in, so that this query cannot lead with `organization_id`. An admin's word is enough where
 * there is one organization only: it must not send people of others to an identity provider.
 */
export async function selectOwnerOfDomain(reader: Reader, name: string): Promise<OrganizationId | undefined> {
  const row = await reader
    .selectFrom('access_domain')
    .select('organization_id')
    .where('name', '=', name)
    .where(
      sql<boolean>`(verified_by = 'dns' or (verified_by = 'override' and (select count(*) from access_organization) = 1))`,
    )
    .executeTakeFirst();
  return row?.organization_id;
}
