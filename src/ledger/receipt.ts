import type { Clock } from '../platform/clock.ts';
import type { Vault } from '../platform/crypto/index.ts';
import { invariant } from '../platform/invariant.ts';
import { notFound } from '../platform/problem.ts';
import { openSigner } from './create-log.ts';
import type { EntryId, OrganizationId } from './entry.ts';
import { keyFor } from './key-range.ts';
import { leafHash } from './merkle.ts';
import { signNote } from './note.ts';
import { base64, type ReadParts } from './prove.ts';
import { originOf } from './signing.ts';

/**
 * Signs the promise that an entry will be in the log within a minute (docs/formats.md, "Receipt"). Only for entries that are durable,
 * which is why it is read here: the integrator takes what is durable and leaves nothing out.
 * @throws Problem 404 for an entry that the organization does not have
 */
export async function issueReceipt(
  parts: ReadParts & { readonly vault: Vault; readonly clock: Clock },
  organization: OrganizationId,
  entry: EntryId,
): Promise<string> {
  const { reader, store, vault, clock } = parts;
  const [stored] = await store.readLeaves(reader, organization, [entry]);
  if (stored === undefined) throw notFound();
  const key = keyFor(await store.readKeys(reader, organization), Number.MAX_SAFE_INTEGER);
  invariant(key !== undefined, `the log of ${organization} has no key`);
  const lines = [
    'countersign.receipt/1',
    originOf(organization),
    entry,
    base64(leafHash(stored.leaf)),
    clock.now().toISOString(),
  ];
  return signNote(`${lines.join('\n')}\n`, openSigner(vault, organization, key));
}
