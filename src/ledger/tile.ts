/**
 * Addresses and contents of C2SP tlog-tiles (c2sp.org/tlog-tiles): `tile/<L>/<N>[.p/<W>]` for hashes and
 * `tile/entries/<N>[.p/<W>]` for entry bundles. Pure.
 */

/** A tile of hashes (`level` 0…63) or a bundle of entries. `width` 1…256; below 256 it is partial. */
export type Tile = { level: number | 'entries'; index: number; width: number };

const fullWidth = 256;

/** The longest entry that a bundle can hold: its length is a uint16 (tlog-tiles, "Log entries"). */
const maxBundledBytes = 65_535;

/** Path of a tile below the log's prefix, without a leading slash: `tile/0/x001/234.p/5`. */
export function tilePath(tile: Tile): string {
  const suffix = tile.width === fullWidth ? '' : `.p/${tile.width}`;
  return `tile/${tile.level}/${indexPath(tile.index)}${suffix}`;
}

/** 1234067 → `x001/x234/067`. */
function indexPath(index: number): string {
  const groups: string[] = [];
  let rest = index;
  do {
    groups.unshift(`${groups.length === 0 ? '' : 'x'}${String(rest % 1000).padStart(3, '0')}`);
    rest = Math.floor(rest / 1000);
  } while (rest > 0);
  return groups.join('/');
}

const pathPattern = /^tile\/(entries|0|[1-9][0-9]?)\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;

/**
 * The tile that a path names, or undefined. Only the one spelling that `tilePath` writes is accepted, so that a tile has
 * one address and caches hold it once.
 */
export function parseTilePath(path: string): Tile | undefined {
  const match = pathPattern.exec(path);
  if (match === null) return undefined;
  const [, level = '', groups = '', width] = match;
  const tile: Tile = {
    level: level === 'entries' ? 'entries' : Number(level),
    index: Number(groups.replaceAll(/[x/]/g, '')),
    width: width === undefined ? fullWidth : Number(width),
  };
  if ((tile.level !== 'entries' && tile.level > 63) || tile.width > fullWidth) return undefined;
  return Number.isSafeInteger(tile.index) && tilePath(tile) === path ? tile : undefined;
}

/**
 * Width of the tile at (level, index) in a tree of `treeSize` leaves: 0 when it does not exist, 256 when it is full.
 * An entry bundle is as wide as the level 0 tile of the same index.
 */
export function tileWidthAt(level: number | 'entries', index: number, treeSize: number): number {
  const span = level === 'entries' ? 1 : fullWidth ** level;
  return Math.max(0, Math.min(fullWidth, Math.floor(treeSize / span) - index * fullWidth));
}

/** Entries one after the other, each behind its big-endian uint16 length. Throws RangeError on an entry over 65535 bytes. */
export function encodeEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bundle = new Uint8Array(entries.reduce((total, entry) => total + 2 + entry.length, 0));
  const view = new DataView(bundle.buffer);
  let offset = 0;
  for (const entry of entries) {
    if (entry.length > maxBundledBytes)
      throw new RangeError(`an entry of ${entry.length} bytes fits no bundle`);
    view.setUint16(offset, entry.length);
    bundle.set(entry, offset + 2);
    offset += 2 + entry.length;
  }
  return bundle;
}

/** The entries of a bundle, or undefined when the bytes end inside one. */
export function decodeEntryBundle(bundle: Uint8Array): Uint8Array[] | undefined {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const entries: Uint8Array[] = [];
  let offset = 0;
  while (offset < bundle.length) {
    if (offset + 2 > bundle.length) return undefined;
    const end = offset + 2 + view.getUint16(offset);
    if (end > bundle.length) return undefined;
    entries.push(bundle.slice(offset + 2, end));
    offset = end;
  }
  return entries;
}
