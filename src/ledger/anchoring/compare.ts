import type { OrganizationId } from '../entry.ts';
import { rootHash } from '../merkle.ts';
import type { ReadParts } from '../prove.ts';
import { originOf } from '../signing.ts';
import type { StoredCheckpoint } from '../store/index.ts';
import { type Anchor, type AnchorFinding, readAnchored } from './anchor.ts';

/** What an anchor remembers of a log, and whether the database still continues it. */
export interface Compared {
  readonly finding?: AnchorFinding;
  readonly head: StoredCheckpoint | undefined;
  readonly remembered: string | undefined;
}

/** Compares a log with what an anchor remembers of it. Reads a few tiles, whatever the log's size. */
export async function compareWithAnchor(
  { reader, store }: ReadParts,
  anchor: Anchor,
  organization: OrganizationId,
): Promise<Compared> {
  // The anchor first: what it remembers then was committed before, so the head that is read next can only be as new or newer.
  const remembered = await anchor.read(organization);
  const head = await store.readHead(reader, organization);
  if (remembered === undefined) return { head, remembered };
  const finding = (code: AnchorFinding['code'], summary: string): Compared => {
    const message = `${organization}: ${summary} ${whatNow(anchor)}`;
    return { head, remembered, finding: { code, organization, anchor: anchor.name, summary, message } };
  };
  const anchored = readAnchored(remembered, originOf(organization));
  if (anchored === undefined)
    return finding('ledger.anchor_unreadable', 'What an anchor remembers of a log is no checkpoint of it.');
  const { treeSize } = anchored;
  if (head === undefined)
    return finding('ledger.missing', `A log is not in the database that had ${treeSize} entries.`);
  if (head.treeSize < treeSize)
    return finding(
      'ledger.rolled_back',
      `A log has ${head.treeSize} entries in the database and had ${treeSize}: the entries ${head.treeSize} to ${treeSize - 1} are gone.`,
    );
  const root = await rootHash(treeSize, store.hashReader(reader, organization)).catch((error: unknown) => {
    if (error instanceof RangeError) return undefined;
    throw error;
  });
  if (root !== undefined && Buffer.from(root).equals(anchored.rootHash)) return { head, remembered };
  return finding(
    'ledger.forked',
    `The first ${treeSize} entries of a log are not those that were signed: their root is ${base64(root)}, and was ${base64(anchored.rootHash)}.`,
  );
}

const base64 = (bytes: Uint8Array | undefined): string =>
  bytes === undefined ? 'not there' : Buffer.from(bytes).toString('base64');

const whatNow = ({ name }: Anchor): string =>
  `Start with the newest copy of the database. If what is missing is lost for good, keep ${name} as evidence: move it away, and start again.`;
