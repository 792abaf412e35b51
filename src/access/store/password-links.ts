import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { Id } from '../../platform/id.ts';
import type { PersonId } from '../principal.ts';

export interface PasswordLink {
  readonly organization: OrganizationId;
  readonly person: PersonId;
  readonly createdBy: string;
  readonly expiresAt: Date;
}

/** The newest link of a person is the only one. */
export async function upsertPasswordLink(
  tx: Tx,
  link: PasswordLink,
  tokenSha256: Buffer,
  at: Date,
): Promise<void> {
  const cells = {
    token_sha256: tokenSha256,
    created_by: link.createdBy,
    created_at: at,
    expires_at: link.expiresAt,
  };
  await tx
    .insertInto('access_password_link')
    .values({ organization_id: link.organization, person_id: link.person, ...cells })
    .onConflict((conflict) => conflict.columns(['organization_id', 'person_id']).doUpdateSet(cells))
    .execute();
}

/** By the hash of its token, which names its organization: this query cannot lead with `organization_id`. */
export async function selectPasswordLink(
  reader: Reader,
  tokenSha256: Buffer,
): Promise<PasswordLink | undefined> {
  return reader
    .selectFrom('access_password_link')
    .select([
      'organization_id as organization',
      'person_id as person',
      'created_by as createdBy',
      'expires_at as expiresAt',
    ])
    .where('token_sha256', '=', tokenSha256)
    .executeTakeFirst();
}

/** @returns false when it was used or replaced meanwhile */
export async function deletePasswordLink(tx: Tx, link: PasswordLink, tokenSha256: Buffer): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('access_password_link')
    .where('organization_id', '=', link.organization)
    .where('person_id', '=', link.person)
    .where('token_sha256', '=', tokenSha256)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** The password of a person is this now, whether they had one or not. Links to set it are over. */
export async function upsertPassword(
  tx: Tx,
  organization: OrganizationId,
  person: PersonId,
  account: { readonly id: Id<'acc'>; readonly passwordHash: string },
  at: Date,
): Promise<void> {
  await tx
    .insertInto('access_account')
    .values({
      organization_id: organization,
      id: account.id,
      person_id: person,
      password_hash: account.passwordHash,
      created_at: at,
      updated_at: at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'person_id'])
        .doUpdateSet({ password_hash: account.passwordHash, updated_at: at }),
    )
    .execute();
  await tx
    .deleteFrom('access_password_link')
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .execute();
}

/** When it was last set; undefined for people without one. */
export async function selectPasswordChangedAt(
  reader: Reader,
  organization: OrganizationId,
  person: PersonId,
): Promise<Date | undefined> {
  const row = await reader
    .selectFrom('access_account')
    .select('updated_at')
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .executeTakeFirst();
  return row?.updated_at;
}
