import type { OrganizationId } from '../entry.ts';
import { rootHash } from '../merkle.ts';
import type { ReadParts } from '../prove.ts';
import { isAccepted } from '../rollback/rollback.ts';
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
  parts: ReadParts,
  anchor: Anchor,
  organization: OrganizationId,
): Promise<Compared> {
  // The anchor first: what it remembers then was committed before, so the head that is read next can only be as new or newer.
  const remembered = await anchor.read(organization);
  const head = await parts.store.readHead(parts.reader, organization);
  if (remembered === undefined) return { head, remembered };
  const anchored = readAnchored(remembered, originOf(organization));
  const found = await contradiction(parts, organization, anchored, head);
  if (found === undefined) return { head, remembered };
  const lost = anchored === undefined || head === undefined ? undefined : { ...anchored, note: remembered };
  if (lost !== undefined) {
    const accepted = await parts.store.listRollbacks(parts.reader, organization);
    if (isAccepted(accepted, anchor.name, lost)) return { head, remembered };
  }
  const message = `${organization}: ${found.summary} ${whatNow(anchor, lost !== undefined)}`;
  const finding = { ...found, organization, anchor: anchor.name, message };
  return { head, remembered, finding: lost === undefined ? finding : { ...finding, lost } };
}

/** What of the anchored head the database does not continue, if anything. */
async function contradiction(
  { reader, store }: ReadParts,
  organization: OrganizationId,
  anchored: ReturnType<typeof readAnchored>,
  head: StoredCheckpoint | undefined,
): Promise<Pick<AnchorFinding, 'code' | 'summary'> | undefined> {
  if (anchored === undefined)
    return {
      code: 'ledger.anchor_unreadable',
      summary: 'What an anchor remembers of a log is no checkpoint of it.',
    };
  const { treeSize } = anchored;
  if (head === undefined)
    return {
      code: 'ledger.missing',
      summary: `A log is not in the database that had ${treeSize} entries.`,
    };
  if (head.treeSize < treeSize)
    return {
      code: 'ledger.rolled_back',
      summary: `A log has ${head.treeSize} entries in the database and had ${treeSize}: the entries ${head.treeSize} to ${treeSize - 1} are gone.`,
    };
  const root = await rootHash(treeSize, store.hashReader(reader, organization)).catch((error: unknown) => {
    if (error instanceof RangeError) return undefined;
    throw error;
  });
  if (root !== undefined && Buffer.from(root).equals(anchored.rootHash)) return undefined;
  return {
    code: 'ledger.forked',
    summary: `The first ${treeSize} entries of a log are not those that were signed: their root is ${base64(root)}, and was ${base64(anchored.rootHash)}.`,
  };
}

const base64 = (bytes: Uint8Array | undefined): string =>
  bytes === undefined ? 'not there' : Buffer.from(bytes).toString('base64');

const whatNow = ({ name }: Anchor, isKnown: boolean): string =>
  isKnown
    ? `${name} remembers it. Start with the newest copy of the database. If what is missing is lost for good, accept the loss on the record: countersign accept-rollback.`
    : `Start with the newest copy of the database. If what is missing is lost for good, keep ${name} as evidence: move it away, and start again.`;
