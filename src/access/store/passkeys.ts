import type { OrganizationId } from '../../ledger/index.ts';
import type { Reader, Tx } from '../../platform/db/index.ts';
import type { PasskeyId, PersonId } from '../principal.ts';

export interface Passkey {
  readonly organization: OrganizationId;
  readonly id: PasskeyId;
  readonly person: PersonId;
  /** What its device calls it; base64url. */
  readonly credential: string;
  /** The host it is bound to. */
  readonly rpId: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
  /** Kept by a password manager or a cloud, and so on several devices. */
  readonly synced: boolean;
  readonly displayName: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

const columns = [
  'organization_id as organization',
  'id',
  'person_id as person',
  'credential_id as credential',
  'rp_id as rpId',
  'public_key as publicKey',
  'counter',
  'transports',
  'synced',
  'display_name as displayName',
  'created_at as createdAt',
  'last_used_at as lastUsedAt',
] as const;

export async function selectPasskeys(
  reader: Reader,
  organization: OrganizationId,
  person: PersonId,
): Promise<Passkey[]> {
  return reader
    .selectFrom('access_passkey')
    .select(columns)
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .orderBy('id')
    .execute();
}

/** By the credential's own id, before anybody is known: this query cannot lead with `organization_id`. Of active people only. */
export async function selectPasskeyByCredential(
  reader: Reader,
  credential: string,
): Promise<Passkey | undefined> {
  return reader
    .selectFrom('access_passkey')
    .select(columns)
    .where('credential_id', '=', credential)
    .executeTakeFirst();
}

/** @returns false when the credential is registered already */
export async function insertPasskey(tx: Tx, passkey: Passkey): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('access_passkey')
    .values({
      organization_id: passkey.organization,
      id: passkey.id,
      person_id: passkey.person,
      credential_id: passkey.credential,
      rp_id: passkey.rpId,
      public_key: Buffer.from(passkey.publicKey),
      counter: passkey.counter,
      transports: [...passkey.transports],
      synced: passkey.synced,
      display_name: passkey.displayName,
      created_at: passkey.createdAt,
      last_used_at: null,
    })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/**
 * It was used. @returns false when it is gone, or its counter does not go on from the stored one: a copy of it may be about
 * (WebAuthn §6.1.1). Synced passkeys do not count, and stay at zero.
 */
export async function updatePasskeyUsed(
  tx: Tx,
  passkey: Pick<Passkey, 'organization' | 'id'>,
  used: { readonly counter: number; readonly synced: boolean; readonly at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('access_passkey')
    .set({ counter: used.counter, synced: used.synced, last_used_at: used.at })
    .where('organization_id', '=', passkey.organization)
    .where('id', '=', passkey.id)
    .where((where) =>
      where.or([
        where('counter', '<', used.counter),
        where.and([where('counter', '=', 0), where(where.val(used.counter), '=', where.val(0))]),
      ]),
    )
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** @returns false when the person has none such */
export async function deletePasskey(
  tx: Tx,
  organization: OrganizationId,
  person: PersonId,
  id: PasskeyId,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('access_passkey')
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** @returns how many there were */
export async function deletePasskeysOf(
  tx: Tx,
  organization: OrganizationId,
  person: PersonId,
): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('access_passkey')
    .where('organization_id', '=', organization)
    .where('person_id', '=', person)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
