import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendLeaves, emptyFrontier, frontierRoot, loadFrontier } from './frontier.ts';
import {
  consistencyProof,
  emptyRoot,
  inclusionProof,
  leafHash,
  newTileHashes,
  nodeHash,
  type ReadHashes,
  rootHash,
} from './merkle.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const numbered = (index: number): Uint8Array => leafHash(Buffer.from(`leaf ${index}`));
const hashes = Array.from({ length: 1100 }, (_, index) => numbered(index));

/** RFC 6962 §2.1, word for word. */
function naiveRoot(leaves: Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return emptyRoot();
  if (leaves.length === 1) return only;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)));
}

function naivePath(index: number, leaves: Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return index < k
    ? [...naivePath(index, left), naiveRoot(right)]
    : [...naivePath(index - k, right), naiveRoot(left)];
}

function naiveSubproof(m: number, leaves: Uint8Array[], whole: boolean): Uint8Array[] {
  if (m === leaves.length) return whole ? [] : [naiveRoot(leaves)];
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return m <= k
    ? [...naiveSubproof(m, left, whole), naiveRoot(right)]
    : [...naiveSubproof(m - k, right, false), naiveRoot(left)];
}

/** Tile hashes in memory, filled by `newTileHashes` only. Counts reads and refuses what the contract forbids. */
function store() {
  const levels: Uint8Array[][] = [[]];
  const stats = { reads: 0 };
  const readHashes: ReadHashes = async (level, start, count) => {
    stats.reads += 1;
    expect(count).toBeGreaterThan(0);
    expect(Math.floor(start / 256)).toBe(Math.floor((start + count - 1) / 256));
    return (levels[level] ?? []).slice(start, start + count);
  };
  const append = async (leaves: Uint8Array[]): Promise<void> => {
    const complete = await newTileHashes(levels[0]?.length ?? 0, leaves, readHashes);
    levels[0]?.push(...leaves);
    for (const { level, index, hash } of complete) {
      levels[level] ??= [];
      expect(levels[level].length).toBe(index);
      levels[level].push(hash);
    }
  };
  return { levels, stats, readHashes, append };
}

const full = store();
await full.append(hashes);
const { readHashes } = full;

const size = fc.integer({ min: 0, max: 1030 });

describe('published vectors', () => {
  /** Inputs and roots of the Certificate Transparency reference implementation. */
  const inputs = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ];
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];
  const leaves = inputs.map((input) => leafHash(Buffer.from(input, 'hex')));
  const read: ReadHashes = async (_level, start, count) => leaves.slice(start, start + count);

  it.each(roots.map((root, count) => ({ root, count })))('root of $count leaves', async ({ root, count }) => {
    expect(hex(await rootHash(count, read))).toBe(root);
    expect(hex(frontierRoot(appendLeaves(emptyFrontier, leaves.slice(0, count))))).toBe(root);
  });

  it('inclusion of leaf 5 in 8', async () => {
    expect((await inclusionProof(5, 8, read)).map(hex)).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });

  it('consistency of 6 with 8, and of 2 with 5', async () => {
    expect((await consistencyProof(6, 8, read)).map(hex)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    expect((await consistencyProof(2, 5, read)).map(hex)).toEqual([
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ]);
  });
});

describe('against the definition', () => {
  it('roots, from tiles and from the frontier', async () => {
    await fc.assert(
      fc.asyncProperty(size, async (count) => {
        const root = hex(naiveRoot(hashes.slice(0, count)));
        expect(hex(await rootHash(count, readHashes))).toBe(root);
        const loaded = await loadFrontier(count, readHashes);
        expect(hex(frontierRoot(loaded))).toBe(root);
        expect(loaded).toEqual(appendLeaves(emptyFrontier, hashes.slice(0, count)));
      }),
    );
  });

  it('inclusion proofs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1030 }), fc.nat(), async (count, seed) => {
        const index = seed % count;
        const proof = await inclusionProof(index, count, readHashes);
        expect(proof.map(hex)).toEqual(naivePath(index, hashes.slice(0, count)).map(hex));
      }),
    );
  });

  it('consistency proofs', async () => {
    await fc.assert(
      fc.asyncProperty(size, size, async (a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        const proof = await consistencyProof(from, to, readHashes);
        const expected = from === 0 ? [] : naiveSubproof(from, hashes.slice(0, to), true);
        expect(proof.map(hex)).toEqual(expected.map(hex));
      }),
    );
  });

  it('tiles are the same however the leaves came in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 8 }), async (batches) => {
        const log = store();
        let at = 0;
        for (const batch of batches) {
          await log.append(hashes.slice(at, at + batch));
          at = Math.min(hashes.length, at + batch);
        }
        expect(log.levels[1] ?? []).toEqual((full.levels[1] ?? []).slice(0, Math.floor(at / 256)));
      }),
      { numRuns: 50 },
    );
  });
});

describe('cost', () => {
  it('reads at most two tiles a level for a proof, one for a root, one for an append, in a log of 70000', async () => {
    const log = store();
    await log.append(Array.from({ length: 70_000 }, (_, index) => numbered(index)));
    const readsOf = async (work: () => Promise<unknown>): Promise<number> => {
      log.stats.reads = 0;
      await work();
      return log.stats.reads;
    };
    expect(log.levels.map((level) => level.length)).toEqual([70_000, 273, 1]);
    expect(await readsOf(() => rootHash(70_000, log.readHashes))).toBeLessThanOrEqual(3);
    expect(await readsOf(() => inclusionProof(12_345, 70_000, log.readHashes))).toBeLessThanOrEqual(6);
    expect(await readsOf(() => consistencyProof(12_345, 70_000, log.readHashes))).toBeLessThanOrEqual(6);
    expect(await readsOf(() => log.append(hashes.slice(0, 200)))).toBeLessThanOrEqual(1);
    expect(await readsOf(() => loadFrontier(70_000, log.readHashes))).toBeLessThanOrEqual(3);
  });
});

describe('misuse', () => {
  it('throws when a leaf is not in the tree, a tree shrinks or stored hashes are lacking', async () => {
    await expect(inclusionProof(5, 5, readHashes)).rejects.toThrow(RangeError);
    await expect(consistencyProof(6, 5, readHashes)).rejects.toThrow(RangeError);
    await expect(rootHash(1101, readHashes)).rejects.toThrow(RangeError);
    await expect(loadFrontier(1101, readHashes)).rejects.toThrow(RangeError);
  });
});
