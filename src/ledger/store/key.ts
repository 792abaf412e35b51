import type { Reader, Tx } from '../../platform/db/index.ts';
import type { OrganizationId } from '../entry.ts';
import type { RangedKey } from '../key-range.ts';

/** A log's signing key. `id` is the C2SP key id in hexadecimal; the private half is a 32-byte seed, wrapped. */
export interface NewKey {
  readonly id: string;
  readonly publicKey: Uint8Array;
  readonly privateKeyWrapped: Uint8Array;
  /** The entry that announces it; null for a log's first key. */
  readonly entry: string | null;
}

export interface StoredKey extends NewKey, RangedKey {}

export async function insertKey(tx: Tx, organization: OrganizationId, key: NewKey): Promise<void> {
  await tx
    .insertInto('ledger_key')
    .values({
      organization_id: organization,
      id: key.id,
      public_key: key.publicKey,
      private_key_wrapped: key.privateKeyWrapped,
      entry_id: key.entry,
    })
    .execute();
}

/** Every key that the organization's log ever had, with where each was announced; none when it has no log. */
export async function readKeys(reader: Reader, organization: OrganizationId): Promise<StoredKey[]> {
  const rows = await reader
    .selectFrom('ledger_key as k')
    .leftJoin('ledger_position as p', (on) =>
      on.onRef('p.organization_id', '=', 'k.organization_id').onRef('p.id', '=', 'k.entry_id'),
    )
    .where('k.organization_id', '=', organization)
    .select(['k.id', 'k.public_key', 'k.private_key_wrapped', 'k.entry_id', 'p.index'])
    .execute();
  return rows.map((row) => ({
    id: row.id,
    publicKey: row.public_key,
    privateKeyWrapped: row.private_key_wrapped,
    entry: row.entry_id,
    index: row.index ?? undefined,
  }));
}
