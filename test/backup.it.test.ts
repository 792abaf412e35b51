import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { backUp } from '../src/backup.ts';
import type { OrganizationId } from '../src/ledger/index.ts';
import { systemClock } from '../src/platform/clock.ts';
import { createLog } from '../src/platform/log.ts';
import { readSettings, type Settings } from '../src/platform/settings.ts';
import { restore } from '../src/restore.ts';
import { type RunningServer, startServer } from '../src/server.ts';
import { createDatabaseHome, type ServerHome } from './support/server-process.ts';
import { untilSigned, verifyLog } from './support/test-log.ts';

/** A server with history, backed up while it runs; then what is made of that file elsewhere. */
const log = createLog('silent');
const say = () => undefined;
const words = 'Say the word albatross.';
let folder: string;
let file: string;
let masterKey: string;
let first: ServerHome;
let server: RunningServer;
let organization: OrganizationId;
let key = '';
const homes: ServerHome[] = [];

const settingsOf = (home: ServerHome): Settings =>
  readSettings({ ...home.environment, PORT: '0', COUNTERSIGN_MASTER_KEY: masterKey }, home.dataFolder);
const start = (home: ServerHome) => startServer({ settings: settingsOf(home), clock: systemClock, log, say });
const ask = async (path: string, body?: unknown) => {
  const reply = await fetch(`${server.address}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: reply.status, text: await reply.text(), headers: reply.headers };
};
const execute = () =>
  ask('/openai/v1/chat/completions', {
    model: 'simulated-fast',
    messages: [{ role: 'user', content: words }],
  });
const createLibrary = (name: string) => ask('/api/v1/libraries', { name, visibility: 'open' });

async function empty(): Promise<ServerHome> {
  const home = await createDatabaseHome();
  homes.push(home);
  return home;
}

/** What every table holds, row by row, as text. */
async function contents(home: ServerHome): Promise<Map<string, string[]>> {
  const client = new pg.Client({ connectionString: home.environment.COUNTERSIGN_OWNER_DATABASE_URL ?? '' });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'platform_migration' order by 1",
    );
    const found = new Map<string, string[]>();
    for (const { name } of rows) {
      const { rows: lines } = await client.query<{ line: string }>(
        `select t::text as line from "${name}" t order by 1`,
      );
      found.set(
        name,
        lines.map(({ line }) => line),
      );
    }
    return found;
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-backup-'));
  file = join(folder, 'one.backup');
  masterKey = randomBytes(32).toString('base64');
  first = await empty();
  server = await start(first);
  const admin = { displayName: 'A', email: 'a@northwind.example', password: 'a long enough password' };
  const made = await server.house.access.createOrganization({
    name: 'northwind',
    displayName: 'Northwind',
    admin,
  });
  organization = made.organization.id;
  key = await server.house.access.mintFirstKey(made.admin.id, organization, 'Test');
  expect((await createLibrary('shelf')).status).toBe(201);
  expect((await execute()).status).toBe(200);
  await untilSigned(server.house.ledger);
  await backUp(settingsOf(first), file, { clock: systemClock, say });
});
afterAll(async () => {
  await server.stop();
  for (const home of homes) await home.close();
  await rm(folder, { recursive: true });
});

const text = async () => gunzipSync(await readFile(file)).toString();
async function tampered(change: (lines: string) => string): Promise<string> {
  const before = await text();
  const after = change(before);
  expect(after).not.toBe(before);
  const path = join(folder, `${randomBytes(4).toString('hex')}.backup`);
  await writeFile(path, gzipSync(after));
  return path;
}

async function rowsInFile(): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  let rows: string[] = [];
  for (const line of (await text()).trim().split('\n')) {
    const value = JSON.parse(line);
    if (typeof value === 'string') rows.push(value);
    else if ('table' in value) {
      rows = [];
      found.set(value.table, rows);
    }
  }
  expect(found.size).toBeGreaterThan(50);
  return found;
}

it('holds neither the master key nor what people said in the clear, and is written over nothing', async () => {
  const all = await text();
  for (const secret of [Buffer.from(masterKey, 'base64'), Buffer.from(words), Buffer.from(key)]) {
    expect(all).not.toContain(secret.toString('hex'));
    expect(all).not.toContain(secret.toString('base64'));
    expect(all).not.toContain(secret.toString());
  }
  await expect(backUp(settingsOf(first), file, { clock: systemClock, say })).rejects.toMatchObject({
    code: 'backup.file_exists',
  });
});

it('refuses a file that was altered, cut or opened under another key, and names what differs; the database stays empty', async () => {
  const home = await empty();
  const into = (path: string, settings = settingsOf(home)) => restore(settings, path, { log, say });
  const refused = async (path: string, detail: RegExp) =>
    expect(into(path)).rejects.toMatchObject({
      code: 'restore.damaged',
      detail: expect.stringMatching(detail),
    });
  await refused(
    await tampered((all) => all.replace('northwind.example', 'n0rthwind.example')),
    /rows of access_person/,
  );
  await refused(
    await tampered((all) => all.replace(/(\{"table":"ledger_leaf".*\n).*\n/, '$1')),
    /ledger_leaf has \d+ rows and had/,
  );
  await refused(
    await tampered((all) => all.replace(/"treeSize":\d+/, '"treeSize":1')),
    /manifest is not the one/,
  );
  await refused(await tampered((all) => all.slice(0, all.lastIndexOf('{"manifest"'))), /cut off/);
  await refused(await tampered((all) => all.replace(/\{"table":"access_team",.*\n/, '')), /./);
  const half = join(folder, 'half.backup');
  await writeFile(half, (await readFile(file)).subarray(0, 5_000));
  await refused(half, /compressed bytes/);
  const other = { ...settingsOf(home).masterKey, value: randomBytes(32).toString('base64') };
  await expect(into(file, { ...settingsOf(home), masterKey: other })).rejects.toMatchObject({
    code: 'restore.other_master_key',
  });
  expect([...(await contents(home)).values()].flat()).toEqual([]);
});

it('refuses a database that holds something', async () => {
  await expect(restore(settingsOf(first), file, { log, say })).rejects.toMatchObject({
    code: 'restore.not_empty',
  });
});

it('refuses a log that was rewritten before the backup was taken, whatever the file’s sums say', async () => {
  const [rewritten, home] = [await empty(), await empty()];
  await restore(settingsOf(rewritten), file, { log, say });
  const owner = new pg.Client({
    connectionString: rewritten.environment.COUNTERSIGN_OWNER_DATABASE_URL ?? '',
  });
  await owner.connect();
  await owner.query(
    "update ledger_leaf set leaf = convert_to(replace(convert_from(leaf, 'UTF8'), 'library.create', 'library.update'), 'UTF8') where action = 'library.create'",
  );
  await owner.end();
  const copy = join(folder, 'rewritten.backup');
  await backUp(settingsOf(rewritten), copy, { clock: systemClock, say });
  await expect(restore(settingsOf(home), copy, { log, say })).rejects.toMatchObject({
    code: 'restore.damaged',
    detail: expect.stringMatching(/does not verify.*"index":\d+|does not verify/),
  });
});

it('AT-28 says what an anchor has that the backup has not; the server that starts on it writes nothing', async () => {
  const home = await empty();
  expect((await createLibrary('later')).status).toBe(201);
  await untilSigned(server.house.ledger);
  const { checkpoint = '' } = (await server.house.ledger.head(organization)) ?? {};
  await mkdir(join(settingsOf(home).dataFolder, 'anchors'), { recursive: true });
  await writeFile(join(settingsOf(home).dataFolder, 'anchors', `${organization}.checkpoint`), checkpoint);
  const done = await restore(settingsOf(home), file, { log, say });
  expect(done.findings).toMatchObject([{ code: 'ledger.rolled_back', organization }]);
  const again = await start(home);
  try {
    expect((await fetch(`${again.address}/readyz`)).status).toBe(503);
  } finally {
    await again.stop();
  }
});

it('restores row by row what was there, proves it, says so in the log, and a server goes on from it', async () => {
  const home = await empty();
  const inFile = await rowsInFile();
  const done = await restore(settingsOf(home), file, { log, say });
  expect(done).toMatchObject({ findings: [], logs: [{ organization }] });
  const [there, here] = [await contents(first), await contents(home)];
  for (const [table, rows] of inFile) {
    // The entry that says so waits to be signed.
    const more = table === 'ledger_leaf' || table === 'ledger_pending' ? 1 : 0;
    const restored = here.get(table) ?? [];
    expect(`${table} ${restored.length}`).toBe(`${table} ${rows.length + more}`);
    expect(rows.filter((row) => !restored.includes(row))).toEqual([]);
  }
  for (const table of ['access_person', 'access_key', 'gateway_payload', 'gateway_execution'])
    expect(here.get(table)).toEqual(there.get(table));
  expect(here.get('gateway_payload')?.length).toBeGreaterThan(0);
  await server.stop();
  server = await start(home);
  expect(await verifyLog(server.house.ledger, organization)).toMatchObject({ ok: true });
  const reply = await execute();
  expect(reply.status).toBe(200);
  await untilSigned(server.house.ledger);
  const entries = await server.house.ledger.list(organization, { action: 'database.restore', limit: 5 });
  expect(entries).toHaveLength(1);
  expect(entries[0]?.entry.data).toMatchObject({ treeSize: done.logs[0]?.treeSize });
  const executions = JSON.parse((await ask('/api/v1/executions')).text);
  expect(executions.items).toHaveLength(2);
  expect(await verifyLog(server.house.ledger, organization)).toMatchObject({ ok: true });
});
