import type { OrganizationId } from '../../../ledger/index.ts';
import type { Reader, Tx } from '../../../platform/db/index.ts';
import type { PersonId } from '../../principal.ts';
import { type SsoSetting, startingSetting } from '../setting.ts';

export async function selectSetting(reader: Reader, organization: OrganizationId): Promise<SsoSetting> {
  const row = await reader
    .selectFrom('access_sso_setting')
    .select(['enforced', 'provisioning', 'default_role as defaultRole'])
    .where('organization_id', '=', organization)
    .executeTakeFirst();
  return row ?? startingSetting;
}

export async function upsertSetting(
  tx: Tx,
  organization: OrganizationId,
  { enforced, provisioning, defaultRole }: SsoSetting,
  at: Date,
): Promise<void> {
  const values = { enforced, provisioning, default_role: defaultRole, updated_at: at };
  await tx
    .insertInto('access_sso_setting')
    .values({ organization_id: organization, ...values })
    .onConflict((conflict) => conflict.column('organization_id').doUpdateSet(values))
    .execute();
}

export async function selectExemptions(
  reader: Reader,
  organization: OrganizationId,
): Promise<{ readonly person: PersonId; readonly createdBy: string; readonly createdAt: Date }[]> {
  return reader
    .selectFrom('access_sso_exemption')
    .select(['person_id as person', 'created_by as createdBy', 'created_at as createdAt'])
    .where('organization_id', '=', organization)
    .orderBy('created_at')
    .execute();
}

export async function isExempt(
  reader: Reader,
  organization: OrganizationId,
  person: PersonId,
): Promise<boolean> {
  return (await selectExemptions(reader, organization)).some((exempt) => exempt.person === person);
}

/** @returns false when they are exempt already */
export async function insertExemption(
  tx: Tx,
  organization: OrganizationId,
  exemption: { readonly person: PersonId; readonly createdBy: string; readonly createdAt: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('access_sso_exemption')
    .values({
      organization_id: organization,
      person_id: exemption.person,
      created_by: exemption.createdBy,
      created_at: exemption.createdAt,
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'person_id']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** @returns false when there was none */
export async function deleteExemption(
  tx: Tx,
  organization: OrganizationId,
  person: PersonId,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('access_sso_exemption')
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** Ends the sessions of an organization that began without single sign-on, but one. @returns how many */
export async function deleteForeignSessions(
  tx: Tx,
  organization: OrganizationId,
  kept: string,
): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('access_session')
    .where('organization_id', '=', organization)
    .where('method', '!=', 'single_sign_on')
    .where((where) => where(where.cast<string>('id', 'text'), '!=', kept))
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
