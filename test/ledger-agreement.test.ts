/**
 * The ledger's writer and the SDK's verifier share no code: each is written from the specifications. Here they meet.
 */
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as verifier from '../clients/sdk/src/verify/index.ts';
import { appendLeaves, emptyFrontier, frontierRoot } from '../src/ledger/frontier.ts';
import {
  consistencyProof,
  inclusionProof,
  leafHash,
  newTileHashes,
  type ReadHashes,
  rootHash,
} from '../src/ledger/merkle.ts';
import { checkpointText, noteSigner, signNote, verifierKey } from '../src/ledger/note.ts';
import { canonicalBytes, canonicalJson } from '../src/platform/canonical-json.ts';

const organization = 'org_01k0000000000000000000000a';
const origin = `agreement.example/ledger/${organization}`;
const signer = noteSigner(origin, generateKeyPairSync('ed25519').privateKey);
const key = verifierKey(signer);

const entryBytes = (index: number): Uint8Array =>
  canonicalBytes({
    action: 'change.approve',
    actor: { id: 'per_1', kind: 'person' },
    at: '2026-01-02T03:04:05.678Z',
    data: { index, text: `é\u2028"${index}"` },
    id: `ent_${index}`,
    organization,
    subject: { id: 'chg_1', kind: 'change' },
    v: 1,
  });

const leaves = Array.from({ length: 1100 }, (_, index) => entryBytes(index));
const hashes = leaves.map(leafHash);
const levels: Uint8Array[][] = [hashes];
const readHashes: ReadHashes = async (level, start, count) =>
  (levels[level] ?? []).slice(start, start + count);
for (const { level, hash } of await newTileHashes(0, hashes, async () => []))
  levels[level] = [...(levels[level] ?? []), hash];

const checkpointOf = async (treeSize: number): Promise<string> =>
  signNote(checkpointText({ origin, treeSize, rootHash: await rootHash(treeSize, readHashes) }), signer);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const size = fc.integer({ min: 1, max: 1030 });

describe('writer and verifier', () => {
  it('hash leaves and roots alike, for every size to 1030', async () => {
    const tree = new verifier.CompactRange();
    let frontier = emptyFrontier;
    for (const [index, hash] of hashes.slice(0, 1031).entries()) {
      expect(hex(tree.root())).toBe(hex(frontierRoot(frontier)));
      expect(hex(verifier.leafHash(leaves[index] ?? hash))).toBe(hex(hash));
      tree.append(hash);
      frontier = appendLeaves(frontier, [hash]);
    }
  });

  it('every inclusion proof verifies at its place and nowhere else', async () => {
    await fc.assert(
      fc.asyncProperty(size, fc.nat(), fc.nat(), async (treeSize, seed, other) => {
        const index = seed % treeSize;
        const proof = await inclusionProof(index, treeSize, readHashes);
        const root = await rootHash(treeSize, readHashes);
        const leaf = hashes[index] ?? root;
        const elsewhere = other % treeSize;
        expect(verifier.verifyInclusion(index, treeSize, leaf, proof, root)).toBe(true);
        expect(verifier.verifyInclusion(elsewhere, treeSize, leaf, proof, root)).toBe(elsewhere === index);
        expect(verifier.verifyInclusion(index, treeSize, hashes[1050] ?? root, proof, root)).toBe(false);
        const flipped = proof.map((hash, at) =>
          at === other % proof.length ? hash.map((byte) => byte ^ 1) : hash,
        );
        if (proof.length > 0)
          expect(verifier.verifyInclusion(index, treeSize, leaf, flipped, root)).toBe(false);
        expect(verifier.verifyInclusion(index, treeSize, leaf, [...proof, root], root)).toBe(false);
      }),
    );
  });

  it('every consistency proof verifies, and none for another old root', async () => {
    await fc.assert(
      fc.asyncProperty(size, size, fc.nat(), async (a, b, seed) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        const [oldRoot, newRoot] = [await rootHash(from, readHashes), await rootHash(to, readHashes)];
        const proof = await consistencyProof(from, to, readHashes);
        const wrong = oldRoot.map((byte, at) => (at === seed % 32 ? byte ^ 1 : byte));
        expect(verifier.verifyConsistency(from, to, oldRoot, newRoot, proof)).toBe(true);
        expect(verifier.verifyConsistency(from, to, wrong, newRoot, proof)).toBe(false);
        expect(verifier.verifyConsistency(from, to, oldRoot, wrong, proof)).toBe(false);
        expect(verifier.verifyConsistency(from, to, oldRoot, newRoot, [...proof, newRoot])).toBe(false);
        if (proof.length > 0)
          expect(verifier.verifyConsistency(from, to, oldRoot, newRoot, proof.slice(1))).toBe(false);
      }),
    );
  });

  it('a bundle and a tlog proof of what the writer signed', async () => {
    const checkpoint = await checkpointOf(1030);
    const proof = await inclusionProof(777, 1030, readHashes);
    const text = verifier.formatTlogProof({ index: 777, proof, checkpoint });
    expect(await verifier.verifyTlogProof(text, entryBytes(777), key)).toMatchObject({
      ok: true,
      treeSize: 1030,
    });
    const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
    const entries = [{ index: 777, leaf: base64(entryBytes(777)), proof: proof.map(base64) }];
    const bundle = canonicalJson({ checkpoint, entries, format: verifier.bundleFormat, key, origin });
    expect(await verifier.verifyBundle(bundle, { key })).toMatchObject({ ok: true, pinned: true });
  });

  it('write canonical JSON alike', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(verifier.isJson(value));
        if (!verifier.isJson(value)) return;
        const text = verifier.canonicalize(value);
        // The writer also refuses integers beyond 2^53 - 1, which RFC 8785 could spell.
        const written = ((): string | undefined => {
          try {
            return canonicalJson(value);
          } catch {
            return undefined;
          }
        })();
        if (written !== undefined) expect(written).toBe(text);
      }),
    );
  });
});
