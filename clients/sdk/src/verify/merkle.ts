import { equalBytes } from './bytes.ts';
import { sha256 } from './sha256.ts';

/** The verifier's own Merkle tree (RFC 9162 §2.1): proofs are checked, and roots computed, from leaves alone. */

/** Prefixed input is put together here: an array of its own for each hash costs more than the hash. Nothing here waits. */
const longestScratch = 65_536;
const scratch = new Uint8Array(longestScratch);

/** SHA-256(0x00 ‖ leaf) (§2.1.1). */
export function leafHash(leaf: Uint8Array): Uint8Array {
  const input = leaf.length < longestScratch ? scratch : new Uint8Array(leaf.length + 1);
  input[0] = 0;
  input.set(leaf, 1);
  return sha256(input.subarray(0, leaf.length + 1));
}

/** SHA-256(0x01 ‖ left ‖ right) (§2.1.1); both have 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  scratch[0] = 1;
  scratch.set(left, 1);
  scratch.set(right, 33);
  return sha256(scratch.subarray(0, 65));
}

const isSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const areHashes = (hashes: readonly Uint8Array[]): boolean => hashes.every((hash) => hash.length === 32);
const isOdd = (value: number): boolean => value % 2 === 1;
const half = (value: number): number => Math.floor(value / 2);

/** Checks an inclusion proof (§2.1.3.2): `hash`, a leaf hash, is at `index` of the tree of `treeSize` leaves with this root. */
export function verifyInclusion(
  index: number,
  treeSize: number,
  hash: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!isSize(index) || !isSize(treeSize) || index >= treeSize) return false;
  if (!areHashes([hash, root, ...proof])) return false;
  let fn = index;
  let sn = treeSize - 1;
  let r = hash;
  for (const sibling of proof) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      r = nodeHash(sibling, r);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      r = nodeHash(r, sibling);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && equalBytes(r, root);
}

/**
 * Checks a consistency proof (§2.1.4.2): the tree of `newSize` leaves extends that of `oldSize`. Every tree extends the empty one and
 * itself; their proofs are empty.
 */
export function verifyConsistency(
  oldSize: number,
  newSize: number,
  oldRoot: Uint8Array,
  newRoot: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!isSize(oldSize) || !isSize(newSize) || oldSize > newSize) return false;
  if (!areHashes([oldRoot, newRoot, ...proof])) return false;
  if (oldSize === newSize) return proof.length === 0 && equalBytes(oldRoot, newRoot);
  if (oldSize === 0) return proof.length === 0 && equalBytes(oldRoot, sha256(new Uint8Array(0)));
  let fn = oldSize - 1;
  let sn = newSize - 1;
  while (isOdd(fn)) {
    fn = half(fn);
    sn = half(sn);
  }
  // When the old size is a power of two its root is itself the first node of the path (step 2).
  const [seed, ...path] = fn === 0 ? [oldRoot, ...proof] : proof;
  if (seed === undefined) return false;
  let fr = seed;
  let sr = seed;
  for (const c of path) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      fr = nodeHash(c, fr);
      sr = nodeHash(c, sr);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      sr = nodeHash(sr, c);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && equalBytes(fr, oldRoot) && equalBytes(sr, newRoot);
}

/**
 * The root of a list of leaves that is read once, in order, with memory for the logarithm of its length. Also remembers the last
 * complete subtree of every height, which is what a tile of the next level up holds.
 */
export class CompactRange {
  #size = 0;
  /** Roots of the complete subtrees that make up the tree, largest first. */
  readonly #peaks: Uint8Array[] = [];
  readonly #lastComplete: Uint8Array[] = [];

  get size(): number {
    return this.#size;
  }

  /** Appends a leaf hash. */
  append(hash: Uint8Array): void {
    let node = hash;
    let height = 0;
    this.#lastComplete[0] = node;
    for (let rest = this.#size; isOdd(rest); rest = half(rest)) {
      const left = this.#peaks.pop();
      if (left !== undefined) node = nodeHash(left, node);
      height += 1;
      this.#lastComplete[height] = node;
    }
    this.#peaks.push(node);
    this.#size += 1;
  }

  /** Root of the leaves so far. */
  root(): Uint8Array {
    const [first, ...rest] = [...this.#peaks].reverse();
    if (first === undefined) return sha256(new Uint8Array(0));
    return rest.reduce((right, left) => nodeHash(left, right), first);
  }

  /** Root of the last complete, aligned subtree of 2^height leaves, or undefined while there is none. */
  lastComplete(height: number): Uint8Array | undefined {
    return this.#lastComplete[height];
  }
}
