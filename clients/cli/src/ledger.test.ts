import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  base64,
  sampleBundle,
  sampleCheckpoint,
  sampleConsistency,
  sampleCosigner,
  sampleExportLines,
  sampleKey,
  sampleLeafHash,
  sampleLeaves,
  sampleOrigin,
  sampleWitness,
} from '../../../test/support/sample-log.ts';

const bin = fileURLToPath(new URL('../bin/countersign.mjs', import.meta.url));
const leaves = sampleLeaves(300);
const rows = leaves.map((leaf, index) => ({ index, leaf }));
const honest = { rows, tileLeaves: leaves, signedLeaves: leaves, sizes: [100, 300] };
let folder: string;
let closedAddress: string;

beforeAll(async () => {
  closedAddress = `http://127.0.0.1:${await closedPort()}`;
  folder = mkdtempSync(join(tmpdir(), 'countersign-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A port that nothing listens on: it was free a moment ago. */
function closedPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const exportFile = (name: string, lines: readonly string[]) => file(name, `${lines.join('\n')}\n`);

function countersign(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

it('verifies a proof and a whole export offline, and says whose key it used', () => {
  const proof = file('proof.json', JSON.stringify(sampleBundle(leaves, [0, 7, 299])));
  const verified = countersign('ledger', 'verify', proof);
  expect(verified).toMatchObject({ status: 0 });
  expect(verified.stdout).toContain('3 entries are in the log');
  expect(verified.stderr).toContain('The key came with the file');
  const log = exportFile('log.jsonl', sampleExportLines(honest));
  const whole = countersign('ledger', 'verify', log, '--key', sampleKey.vkey);
  expect(whole).toMatchObject({ status: 0, stderr: '' });
  expect(whole.stdout).toContain('size   300');
});

it('names the first bad index and exits with 2 when a byte was changed, an entry deleted, the tail cut', () => {
  const changed = rows.map((row) =>
    row.index === 123 ? { ...row, leaf: sampleLeaves(999)[998] ?? row.leaf } : row,
  );
  const altered = countersign(
    'ledger',
    'verify',
    exportFile('altered.jsonl', sampleExportLines({ ...honest, rows: changed })),
  );
  expect(altered).toMatchObject({ status: 2 });
  expect(altered.stdout).toContain('First bad index: 123.');
  const without = rows.filter((row) => row.index !== 40);
  const deleted = countersign(
    'ledger',
    'verify',
    exportFile('deleted.jsonl', sampleExportLines({ ...honest, rows: without })),
  );
  expect(deleted).toMatchObject({ status: 2 });
  expect(deleted.stdout).toContain('First bad index: 40.');
  const short = leaves.slice(0, 200);
  const cut = { rows: rows.slice(0, 200), tileLeaves: short, signedLeaves: short, sizes: [100, 200] };
  const earlier = file('kept.txt', sampleCheckpoint(leaves));
  const rolledBack = countersign(
    'ledger',
    'verify',
    exportFile('cut.jsonl', sampleExportLines(cut)),
    '--since',
    earlier,
  );
  expect(rolledBack).toMatchObject({ status: 2 });
  expect(rolledBack.stdout).toContain('First bad index: 200.');
});

it('AT-34 prints what a file says as text, whatever it would do to a terminal', () => {
  const hostile = 'ent_\u001b[2J\u001b]0;pwned\u0007\nverified: the whole log is intact\u202e';
  const leaf = Buffer.from(
    Buffer.from(leaves[7] ?? '')
      .toString()
      .replace(/ent_0+7/, JSON.stringify(hostile).slice(1, -1)),
  );
  const twice = leaves.map((own, index) => (index === 7 || index === 9 ? leaf : own));
  const signed = { tileLeaves: twice, signedLeaves: twice, sizes: [300] };
  const lines = sampleExportLines({ rows: twice.map((own, index) => ({ index, leaf: own })), ...signed });
  const told = countersign('ledger', 'verify', exportFile('hostile.jsonl', lines));
  expect(told).toMatchObject({ status: 2 });
  expect(told.stdout).toContain('ent_<U+001B>[2J');
  expect(told.stdout.split('\n')).toHaveLength(2);
  expect(told.stdout).not.toMatch(/[^\n -\u{10ffff}]|\u202e/u);
});

it('checks that a newer checkpoint continues an older one, and names a fork', () => {
  const older = sampleCheckpoint(leaves, 200);
  const proof = sampleConsistency(200, leaves.map(sampleLeafHash)).map(base64);
  const checked = {
    newer: sampleCheckpoint(leaves),
    older,
    origin: sampleOrigin,
    key: sampleKey.vkey,
    proof,
  };
  const text = JSON.stringify({ format: 'countersign.consistency/1', ...checked }, undefined, 2);
  const path = file('consistency.json', text);
  const kept = file('older.txt', older);
  const fine = countersign('ledger', 'verify', path, '--since', kept, '--key', sampleKey.vkey);
  expect(fine).toMatchObject({ status: 0, stderr: '' });
  expect(fine.stdout).toContain('the log continues what it was at 200 entries');
  const fork = file('fork.txt', sampleCheckpoint([...leaves.slice(1), ...leaves], 200));
  const forked = countersign('ledger', 'verify', path, '--since', fork);
  expect(forked).toMatchObject({ status: 2 });
  expect(forked.stdout).toContain('(log.forked)');
});

it('says whether a log kept the promise of a receipt', () => {
  const log = exportFile('receipts.jsonl', sampleExportLines(honest));
  const promise = (leaf: Uint8Array) => {
    const hash = base64(sampleLeafHash(leaf));
    const text = `countersign.receipt/1\n${sampleOrigin}\nent_x\n${hash}\n2026-01-01T00:00:00.000Z\n`;
    return file('receipt.txt', `${text}\n${sampleKey.signatureLine(text)}`);
  };
  const kept = countersign(
    'ledger',
    'verify',
    log,
    '--receipt',
    promise(sampleLeaves(5)[4] ?? new Uint8Array(0)),
  );
  expect(kept).toMatchObject({ status: 0 });
  expect(kept.stdout).toContain('ent_x is entry 4');
  const omitted = countersign('ledger', 'verify', log, '--receipt', promise(Buffer.from('never recorded')));
  expect(omitted).toMatchObject({ status: 2 });
  expect(omitted.stdout).toContain('together they prove the omission');
});

it('refuses a log that another key signed', () => {
  const log = exportFile('other.jsonl', sampleExportLines(honest));
  expect(countersign('ledger', 'verify', log, '--key', sampleWitness.vkey)).toMatchObject({ status: 2 });
});

it('says in one sentence what is wrong with a call', () => {
  expect(countersign('ledger', 'verify', join(folder, 'nothing.json'))).toMatchObject({ status: 1 });
  expect(countersign('ledger', 'verify', join(folder, 'nothing.json')).stderr).toContain(
    'There is no such file',
  );
  expect(countersign('ledger', 'verify', file('junk.json', 'not json'))).toMatchObject({ status: 2 });
  const nobody = countersign('run', 'a/b', '--key', 'cs_live_x', '--address', closedAddress);
  expect(nobody.stderr).toContain('Nothing answers at that address');
  expect(nobody.stderr).not.toContain('    at ');
  expect(countersign('run', 'a/b').stderr).toContain('--key');
});

it('counts the cosignatures of the witnesses that it is told, and refuses too few', () => {
  const witness = sampleCosigner('witness.example/one');
  const absent = sampleCosigner('witness.example/two');
  const head = sampleCheckpoint(leaves);
  const cosigned = `${head}${witness.cosign(head.slice(0, head.indexOf('\n\n') + 1), 1_679_315_147)}`;
  const proof = file('cosigned.json', JSON.stringify(sampleBundle(leaves, [7], cosigned)));
  const verify = (...more: string[]) => countersign('ledger', 'verify', proof, ...more);
  const both = ['--witness', witness.vkey, '--witness', absent.vkey];
  const one = verify(...both, '--need', '1');
  expect(one).toMatchObject({ status: 0 });
  expect(one.stdout).toContain('witnessed by 1 of 2 (1 needed), up to 300 entries');
  expect(one.stdout).toContain('2023-03-20T12:25:47.000Z  witness.example/one');
  const few = verify(...both);
  expect(few.status).toBe(2);
  expect(few.stdout).toContain('1 cosigned, and 2 are needed');
  expect(few.stdout).toContain('(checkpoint.not_witnessed)');
  expect(verify('--need', '1').status).toBe(1);
});
