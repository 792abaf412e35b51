import { randomBytes } from 'node:crypto';
import type { Vault } from '../platform/crypto/index.ts';
import { newId } from '../platform/id.ts';
import { notFound, Problem } from '../platform/problem.ts';
import { openSigner, wrappedKey } from './create-log.ts';
import type { Actor, EntryId, OrganizationId } from './entry.ts';
import { announced, keyFor } from './key-range.ts';
import { type RecordParts, record } from './record.ts';
import { rotationNote, signerOf, verifierKeyOf } from './signing.ts';

/**
 * Gives a log a new signing key. The entry `ledger.rotate_key` carries a statement that the old key and the new one signed; from the
 * checkpoint after that entry on, the new key signs. Durable when it resolves; under the log's lock, so that two at once are one after
 * the other, and the second is refused while the first's entry waits for its index.
 * @throws Problem 409 `ledger.rotate_key.pending`
 */
export function rotateKey(
  parts: RecordParts & { readonly vault: Vault },
  organization: OrganizationId,
  actor: Actor,
): Promise<{ readonly key: string; readonly entry: EntryId }> {
  const { store, vault } = parts;
  return record(parts, async (tx) => {
    await store.lockLog(tx, organization);
    const keys = await store.readKeys(tx, organization);
    const current = keyFor(keys, Number.MAX_SAFE_INTEGER);
    if (current === undefined) throw notFound();
    if (announced(keys) !== undefined) throw pending();
    const entry = newId('ent');
    const seed = new Uint8Array(randomBytes(32));
    const successor = signerOf(organization, seed);
    await store.insertKey(tx, organization, wrappedKey(vault, organization, seed, entry));
    const from = verifierKeyOf(organization, current.publicKey);
    const to = verifierKeyOf(organization, successor.publicKey);
    const old = openSigner(vault, organization, current);
    const statement = rotationNote(organization, to, old, successor);
    return {
      value: { key: to, entry },
      entry: {
        id: entry,
        organization,
        action: 'ledger.rotate_key',
        actor,
        subject: { kind: 'ledger', id: organization },
        data: { from, to, statement },
      },
    };
  });
}

function pending(): Problem {
  return new Problem({
    code: 'ledger.rotate_key.pending',
    status: 409,
    detail: 'The key was just rotated and its entry is on its way into the log. Try again in a second.',
    retryAfterSeconds: 1,
  });
}
