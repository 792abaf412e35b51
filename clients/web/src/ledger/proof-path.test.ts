import { leafHash, nodeHash, verifyBundle } from '@countersign/sdk/verify';
import { expect, it } from 'vitest';
import { sampleBundle, sampleLeaves } from '../../../../test/support/sample-log.ts';
import { pathOf } from './proof-path.ts';

it('leads every leaf of every size to the root that was signed, and no other', async () => {
  for (const size of [1, 2, 3, 5, 8, 13, 32, 33]) {
    const leaves = sampleLeaves(size);
    for (let index = 0; index < size; index += 1) {
      const bundle = sampleBundle(leaves, [index]);
      const answer = await verifyBundle(bundle);
      if (!answer.ok) throw new Error(answer.sentence);
      const proof = (bundle.entries[0]?.proof ?? []).map(
        (text) => new Uint8Array(Buffer.from(text, 'base64')),
      );
      const leaf = leafHash(leaves[index] ?? new Uint8Array());
      const path = pathOf(leaf, index, size, proof, nodeHash);
      const root = path?.at(-1)?.node ?? leaf;
      expect(Buffer.from(root).toString('hex')).toBe(answer.rootHash);
      expect(pathOf(leaf, index, size, [...proof, leaf], nodeHash)).toBeUndefined();
      if (proof.length > 0) expect(pathOf(leaf, index, size, proof.slice(1), nodeHash)).toBeUndefined();
    }
  }
});
