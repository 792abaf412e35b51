import { describe, expect, it } from 'vitest';
import {
  base64,
  sampleExportLines,
  sampleKey,
  sampleLeaf,
  sampleLeafHash,
  sampleLeaves,
  sampleOrigin,
  sampleWitness,
} from '../../../../test/support/sample-log.ts';
import { verifyExport } from './index.ts';

/** All entries of the sample log are of one instant. */
const at = '2026-01-02T03:04:05.678Z';
const leaves = sampleLeaves(40);
const rows = leaves.map((leaf, index) => ({ index, leaf }));
const lines = sampleExportLines({ rows, tileLeaves: leaves, signedLeaves: leaves, sizes: [40] });

function receipt(leaf: Uint8Array, given = at, signer = sampleKey, origin = sampleOrigin): string {
  const text = `countersign.receipt/1\n${origin}\nent_x\n${base64(sampleLeafHash(leaf))}\n${given}\n`;
  return `${text}\n${signer.signatureLine(text)}`;
}

const check = (note: string) => verifyExport(lines, { key: sampleKey.vkey, receipt: note });

describe('a receipt', () => {
  it('is kept by a log that has the leaf; the header’s base64 is the same receipt', async () => {
    const note = receipt(sampleLeaf(17));
    const kept = { ok: true, receipt: { entry: 'ent_x', index: 17 } };
    expect(await check(note)).toMatchObject(kept);
    expect(await check(Buffer.from(note).toString('base64'))).toMatchObject(kept);
  });

  it('proves an omission when a later tree lacks its leaf', async () => {
    const answer = await check(receipt(sampleLeaf(99), '2026-01-02T03:03:05.677Z'));
    expect(answer).toMatchObject({ ok: false, reason: 'receipt.broken' });
  });

  it('proves nothing when the tree ends before the entry had to be in it', async () => {
    const answer = await check(receipt(sampleLeaf(99), '2026-01-02T03:03:05.678Z'));
    expect(answer).toMatchObject({ ok: false, reason: 'receipt.too_early' });
  });

  it.each([
    ['another key signed it', receipt(sampleLeaf(17), at, sampleWitness), 'note.unsigned'],
    ['a byte of it was changed', receipt(sampleLeaf(17)).replace('ent_x', 'ent_y'), 'note.bad_signature'],
    ['it is of another log', receipt(sampleLeaf(17), at, sampleKey, `${sampleOrigin}x`), 'receipt.malformed'],
    ['it has no time', receipt(sampleLeaf(17), 'soon'), 'receipt.malformed'],
    ['it is a checkpoint', JSON.parse(lines[0] ?? '').checkpoint, 'receipt.malformed'],
    ['it is nothing', 'nothing', 'note.malformed'],
  ])('is refused when %s', async (_, note, reason) => {
    expect(await check(note)).toMatchObject({ ok: false, reason });
  });
});
