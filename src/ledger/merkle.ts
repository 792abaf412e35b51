import { hash } from 'node:crypto';

/**
 * The Merkle tree of RFC 6962 §2.1 (the same as RFC 9162 §2.1), over hashes stored as C2SP tlog-tiles stores them:
 * level 0 holds the leaf hashes, level L index N the root of the complete subtree over leaves [N·256^L, (N+1)·256^L).
 *
 * Everything here is pure but for the reader that is handed in. Sizes and indexes are integers below 2^53.
 * Misuse (a proof about a leaf that is not in the tree) is a bug of the caller and throws RangeError.
 */

/**
 * Reads `count` stored hashes of tile level `level`, from index `start`, in order. Only complete subtrees are ever asked
 * for, at most 256 in one call, all from one tile. Must answer from one snapshot: hashes never change once written.
 */
export type ReadHashes = (level: number, start: number, count: number) => Promise<Uint8Array[]>;

/** One hash that became complete, to be stored at tile level `level` (≥ 1), index `index`. */
export type TileHash = { level: number; index: number; hash: Uint8Array };

export const tileWidth = 256;
const tileHeight = 8;

const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(hash('sha256', bytes, 'buffer'));

/** MTH of no leaves: SHA-256 of the empty string (RFC 6962 §2.1). */
export const emptyRoot = (): Uint8Array => sha256(new Uint8Array(0));

/** SHA-256(0x00 ‖ leaf): what the tree holds for an entry's exact bytes. */
export function leafHash(leaf: Uint8Array): Uint8Array {
  const input = new Uint8Array(leaf.length + 1);
  input.set(leaf, 1);
  return sha256(input);
}

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const input = new Uint8Array(65);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 33);
  return sha256(input);
}

/** Leaves under one hash of tile level `level`. Exact below 2^53. */
const spanOf = (level: number): number => tileWidth ** level;

/** The largest power of two strictly smaller than `count` (RFC 6962's k), for count ≥ 2. */
export function splitPoint(count: number): number {
  let k = 1;
  while (k * 2 < count) k *= 2;
  return k;
}

/** Root of 2^n hashes. */
function foldComplete(hashes: Uint8Array[]): Uint8Array {
  const [first, second] = hashes;
  if (first === undefined) throw new RangeError('no hashes to fold');
  if (second === undefined) return first;
  const half = hashes.length / 2;
  return nodeHash(foldComplete(hashes.slice(0, half)), foldComplete(hashes.slice(half)));
}

/** MTH(D[first : first + count]) for ranges that start at a multiple of their enclosing power of two. */
type RangeHash = (first: number, count: number) => Promise<Uint8Array>;

/**
 * Range hashes of the tree of `treeSize` leaves. Every tile is read whole and once, so one proof costs at most two reads
 * a tile level: the tile on the leaf's path and the tile on the right edge.
 */
function rangeHasher(treeSize: number, readHashes: ReadHashes): RangeHash {
  const tiles = new Map<string, Promise<Uint8Array[]>>();
  const readTile = (level: number, tile: number): Promise<Uint8Array[]> => {
    const key = `${level}/${tile}`;
    const known = tiles.get(key);
    if (known !== undefined) return known;
    const start = tile * tileWidth;
    const count = Math.min(tileWidth, Math.floor(treeSize / spanOf(level)) - start);
    const read = readHashes(level, start, count).then((hashes) => {
      if (hashes.length !== count)
        throw new RangeError(`level ${level} has no ${count} hashes from ${start}`);
      return hashes;
    });
    tiles.set(key, read);
    return read;
  };
  const rangeHash: RangeHash = async (first, count) => {
    if (count > 1 && splitPoint(count) * 2 !== count) {
      const k = splitPoint(count);
      return nodeHash(await rangeHash(first, k), await rangeHash(first + k, count - k));
    }
    const level = Math.floor(Math.log2(count) / tileHeight);
    const start = first / spanOf(level);
    const width = count / spanOf(level);
    const tile = await readTile(level, Math.floor(start / tileWidth));
    return foldComplete(tile.slice(start % tileWidth, (start % tileWidth) + width));
  };
  return rangeHash;
}

/** Root hash of the first `treeSize` leaves. At most one read a tile level. */
export async function rootHash(treeSize: number, readHashes: ReadHashes): Promise<Uint8Array> {
  return treeSize === 0 ? emptyRoot() : await rangeHasher(treeSize, readHashes)(0, treeSize);
}

/** PATH(index, D[0 : treeSize]), leaf's sibling first (RFC 6962 §2.1.1). Throws RangeError when the leaf is not in the tree. */
export async function inclusionProof(
  index: number,
  treeSize: number,
  readHashes: ReadHashes,
): Promise<Uint8Array[]> {
  if (index < 0 || index >= treeSize) throw new RangeError(`leaf ${index} is not in a tree of ${treeSize}`);
  const rangeHash = rangeHasher(treeSize, readHashes);
  const path = async (first: number, count: number): Promise<Uint8Array[]> => {
    if (count === 1) return [];
    const k = splitPoint(count);
    return index < first + k
      ? [...(await path(first, k)), await rangeHash(first + k, count - k)]
      : [...(await path(first + k, count - k)), await rangeHash(first, k)];
  };
  return path(0, treeSize);
}

/**
 * PROOF(oldSize, D[0 : newSize]) (RFC 6962 §2.1.2). Empty when the old tree is empty or the sizes are equal.
 * Throws RangeError when the old tree is the larger one.
 */
export async function consistencyProof(
  oldSize: number,
  newSize: number,
  readHashes: ReadHashes,
): Promise<Uint8Array[]> {
  if (oldSize < 0 || oldSize > newSize)
    throw new RangeError(`a tree of ${newSize} cannot extend one of ${oldSize}`);
  if (oldSize === 0) return [];
  const rangeHash = rangeHasher(newSize, readHashes);
  const subproof = async (first: number, count: number, whole: boolean): Promise<Uint8Array[]> => {
    if (oldSize === first + count) return whole ? [] : [await rangeHash(first, count)];
    const k = splitPoint(count);
    return oldSize <= first + k
      ? [...(await subproof(first, k, whole)), await rangeHash(first + k, count - k)]
      : [...(await subproof(first + k, count - k, false)), await rangeHash(first, k)];
  };
  return subproof(0, newSize, true);
}

/**
 * Which hashes of levels ≥ 1 become complete when `leafHashes` are appended to a tree of `oldSize`, lowest level first.
 * Cost: the appended leaves, and at most one read of ≤ 255 hashes a level; independent of the size of the log.
 * `readHashes` needs to know only what was stored before.
 */
export async function newTileHashes(
  oldSize: number,
  leafHashes: readonly Uint8Array[],
  readHashes: ReadHashes,
): Promise<TileHash[]> {
  const complete: TileHash[] = [];
  let added: readonly Uint8Array[] = leafHashes;
  for (let level = 1; ; level += 1) {
    const below = Math.floor(oldSize / spanOf(level - 1));
    const first = Math.floor(below / tileWidth);
    const end = Math.floor((below + added.length) / tileWidth);
    if (first === end) return complete;
    const stored = below % tileWidth;
    const head = stored === 0 ? [] : await readHashes(level - 1, first * tileWidth, stored);
    if (head.length !== stored) throw new RangeError(`level ${level - 1} lacks hashes before ${below}`);
    const row = [...head, ...added];
    added = Array.from({ length: end - first }, (_, tile) =>
      foldComplete(row.slice(tile * tileWidth, (tile + 1) * tileWidth)),
    );
    complete.push(...added.map((hash, offset) => ({ level, index: first + offset, hash })));
  }
}
