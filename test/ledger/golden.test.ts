import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { linesOf, verifyBundle, verifyContinuation, verifyExport } from '../../clients/sdk/src/verify.ts';

/**
 * What the first version wrote, kept as it was written: a log of 273 entries whose key was rotated at entry 61, with proofs and a receipt.
 * It verifies for ever (promise 9). These files are never written again: a verifier that refuses them is what has to change.
 */
const bytes = (name: string) => readFileSync(new URL(`golden-1/${name}`, import.meta.url));
const text = (name: string) => bytes(name).toString('utf8');
const key = text('key.txt').trim();
const earlierCheckpoint = text('checkpoint.txt');

it('the files are the ones that were written', () => {
  const names = [
    'checkpoint.txt',
    'consistency.json',
    'export.jsonl',
    'key.txt',
    'proof.json',
    'receipt.txt',
  ];
  expect(Object.fromEntries(names.map((name) => [name, hash('sha256', bytes(name)).slice(0, 16)]))).toEqual({
    'checkpoint.txt': '6e02d3a62d377e15',
    'consistency.json': '07b88b1fd13802df',
    'export.jsonl': 'fdbaed8d7eadaf03',
    'key.txt': '1e903eaa97ab9ce0',
    'proof.json': '4e029c8a2541d4cd',
    'receipt.txt': 'e7925279e1f28108',
  });
});

it('the whole log verifies under its first key, with its receipt, since an early checkpoint', async () => {
  const lines = linesOf([bytes('export.jsonl')]);
  const answer = await verifyExport(lines, { key, earlierCheckpoint, receipt: text('receipt.txt') });
  expect(answer).toMatchObject({ ok: true, pinned: true, treeSize: 273, receipt: { index: 252 } });
});

it('the proofs verify', async () => {
  expect(await verifyBundle(bytes('proof.json'), { key })).toMatchObject({
    ok: true,
    pinned: true,
    entries: [{ index: 252, entry: { action: 'execution.complete' } }],
  });
  const continued = await verifyContinuation(bytes('consistency.json'), { key, earlierCheckpoint });
  expect(continued).toMatchObject({ ok: true, olderSize: 61, treeSize: 273 });
});
