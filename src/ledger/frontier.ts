import { emptyRoot, nodeHash, type ReadHashes, tileWidth } from './merkle.ts';

/**
 * The right edge of a tree: the roots of the complete subtrees that its size is made of, largest first (one for each
 * one-bit of `size`). It is all that an append or a root needs, so the integrator reads nothing per batch.
 * Immutable; after a crash it is rebuilt from the stored tile hashes by `loadFrontier`, the same road as on every start.
 */
export type Frontier = { readonly size: number; readonly peaks: readonly Uint8Array[] };

export const emptyFrontier: Frontier = { size: 0, peaks: [] };

/** The frontier after `leafHashes` were appended. Cost: about one hash a leaf. */
export function appendLeaves(frontier: Frontier, leafHashes: readonly Uint8Array[]): Frontier {
  const peaks = [...frontier.peaks];
  let size = frontier.size;
  for (const leaf of leafHashes) {
    let peak = leaf;
    // Each trailing one-bit of the old size is a complete subtree on the left of the same height.
    for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
      const left = peaks.pop();
      if (left === undefined) throw new RangeError(`a tree of ${size} has more peaks than that`);
      peak = nodeHash(left, peak);
    }
    peaks.push(peak);
    size += 1;
  }
  return { size, peaks };
}

/** Root hash of the tree that ends at this frontier. */
export function frontierRoot(frontier: Frontier): Uint8Array {
  const root = frontier.peaks.reduceRight<Uint8Array | undefined>(
    (right, left) => (right === undefined ? left : nodeHash(left, right)),
    undefined,
  );
  return root ?? emptyRoot();
}

/** Rebuilds the frontier of a tree of `size` leaves: at most one read a tile level, of ≤ 255 hashes. */
export async function loadFrontier(size: number, readHashes: ReadHashes): Promise<Frontier> {
  const levels: Uint8Array[][] = [];
  for (let level = 0; tileWidth ** level <= size; level += 1) {
    const stored = Math.floor(size / tileWidth ** level);
    const width = stored % tileWidth;
    const hashes = width === 0 ? [] : await readHashes(level, stored - width, width);
    if (hashes.length !== width) throw new RangeError(`level ${level} lacks hashes before ${stored}`);
    levels.unshift(peaksOf(hashes));
  }
  return { size, peaks: levels.flat() };
}

/** The peaks over one row of fewer than 256 hashes, largest first. */
function peaksOf(hashes: Uint8Array[]): Uint8Array[] {
  return [...appendLeaves(emptyFrontier, hashes).peaks];
}
