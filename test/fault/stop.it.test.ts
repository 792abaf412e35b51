import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isRunning, signal, waitUntilGone } from '../../src/platform/postgres/processes.ts';
import { connectionOf } from '../../src/platform/storage.ts';
import { whichDatabase } from '../support/database.ts';
import { chatPath, nothingSeen, promptRequest, startLoad } from '../support/load.ts';
import {
  foundOrganization,
  publishSamplePrompt,
  type SampleOrganization,
} from '../support/sample-organization.ts';
import {
  createDatabaseHome,
  createEmbeddedHome,
  createServerHome,
  postmasterOf,
  type ServerHome,
  startProgram,
  startServerProcess,
} from '../support/server-process.ts';
import { danglingIn, expectAllSeen, logKey, verifyWholeLog } from '../support/whole-log.ts';

// Each test starts several programs, and a machine that runs other tests beside them may be slow.
vi.setConfig({ testTimeout: 180_000 });

/** A start that is refused: its exit code, and what it said, which is sentences for an operator and never a stack. */
async function refusedStart(environment: ServerHome['environment']): Promise<string> {
  const program = startProgram(['serve'], { PORT: '0', ...environment });
  expect(await program.ended).toEqual({ code: 1, signal: null });
  expect(program.said()).not.toMatch(/^ +at /m);
  return program.said().trim();
}

describe('a stop', () => {
  let home: ServerHome;
  let organization: SampleOrganization;

  beforeAll(async () => {
    home = await createServerHome();
    organization = await foundOrganization(home);
  });
  afterAll(() => home?.close());

  it('SIGTERM during load answers all that was accepted; the next start finds it', async () => {
    const seen = nothingSeen();
    const server = await startServerProcess(home.environment);
    await publishSamplePrompt(server.address, organization);
    const key = await logKey(server.address, organization);
    const load = startLoad(server.address, organization, seen);
    while (seen.executions.size < 40 && seen.refusals.length === 0) await sleep(10);
    expect(await server.terminate()).toEqual({ code: 0, signal: null });
    await load.stop();
    expect(load.broken()).toBeGreaterThan(0);
    expect(seen.refusals).toEqual([]);

    const next = await startServerProcess(home.environment);
    const log = await verifyWholeLog(next.address, organization, { key, earlierCheckpoint: seen.checkpoint });
    expectAllSeen(log, seen);
    expect(danglingIn(log)).toEqual([]);
    // What the server completed, a client got: no answer was cut off.
    expect([...log.bySubject('execution.complete').keys()].sort()).toEqual([...seen.executions].sort());
    expect(await next.terminate()).toEqual({ code: 0, signal: null });
  });

  it('a request that had only begun is answered, and its connection, kept open, does not hold up the stop', async () => {
    // Longer than any machine needs, so that only a stop that waits for the connection takes it.
    const drainMs = 60_000;
    const environment = { ...home.environment, COUNTERSIGN_DRAIN_MS: String(drainMs) };
    const server = await startServerProcess(environment);
    const { body, ...options } = promptRequest(organization, 'The parcel came twice.');
    const agent = new Agent({ keepAlive: true });
    const call = request(new URL(chatPath, server.address), { ...options, agent });
    const answered = once(call, 'response');
    call.write(body.slice(0, 20));
    // The server reads in the order of arrival: when this is answered, it has the beginning of the other.
    await sleep(200);
    expect((await fetch(new URL('/healthz', server.address))).status).toBe(200);
    const startedMs = performance.now();
    const ended = server.terminate();
    while (!server.said().includes('Stopping')) await sleep(5);
    call.end(body.slice(20));
    const [reply] = await answered;
    reply.resume();
    expect(reply.statusCode).toBe(200);
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(performance.now() - startedMs).toBeLessThan(drainMs / 2);
    agent.destroy();
  });

  it('SIGTERM in the middle of a start, or as it is done, ends it and leaves nothing that runs', async () => {
    const hasPostgres = async () => {
      const postmaster = await postmasterOf(home.dataFolder);
      return postmaster !== undefined && (await isRunning(postmaster));
    };
    const moments = [
      { code: 143, reached: async () => whichDatabase().kind === 'server' || hasPostgres() },
      { code: 0, reached: async (said: string) => said.includes('Countersign is at') },
    ];
    for (const { code, reached } of moments) {
      const program = startProgram(['serve'], { PORT: '0', ...home.environment });
      const until = performance.now() + 30_000;
      // Right after the process begins Node itself is not up, and a signal has its default effect.
      await sleep(200);
      while (!(await reached(program.said())) && performance.now() < until) await sleep(2);
      const ended = await program.terminate();
      expect(ended.code === code || (ended.signal === 'SIGTERM' && code === 143), program.said()).toBe(true);
      // PostgreSQL was asked to end and takes its time for that, as after any fast shutdown.
      const postmaster = await postmasterOf(home.dataFolder);
      if (postmaster !== undefined) expect(await waitUntilGone(postmaster, 10_000)).toBe(true);
    }
  });
});

// What refuses is not the database: once is enough, and on a server of one's own there is more that can be wrong.
describe.runIf(whichDatabase().kind === 'server')('a start that is refused says why in one sentence', () => {
  let home: ServerHome;

  beforeAll(async () => {
    home = await createDatabaseHome();
  });
  afterAll(() => home?.close());

  it.each([
    { PORT: 'eighty', names: 'PORT is wrong' },
    { COUNTERSIGN_PROT: '4180', names: 'COUNTERSIGN_PROT is not a setting' },
    { DATABASE_URL: 'mysql://localhost/countersign', names: 'DATABASE_URL is wrong' },
  ])('$names', async ({ names, ...wrong }) => {
    const given = Object.fromEntries(Object.entries(wrong).filter(([, value]) => value !== undefined));
    const said = await refusedStart({ ...home.environment, ...given });
    expect(said).toContain(names);
    expect(said.split('\n')).toHaveLength(1);
  });

  it('a port in use', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const address = holder.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const said = await refusedStart({ ...home.environment, PORT: port });
    expect(said).toContain(`Port ${port} on 127.0.0.1 is taken`);
    holder.close();
  });

  it('a database that does not answer', async () => {
    const { DATABASE_URL = '' } = home.environment;
    const nobody = DATABASE_URL.replace(/:[^:@]*@/, ':wrong-password@');
    const said = await refusedStart({ ...home.environment, DATABASE_URL: nobody });
    expect(said).toContain('cannot be reached as');
    expect(said).not.toContain('wrong-password');
  });

  it('a migration that was changed after it was applied, and its way back', async () => {
    const server = await startServerProcess(home.environment);
    expect(await server.terminate()).toEqual({ code: 0, signal: null });
    const owner = new pg.Client(
      connectionOf(home.environment.COUNTERSIGN_OWNER_DATABASE_URL ?? '', 'DATABASE_URL'),
    );
    await owner.connect();
    const { rows } = await owner.query<{ name: string; sha256: string }>(
      'select name, sha256 from platform_migration order by name limit 1',
    );
    const [{ name, sha256 } = { name: '', sha256: '' }] = rows;
    const setSha = (value: string) =>
      owner.query('update platform_migration set sha256 = $1 where name = $2', [value, name]);
    await setSha('0'.repeat(64));
    const said = await refusedStart(home.environment);
    expect(said).toBe(
      `Migration ${name} was changed after it was applied. Restore the released file; write a new migration for a new change. (migration.changed)`,
    );
    await setSha(sha256);
    await owner.query("delete from platform_migration where name like 'access/%'");
    const failed = await refusedStart(home.environment);
    expect(failed).toMatch(
      /^Migration access\/\S+ failed and left nothing behind\..*\(migration\.failed\)\n {2}because: /,
    );
    await owner.end();
  });
});

if (whichDatabase().kind === 'embedded')
  describe('the embedded database', () => {
    let home: ServerHome;

    beforeAll(async () => {
      home = await createEmbeddedHome();
    });
    afterAll(() => home?.close());

    it('a second server on the same data folder is refused and does not disturb the first', async () => {
      const first = await startServerProcess(home.environment);
      const said = await refusedStart(home.environment);
      expect(said).toContain(`in use by another server (process ${first.pid})`);
      const reply = await fetch(new URL('/readyz', first.address));
      expect(reply.status).toBe(200);
      expect(await first.terminate()).toEqual({ code: 0, signal: null });
    });

    it('a refused start leaves no PostgreSQL and no lock behind', async () => {
      await refusedStart({ ...home.environment, COUNTERSIGN_MASTER_KEY: 'short' });
      const postmaster = await postmasterOf(home.dataFolder);
      expect(postmaster && (await isRunning(postmaster))).toBeFalsy();
    });

    it('when PostgreSQL ends by itself the server says so and ends, and the next start recovers', async () => {
      const organization = await foundOrganization(home);
      const server = await startServerProcess(home.environment);
      const key = await logKey(server.address, organization);
      const log = await verifyWholeLog(server.address, organization, { key });
      signal((await postmasterOf(home.dataFolder)) ?? 0, 'SIGKILL');
      expect(await server.ended).toEqual({ code: 1, signal: null });
      expect(server.said()).toContain('The database ended by itself');
      const next = await startServerProcess(home.environment);
      const earlierCheckpoint = log.checkpoint;
      const again = await verifyWholeLog(next.address, organization, { key, earlierCheckpoint });
      expect(again.treeSize).toBe(log.treeSize);
      expect(await next.terminate()).toEqual({ code: 0, signal: null });
    });
  });
