import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DoctorParts, examine } from '../src/doctor.ts';
import type { OrganizationId } from '../src/ledger/index.ts';
import { systemClock } from '../src/platform/clock.ts';
import { createLog } from '../src/platform/log.ts';
import { readSettings, type Settings } from '../src/platform/settings.ts';
import { type RunningServer, startServer } from '../src/server.ts';
import { type HttpSink, startHttpSink } from './support/log-receivers.ts';
import { createDatabaseHome, type ServerHome } from './support/server-process.ts';
import { untilSigned } from './support/test-log.ts';

/** The doctor beside a server that runs, with each fault really made. */
const log = createLog('silent');
const masterKey = randomBytes(32).toString('base64');
const actor = { kind: 'system', id: 'test' } as const;
let home: ServerHome;
let server: RunningServer;
let sink: HttpSink;
let mail: Server;
let organization: OrganizationId;
let environment: Record<string, string>;

beforeAll(async () => {
  home = await createDatabaseHome();
  sink = await startHttpSink();
  mail = createServer((socket) => socket.end('220 mail.example ESMTP\r\n')).listen(0, '127.0.0.1');
  await vi.waitFor(() => expect(mail.address()).not.toBeNull());
  const address = mail.address();
  environment = {
    ...Object.fromEntries(Object.entries(home.environment).map(([name, value]) => [name, value ?? ''])),
    PORT: '0',
    COUNTERSIGN_LOG_LEVEL: 'silent',
    COUNTERSIGN_MASTER_KEY: masterKey,
    COUNTERSIGN_EXPORT_HOSTS: sink.host,
    COUNTERSIGN_SMTP_URL: `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    COUNTERSIGN_MAIL_FROM: 'countersign@example.com',
  };
  const settings = settingsWith();
  server = await startServer({ settings, clock: systemClock, log, say: () => undefined });
  const admin = { displayName: 'A', email: 'a@doctor.example' };
  const made = await server.house.access.createOrganization({ name: 'doctor', displayName: 'D', admin });
  organization = made.organization.id;
  await server.house.ledger.targets.create(organization, actor, {
    ...{ name: 'SIEM', kind: 'https', url: sink.url, from: 'beginning' },
    header: { name: 'authorization', value: 'Bearer x' },
  });
  await untilSigned(server.house.ledger);
  await targetIs({ behind: 0 });
});
afterAll(async () => {
  await server.stop();
  await home.close();
  await sink.close();
  mail.close();
});

const settingsWith = (more: Record<string, string> = {}): Settings =>
  readSettings({ ...environment, ...more }, home.dataFolder);
const look = async (more: Record<string, string> = {}, parts: Partial<DoctorParts> = {}) =>
  examine(settingsWith(more), { clock: systemClock, log, say: () => undefined, disk: noLimits, ...parts });
const noLimits = { failBytes: 0, warnBytes: 0 };
const targetIs = (what: object) =>
  vi.waitFor(async () => expect(await server.house.ledger.targets.list(organization)).toMatchObject([what]), {
    ...{ timeout: 15_000, interval: 50 },
  });

/** Lines that are not ok. */
const found = async (...asked: Parameters<typeof look>) =>
  (await look(...asked)).filter(({ state }) => state !== 'ok').map(({ check, state }) => `${state} ${check}`);

describe('the doctor', () => {
  it('finds nothing beside a server that is well, and looks at everything', async () => {
    const lines = await look();
    expect(lines.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(new Set(lines.map(({ check }) => check))).toEqual(
      new Set([
        ...['disk', 'mail', 'database', 'clock', 'migrations', 'master key', 'credentials'],
        ...['integrator', 'anchor', 'record', 'export target'],
      ]),
    );
  });

  it('names each fault, and goes on after it', async () => {
    expect(
      await found({ DATABASE_URL: 'postgres://a:b@127.0.0.1:1/none', COUNTERSIGN_OWNER_DATABASE_URL: '' }),
    ).toEqual(['fail database']);
    expect(await found({ COUNTERSIGN_MASTER_KEY: randomBytes(32).toString('base64') })).toEqual([
      'fail master key',
      'fail credentials',
    ]);
    const other = randomBytes(32).toString('base64');
    expect(
      await found({ COUNTERSIGN_MASTER_KEY: other, COUNTERSIGN_MASTER_KEY_PREVIOUS: masterKey }),
    ).toEqual([]);
    expect(await found({ COUNTERSIGN_MASTER_KEY: '' })).toContain('fail master key');
    expect(await found({}, { disk: { failBytes: Number.MAX_SAFE_INTEGER, warnBytes: 0 } })).toEqual([
      'fail disk',
    ]);
    expect(await found({}, { disk: { failBytes: 0, warnBytes: Number.MAX_SAFE_INTEGER } })).toEqual([
      'warn disk',
    ]);
    expect(await found({}, { clock: { now: () => new Date(Date.now() - 60_000) } })).toEqual(['fail clock']);
    expect(await found({ COUNTERSIGN_SMTP_URL: 'smtp://127.0.0.1:1' })).toEqual(['fail mail']);
    expect(await found({ COUNTERSIGN_SMTP_URL: '', COUNTERSIGN_MAIL_FROM: '' })).toEqual(['warn mail']);
    const file = join(home.dataFolder, 'no-folder');
    await writeFile(file, '');
    expect(await found({ COUNTERSIGN_ANCHORS: file })).toContain('fail anchor');
  });

  it('names migrations that are missing, and that nobody here made', async () => {
    const owner = new pg.Client({ connectionString: environment.COUNTERSIGN_OWNER_DATABASE_URL ?? '' });
    await owner.connect();
    try {
      await owner.query(
        "update platform_migration set name = 'ledger/9999-of-tomorrow' where name = 'ledger/0025-export-targets'",
      );
      const lines = await look();
      expect(lines.find(({ check }) => check === 'migrations')).toMatchObject({
        state: 'fail',
        found: expect.stringContaining('9999-of-tomorrow'),
      });
      await owner.query("delete from platform_migration where name = 'ledger/9999-of-tomorrow'");
      expect((await look()).find(({ check }) => check === 'migrations')).toMatchObject({
        state: 'fail',
        todo: 'Run: countersign migrate',
      });
    } finally {
      const { readAllMigrations } = await import('../src/server.ts');
      const own = (await readAllMigrations()).find(({ name }) => name === 'ledger/0025-export-targets');
      await owner.query('insert into platform_migration (name, sha256) values ($1, $2)', [
        own?.name,
        own?.sha256,
      ]);
      await owner.end();
    }
  });

  it('names a receiver that takes nothing, and a log that nobody signs', async () => {
    sink.answer((response) => response.writeHead(503).end());
    await server.house.ledger.rotateKey(organization, actor);
    await targetIs({ place: { failures: 1 } });
    expect(await found()).toEqual(['warn export target']);
    expect(await found({}, { clock: { now: () => new Date(Date.now() + 3_600_000) } })).toContain(
      'fail export target',
    );
    sink.answer(undefined);
    const owner = new pg.Client({ connectionString: environment.COUNTERSIGN_OWNER_DATABASE_URL ?? '' });
    await owner.connect();
    // As a log that an integrator is stuck at: nobody else gets to it.
    await owner.query("select pg_advisory_lock(hashtextextended('ledger/org_x', 0))");
    await owner.query(
      "insert into ledger_pending (organization_id, id, at) values ('org_x', 'ent_x', now() - interval '1 minute')",
    );
    expect(await found()).toContain('fail integrator');
    await owner.query("delete from ledger_pending where id = 'ent_x'");
    await owner.end();
  });

  it('as a command: wrong settings are a line too, as JSON, and its exit code says so', async () => {
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
    const run = (more: Record<string, string>, ...args: string[]) =>
      promisify(execFile)(
        process.execPath,
        ['--disable-warning=ExperimentalWarning', main, 'doctor', ...args],
        {
          env: { ...process.env, ...environment, ...more },
        },
      );
    const wrong = run({ COUNTERSIGN_EXPORT_HOSTS: 'http://x/' }, '--json');
    await expect(wrong).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('COUNTERSIGN_EXPORT_HOSTS'),
    });
    await expect(wrong).rejects.not.toMatchObject({ stdout: expect.stringContaining(masterKey) });
  });
});
