import { randomBytes } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import type { Vault } from '../platform/crypto/index.ts';
import type { Tx } from '../platform/db/index.ts';
import { invariant } from '../platform/invariant.ts';
import type { OrganizationId } from './entry.ts';
import { emptyRoot } from './merkle.ts';
import type { NoteSigner } from './note.ts';
import { keyContext, signerOf, signHead } from './signing.ts';
import type { LedgerStore, NewKey, StoredKey } from './store/index.ts';

/** Makes a log: a signing key and the signed checkpoint of the empty tree. Durable with the transaction of `tx`. */
export async function createLog(
  parts: { readonly store: LedgerStore; readonly vault: Vault; readonly clock: Clock },
  tx: Tx,
  organization: OrganizationId,
): Promise<void> {
  const { store, vault, clock } = parts;
  const seed = new Uint8Array(randomBytes(32));
  const signer = signerOf(organization, seed);
  await store.insertKey(tx, organization, wrappedKey(vault, organization, seed, null));
  const head = { treeSize: 0, rootHash: emptyRoot() };
  const note = signHead(organization, signer, head);
  await store.insertCheckpoint(tx, organization, { ...head, note }, clock.now());
}

/** A signing key as it is stored: its seed wrapped for this log and this key alone. */
export function wrappedKey(
  vault: Vault,
  organization: OrganizationId,
  seed: Uint8Array,
  entry: string | null,
): NewKey {
  const { keyId, publicKey } = signerOf(organization, seed);
  const id = Buffer.from(keyId).toString('hex');
  return { id, publicKey, privateKeyWrapped: vault.wrap(seed, keyContext(organization, id)), entry };
}

/** Opens a log's stored key. */
export function openSigner(vault: Vault, organization: OrganizationId, key: StoredKey): NoteSigner {
  const signer = signerOf(
    organization,
    vault.unwrap(key.privateKeyWrapped, keyContext(organization, key.id)),
  );
  invariant(Buffer.from(signer.publicKey).equals(key.publicKey), `the key ${key.id} has another public half`);
  return signer;
}
