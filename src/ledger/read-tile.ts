import { invariant } from '../platform/invariant.ts';
import type { OrganizationId } from './entry.ts';
import { tileWidth } from './merkle.ts';
import type { ReadParts } from './prove.ts';
import { encodeEntryBundle, type Tile, tileWidthAt } from './tile.ts';

/** The bytes of a tile or entry bundle (c2sp.org/tlog-tiles), or undefined when the signed tree does not reach that far. */
export async function readTile(
  { reader, store }: ReadParts,
  organization: OrganizationId,
  { level, index, width }: Tile,
): Promise<Uint8Array | undefined> {
  const head = await store.readHead(reader, organization);
  if (head === undefined || tileWidthAt(level, index, head.treeSize) < width) return undefined;
  const start = index * tileWidth;
  if (level === 'entries') {
    const entries = await store.readRange(reader, organization, start, start + width);
    invariant(entries.length === width, `the entries from ${start} of ${organization} are not all there`);
    return encodeEntryBundle(entries.map(({ leaf }) => leaf));
  }
  const hashes = await store.hashReader(reader, organization)(level, start, width);
  invariant(
    hashes.length === width,
    `the hashes of level ${level} from ${start} of ${organization} are not all there`,
  );
  return new Uint8Array(Buffer.concat(hashes));
}
