import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHouse, type TestHouse } from '../../../test/support/house.ts';
import { sampleCosigner } from '../../../test/support/sample-log.ts';
import { untilSigned } from '../../../test/support/test-log.ts';

const bin = fileURLToPath(new URL('../bin/countersign.mjs', import.meta.url));
let house: TestHouse;
let folder: string;
const cosigner = sampleCosigner('witness.example/w1');
/** A witness that cosigns whatever it is shown. */
const witness = createServer(async (request, response) => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  const body = Buffer.concat(pieces).toString();
  const text = body.slice(body.indexOf('\n\n') + 2, body.lastIndexOf('\n\n') + 1);
  response.end(cosigner.cosign(text, 1_800_000_000));
});
let there = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => witness.listen(0, '127.0.0.1', resolve));
  const address = witness.address();
  there = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  house = await startHouse({ witnessHosts: [there] });
  folder = await mkdtemp(join(tmpdir(), 'countersign-cli-'));
});
afterAll(async () => {
  await house.close();
  await new Promise((resolve) => witness.close(resolve));
  await rm(folder, { recursive: true });
});

/** Runs a command that talks to the server, as somebody; gives what it wrote. */
async function ledger(key: string, ...args: string[]): Promise<string> {
  const server = ['--address', house.address, '--key', key];
  const { stdout } = await promisify(execFile)(process.execPath, [bin, 'ledger', ...args, ...server]);
  return stdout;
}

async function kept(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

async function verified(...args: string[]): Promise<string> {
  return (await promisify(execFile)(process.execPath, [bin, 'ledger', 'verify', ...args])).stdout;
}

it('keeps a checkpoint, rotates the key, and proves that the log goes on, under the key that was known before', async () => {
  const { admin, auditor, viewer } = house.northwind.people;
  await untilSigned(house.house.ledger);
  const before = (await house.ask('GET', '/ledger/northwind/key', { key: auditor.key })).text.trim();
  const since = await kept('checkpoint.txt', await ledger(viewer.key, 'checkpoint'));
  const after = (await ledger(admin.key, 'rotate-key')).trim();
  expect(after).not.toBe(before);
  await house.done(admin.key, 'library.create', { body: { name: 'shelf', visibility: 'open' } });
  await untilSigned(house.house.ledger);
  const proof = await kept('proof.json', await ledger(viewer.key, 'consistency', '--since', since));
  expect(await verified(proof, '--since', since, '--key', before)).toContain('the log continues what it was');
  const log = await kept('log.jsonl', await ledger(auditor.key, 'export'));
  for (const key of [before, after])
    expect(await verified(log, '--since', since, '--key', key)).toContain('and continues your checkpoint');
  const lines = await ledger(auditor.key, 'export', '--form', 'cef', '--from', '1', '--limit', '2');
  expect(lines).toMatch(/^CEF:0\|Countersign\|[^\n]+\nCEF:0\|Countersign\|[^\n]+\n$/);
});

it('says who witnesses the log, gives what enough of them cosigned, and verifies it with their keys', async () => {
  const { auditor, viewer } = house.northwind.people;
  const { ledger: log } = house.house;
  const command = (name: string, ...args: string[]) =>
    promisify(execFile)(process.execPath, [
      ...[bin, name, ...args, '--address', house.address, '--key', viewer.key],
    ]).then(({ stdout }) => stdout);
  expect(await command('witness', 'list')).toBe('no witnesses\n');
  const by = { kind: 'system', id: 'test' } as const;
  await log.witnesses.add(house.northwind.id, by, { key: cosigner.vkey, url: `http://${there}` });
  await expect
    .poll(async () => (await log.witnesses.standing(house.northwind.id)).unwitnessedSince)
    .toBeUndefined();
  const list = await command('witness', 'list');
  expect(list).toContain('1 of 1 must cosign');
  expect(list).toContain(cosigner.vkey);
  expect(await ledger(viewer.key, 'checkpoint', '--witnessed')).toContain(`— ${cosigner.name} `);
  const whole = await kept('whole.jsonl', await ledger(auditor.key, 'export'));
  expect(await verified(whole, '--witness', cosigner.vkey)).toContain('witnessed by 1 of 1 (1 needed)');
});
