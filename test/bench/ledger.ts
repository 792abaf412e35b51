/**
 * How a large log is kept, proven and verified: `npm run bench:ledger -- [entries]` (1,000,000 without). Records entries as long as an
 * execution's through the real ledger on the embedded database, asks the real server for proofs, exports the whole log from it, and
 * verifies the file in a process of its own, as an auditor would.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { linesOf, verifyExport } from '../../clients/sdk/src/verify/index.ts';
import type { EntryDraft, EntryId, Ledger, OrganizationId } from '../../src/ledger/index.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { newId } from '../../src/platform/id.ts';
import { createLog } from '../../src/platform/log.ts';
import { readSettings } from '../../src/platform/settings.ts';
import { createHouse, openFoundation, startServer } from '../../src/server.ts';

const line = (what: string, figure: string) => console.log(`${what.padEnd(58)} ${figure}`);
const seconds = (sinceMs: number) => (performance.now() - sinceMs) / 1000;
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
const log = createLog('warn');
const perRecord = 50;

/** The auditor's process: reads the file, says how long it took and how much memory. */
async function verify(file: string, key: string): Promise<void> {
  const started = performance.now();
  const answer = await verifyExport(linesOf(createReadStream(file, { highWaterMark: 1 << 18 })), { key });
  if (!answer.ok) throw new Error(answer.sentence);
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  line(`verified offline, ${answer.treeSize} entries`, `${seconds(started).toFixed(1)} s`);
  line('  processor time', `${((userCPUTime + systemCPUTime) / 1e6).toFixed(1)} s`);
  line('  peak memory', megabytes(maxRSS * 1024));
}

/** About as long as an execution's outcome: 700 bytes. */
function draft(organization: OrganizationId, id: EntryId): EntryDraft {
  const execution = newId('exe');
  const digest = `sha256:${randomBytes(32).toString('hex')}`;
  return {
    id,
    organization,
    action: 'execution.complete',
    actor: { kind: 'app', id: newId('app'), credential: { kind: 'key', id: newId('key') } },
    subject: { kind: 'execution', id: execution },
    data: {
      costMicroUsd: 1234,
      durationMs: 812,
      intent: newId('ent'),
      output: digest,
      prompt: digest,
      tokens: 512,
    },
  };
}

async function recordAll(ledger: Ledger, organization: OrganizationId, count: number): Promise<EntryId[]> {
  const kept: EntryId[] = [];
  let left = count;
  const caller = async () => {
    while (left > 0) {
      const size = Math.min(perRecord, left);
      left -= size;
      const [first, ...others] = Array.from({ length: size }, () => draft(organization, newId('ent')));
      if (first?.id === undefined) return;
      if (kept.length < 2000) kept.push(first.id);
      await ledger.record(async () => ({ entry: [first, ...others], value: undefined }));
    }
  };
  await Promise.all(Array.from({ length: 8 }, caller));
  return kept;
}

async function untilSigned(ledger: Ledger): Promise<void> {
  while ((await ledger.pendingAgeMs()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

function percentile(sorted: readonly number[], part: number): string {
  return `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1)} ms`;
}

/** Fills the log: a backlog for the integrator alone, then everything with both at work. */
async function fill(folder: string, count: number) {
  const foundation = await openFoundation(settingsOf(folder), () => undefined);
  const { database, vault } = foundation;
  const house = await createHouse({
    ...{ database, vault, clock: systemClock, log, address: 'http://127.0.0.1', bodyLimitBytes: 1_000_000 },
    ...{ importHosts: [], webhookHosts: [], exportHosts: [], mail: undefined },
  });
  const { ledger, access } = house;
  const founder = { displayName: 'A', email: 'a@bench.example', password: 'a long enough password' };
  const made = await access.createOrganization({ name: 'bench', displayName: 'Bench', admin: founder });
  const organization = made.organization.id;
  const backlog = Math.min(count, 50_000);
  const ids = await recordAll(ledger, organization, backlog);
  const draining = performance.now();
  const integrator = ledger.startIntegrator();
  await untilSigned(ledger);
  line(`integrated a backlog of ${backlog}`, `${Math.round(backlog / seconds(draining))} entries/s`);
  const filling = performance.now();
  ids.push(...(await recordAll(ledger, organization, count - backlog)));
  const behind = (await ledger.pendingAgeMs()) / 1000;
  await untilSigned(ledger);
  const rest = count - backlog;
  if (rest > 0) line(`recorded and integrated ${rest}`, `${Math.round(rest / seconds(filling))} entries/s`);
  line('  the integrator was then behind by', `${behind.toFixed(2)} s`);
  line('  memory of the server’s process', megabytes(process.memoryUsage.rss()));
  await integrator.stop();
  const key = await access.mintFirstKey(made.admin.id, organization, 'Bench');
  await foundation.close();
  return { ids, key };
}

function settingsOf(folder: string) {
  return readSettings(
    { PORT: '0', COUNTERSIGN_DATA: join(folder, 'data'), COUNTERSIGN_LOG_LEVEL: 'warn' },
    folder,
  );
}

async function ask(folder: string, ids: readonly EntryId[], key: string): Promise<void> {
  const server = await startServer({
    settings: settingsOf(folder),
    clock: systemClock,
    log,
    say: () => undefined,
  });
  const get = async (path: string) => {
    const reply = await fetch(`${server.address}${path}`, { headers: { authorization: `Bearer ${key}` } });
    if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`);
    return reply;
  };
  const times: number[] = [];
  for (let turn = 0; turn < 500; turn += 1) {
    const id = ids[Math.floor(Math.random() * ids.length)] ?? '';
    const started = performance.now();
    await (await get(`/api/v1/entries/${id}/proof`)).text();
    times.push(performance.now() - started);
  }
  const sorted = times.toSorted((left, right) => left - right);
  line('a proof from the API: median', percentile(sorted, 0.5));
  line('  99th percentile of 500', percentile(sorted, 0.99));
  const file = join(folder, 'export.jsonl');
  const exporting = performance.now();
  const { body } = await get('/api/v1/ledger/export');
  if (body === null) throw new Error('there is no export');
  await pipeline(Readable.fromWeb(body), createWriteStream(file));
  line('exported', `${seconds(exporting).toFixed(1)} s, ${megabytes((await stat(file)).size)}`);
  line('  memory of the server’s process', megabytes(process.memoryUsage.rss()));
  const vkey = (await (await get('/ledger/bench/key')).text()).trim();
  await server.stop();
  const { status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), 'verify', file, vkey], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('the export does not verify');
}

const [, , first = '1000000', file = '', key = ''] = process.argv;
if (first === 'verify') await verify(file, key);
else {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  try {
    const filled = await fill(folder, Number(first));
    await ask(folder, filled.ids, filled.key);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
