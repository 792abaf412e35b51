import { notFound } from '../platform/problem.ts';
import { type Entry, entryOf, type OrganizationId } from './entry.ts';
import type { ExportRange } from './ledger.ts';
import { tileWidth } from './merkle.ts';
import type { ReadParts } from './prove.ts';

/** An entry that is under a signed checkpoint. */
export interface SignedEntry {
  readonly index: number;
  readonly entry: Entry;
  readonly leaf: Uint8Array;
  readonly leafHash: Uint8Array;
}

/** Signed entries of a range in the order of the log, at most 256 at a time, so that memory stays flat. @throws Problem 404 */
export async function* rangeOf(
  { reader, store }: ReadParts,
  organization: OrganizationId,
  { from, to, since, until }: ExportRange,
): AsyncGenerator<SignedEntry[]> {
  const head = await store.readHead(reader, organization);
  if (head === undefined) throw notFound();
  const end = Math.min(head.treeSize, to ?? head.treeSize);
  for (let start = from; start < end; start += tileWidth) {
    const leaves = await store.readRange(reader, organization, start, Math.min(start + tileWidth, end));
    yield leaves
      .map((stored) => ({ ...stored, entry: entryOf(stored.leaf) }))
      .filter(({ entry }) => {
        const at = Date.parse(entry.at);
        return (
          !(since !== undefined && at < since.getTime()) && !(until !== undefined && at >= until.getTime())
        );
      });
  }
}
