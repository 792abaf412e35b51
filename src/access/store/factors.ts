import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { PersonId } from '../principal.ts';
import type { SecondFactorRule } from '../sign-in/method.ts';

export interface StoredTotp {
  readonly secretWrapped: Buffer;
  readonly lastStep: number;
  readonly createdAt: Date;
}

export async function selectTotp(
  reader: Reader,
  organization: OrganizationId,
  person: PersonId,
): Promise<StoredTotp | undefined> {
  return reader
    .selectFrom('access_totp')
    .select(['secret_wrapped as secretWrapped', 'last_step as lastStep', 'created_at as createdAt'])
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .executeTakeFirst();
}

/** @returns false when the person has one already */
export async function insertTotp(
  tx: Tx,
  organization: OrganizationId,
  person: PersonId,
  totp: StoredTotp,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('access_totp')
    .values({
      organization_id: organization,
      person_id: person,
      secret_wrapped: totp.secretWrapped,
      last_step: totp.lastStep,
      created_at: totp.createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** A code of this step was used. @returns false when one of it or a later one was before: no code is good twice */
export async function updateTotpStep(
  tx: Tx,
  organization: OrganizationId,
  person: PersonId,
  step: number,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('access_totp')
    .set({ last_step: step })
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .where('last_step', '<', step)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** @returns false when there was none */
export async function deleteTotp(tx: Tx, organization: OrganizationId, person: PersonId): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('access_totp')
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** The codes of a person are these now, and no others. None for an empty list. */
export async function replaceRecoveryCodes(
  tx: Tx,
  organization: OrganizationId,
  person: PersonId,
  codes: readonly Buffer[],
  at: Date,
): Promise<void> {
  await tx
    .deleteFrom('access_recovery_code')
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .execute();
  if (codes.length === 0) return;
  await tx
    .insertInto('access_recovery_code')
    .values(
      codes.map((code) => ({
        organization_id: organization,
        person_id: person,
        code_sha256: code,
        created_at: at,
      })),
    )
    .execute();
}

/** @returns false when there is none such, any more */
export async function deleteRecoveryCode(
  tx: Tx,
  organization: OrganizationId,
  person: PersonId,
  code: Buffer,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('access_recovery_code')
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .where('code_sha256', '=', code)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

export async function countRecoveryCodes(
  reader: Reader,
  organization: OrganizationId,
  person: PersonId,
): Promise<number> {
  const { left } = await reader
    .selectFrom('access_recovery_code')
    .select(({ fn }) => fn.countAll<number>().as('left'))
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .executeTakeFirstOrThrow();
  return left;
}

/** Remembers that something with this nonce was used. @returns false when it was before */
export async function insertSpent(
  tx: Tx,
  organization: OrganizationId,
  nonceSha256: Buffer,
  expiresAt: Date,
  at: Date,
): Promise<boolean> {
  await tx
    .deleteFrom('access_spent')
    .where('organization_id', '=', organization)
    .where('expires_at', '<', at)
    .execute();
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('access_spent')
    .values({ organization_id: organization, nonce_sha256: nonceSha256, expires_at: expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function selectSecondFactorRule(
  reader: Reader,
  organization: OrganizationId,
): Promise<SecondFactorRule> {
  const { rule } = await reader
    .selectFrom('access_organization')
    .select('second_factor as rule')
    .where('organization_id', '=', organization)
    .executeTakeFirstOrThrow();
  return rule;
}

/** Waits for sessions that are beginning under the rule of before; those that begin later are held to the new one. */
export async function updateSecondFactorRule(
  tx: Tx,
  organization: OrganizationId,
  rule: SecondFactorRule,
): Promise<void> {
  await tx
    .updateTable('access_organization')
    .set({ second_factor: rule })
    .where('organization_id', '=', organization)
    .execute();
}
