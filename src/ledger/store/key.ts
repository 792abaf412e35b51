import type { Reader, Tx } from '../../platform/db/index.ts';
import type { OrganizationId } from '../entry.ts';

/** A log's signing key. `id` is the C2SP key id in hexadecimal; the private half is a 32-byte seed, wrapped. */
export interface StoredKey {
  readonly id: string;
  readonly publicKey: Uint8Array;
  readonly privateKeyWrapped: Uint8Array;
}

export async function insertKey(tx: Tx, organization: OrganizationId, key: StoredKey): Promise<void> {
  await tx
    .insertInto('ledger_key')
    .values({
      organization_id: organization,
      id: key.id,
      public_key: key.publicKey,
      private_key_wrapped: key.privateKeyWrapped,
    })
    .execute();
}

/** The key that signs now, or undefined when the organization has no log. */
export async function readKey(reader: Reader, organization: OrganizationId): Promise<StoredKey | undefined> {
  const row = await reader
    .selectFrom('ledger_key')
    .where('organization_id', '=', organization)
    .orderBy('made_at', 'desc')
    .limit(1)
    .select(['id', 'public_key', 'private_key_wrapped'])
    .executeTakeFirst();
  return row && { id: row.id, publicKey: row.public_key, privateKeyWrapped: row.private_key_wrapped };
}
