import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isRoot } from './account.ts';
import { assertDurable, type EmbeddedPostgres, type Login, startEmbeddedPostgres } from './index.ts';
import { endOrphan, readPostmasterPid } from './orphan.ts';
import { choosePlace } from './place.ts';
import { isRunning } from './processes.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'countersign-it-'));
  await chmod(root, 0o755);
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function ask(login: Login, sql: string): Promise<unknown[][]> {
  const client = new pg.Client(login);
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

async function withPostgres<Value>(
  folder: string,
  work: (postgres: EmbeddedPostgres) => Promise<Value>,
): Promise<Value> {
  const postgres = await startEmbeddedPostgres({ dataFolder: folder, shelters: [join(root, 'shelter')] });
  try {
    // Where this checkout itself lies in a folder that the account cannot enter, the start also says that the programs were copied.
    const notices = postgres.notices.filter((notice) => !notice.includes('programs run from a copy'));
    return await work({ ...postgres, notices });
  } finally {
    await postgres.stop();
  }
}

const refusesTcp = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('error', () => resolve(true));
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
  });

describe('one folder, from its first start on', () => {
  let folder = '';
  beforeAll(() => {
    folder = join(root, 'data');
  });

  test('an initialization that was cut off leaves nothing, and the first start makes the database', async () => {
    await mkdir(join(folder, 'postgres', 'initializing-cut', 'cluster'), { recursive: true });
    await writeFile(join(folder, 'postgres', 'initializing-cut', 'cluster', 'PG_VERSION'), '18\n');
    await withPostgres(folder, async ({ owner }) => {
      expect(await ask(owner, 'create table kept (word text)')).toEqual([]);
      expect(await readdir(join(folder, 'postgres'))).not.toContain('initializing-cut');
    });
  });

  test('it is durable, checksummed, on the socket only, with two roles and no way in for the superuser', async () => {
    await withPostgres(folder, async ({ owner, server, notices }) => {
      expect(notices).toEqual([]);
      const client = new pg.Client(server);
      await client.connect();
      await assertDurable((sql) => client.query(sql));
      await client.end();
      expect(await ask(server, 'show data_checksums')).toEqual([['on']]);
      expect(await ask(server, 'show listen_addresses')).toEqual([['']]);
      expect(await refusesTcp(Number(await portOf(server)))).toBe(true);
      await expect(ask(server, 'create table own (word text)')).rejects.toThrow(
        'permission denied for schema public',
      );
      await expect(ask(server, 'select * from kept')).rejects.toThrow('permission denied for table kept');
      await expect(ask({ ...owner, password: 'wrong' }, 'select 1')).rejects.toThrow(
        'password authentication failed',
      );
      await expect(ask({ ...owner, user: 'postgres' }, 'select 1')).rejects.toThrow('pg_hba.conf rejects');
      expect(await ask(owner, 'create extension pg_trgm')).toEqual([]);
      expect(await ask(owner, "select lower('ÄÖ'), similarity('größe', 'große') > 0.3")).toEqual([
        ['äö', true],
      ]);
      const { mode } = await stat(join(folder, 'postgres.passwords.json'));
      expect(mode & 0o777).toBe(0o600);
    });
  });

  test('a second start is refused with the folder and the process', async () => {
    await withPostgres(folder, async () => {
      const second = startEmbeddedPostgres({ dataFolder: folder });
      await expect(second).rejects.toMatchObject({
        code: 'storage.folder_in_use',
        detail: expect.stringMatching(new RegExp(`${folder} .*process ${process.pid}\\b`)),
      });
    });
  });

  test('lost passwords are replaced', async () => {
    await rm(join(folder, 'postgres.passwords.json'));
    await withPostgres(folder, async ({ server }) => expect(await ask(server, 'select 1')).toEqual([[1]]));
  });

  test('of several starts at once one wins', async () => {
    const starts = await Promise.allSettled(
      [1, 2, 3, 4].map(() => startEmbeddedPostgres({ dataFolder: folder })),
    );
    const won = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
    await Promise.all(won.map((postgres) => postgres.stop()));
    expect(won).toHaveLength(1);
  });

  test('after kill -9 of the server and its process group the orphan is ended and all that was committed is there', async () => {
    const { pid, owner, killGroup } = await holdInChild(folder);
    await expect(startEmbeddedPostgres({ dataFolder: folder })).rejects.toMatchObject({
      code: 'storage.folder_in_use',
      detail: expect.stringContaining(`process ${pid})`),
    });
    await ask(owner, "insert into kept values ('committed')");
    await killGroup();
    const orphan = await readPostmasterPid(join(folder, 'postgres', 'cluster'));
    expect(orphan && (await isRunning(orphan))).toBe(true);
    await withPostgres(folder, async ({ owner, notices }) => {
      expect(notices).toEqual([expect.stringContaining(`process ${orphan}`)]);
      expect(await ask(owner, 'select word from kept')).toEqual([['committed']]);
    });
  });

  test('after kill -9 of PostgreSQL too, which tells the listener, the next start recovers', async () => {
    const postgres = await startEmbeddedPostgres({ dataFolder: folder });
    const reason = new Promise<string>((resolve) => postgres.onExit(resolve));
    await ask(postgres.owner, "insert into kept values ('before the crash')");
    process.kill((await readPostmasterPid(join(folder, 'postgres', 'cluster'))) ?? 0, 'SIGKILL');
    expect(await reason).toContain('signal SIGKILL');
    await postgres.stop();
    await withPostgres(folder, async ({ owner }) =>
      expect(await ask(owner, 'select word from kept')).toEqual([['committed'], ['before the crash']]),
    );
  });

  test('a stale postmaster.pid whose process id is somebody else by now does not stop the start', async () => {
    await writeFile(join(folder, 'postgres', 'cluster', 'postmaster.pid'), `${process.pid}\n`);
    await withPostgres(folder, async ({ server }) => expect(await ask(server, 'select 1')).toEqual([[1]]));
    expect(await isRunning(process.pid)).toBe(true);
  });

  test('the PostgreSQL of another folder is not taken for an orphan', async () => {
    await withPostgres(folder, async ({ server }) => {
      const other = join(root, 'other');
      const pid = (await readPostmasterPid(join(folder, 'postgres', 'cluster'))) ?? 0;
      await mkdir(other);
      await writeFile(join(other, 'postmaster.pid'), `${pid}\n`);
      expect(await endOrphan(other)).toBeUndefined();
      expect(await readPostmasterPid(other)).toBeUndefined();
      expect(await ask(server, 'select 1')).toEqual([[1]]);
    });
  });

  test('a start that fails says so, with the log in the cause, and leaves the folder free', async () => {
    const automatic = join(folder, 'postgres', 'cluster', 'postgresql.auto.conf');
    await writeFile(automatic, 'shared_buffers = nonsense\n');
    const refused = startEmbeddedPostgres({ dataFolder: folder });
    await expect(refused).rejects.toMatchObject({
      code: 'storage.postgres_not_started',
      cause: expect.objectContaining({
        message: expect.stringContaining('invalid value for parameter "shared_buffers"'),
      }),
    });
    await writeFile(automatic, '');
    await withPostgres(folder, async () => undefined);
  });

  test('a cluster of another major version is refused and left alone', async () => {
    const version = join(folder, 'postgres', 'cluster', 'PG_VERSION');
    await writeFile(version, '17\n');
    await expect(startEmbeddedPostgres({ dataFolder: folder })).rejects.toMatchObject({
      code: 'storage.cluster_version_differs',
    });
    await writeFile(version, '18\n');
  });
});

test('a folder whose path is too long for a socket', async () => {
  const folder = join(root, 'a-long-name-'.repeat(12));
  const sockets = await withPostgres(folder, async ({ owner, server, notices }) => {
    expect(notices).toEqual([]);
    expect(await ask(server, 'select 1')).toEqual([[1]]);
    return owner.host;
  });
  expect(Buffer.byteLength(join(sockets, '.s.PGSQL.5432'))).toBeLessThanOrEqual(103);
  await expect(stat(sockets)).rejects.toThrow('ENOENT');
  await withPostgres(folder, async ({ owner }) => expect(owner.host).toBe(sockets));
});

test('a folder that PostgreSQL’s account cannot enter', async () => {
  const folder = join(root, 'closed', 'data');
  const shelter = join(root, 'shelter');
  await mkdir(join(root, 'closed'), { mode: 0o700 });
  await withPostgres(folder, async ({ owner, notices }) => {
    await ask(owner, 'create table kept (word text)');
    // Only root has to go elsewhere: everybody else runs PostgreSQL as themselves.
    expect(notices).toEqual(isRoot() ? [expect.stringContaining(shelter)] : []);
  });
  await withPostgres(folder, async ({ owner }) => expect(await ask(owner, 'select * from kept')).toEqual([]));
  if (!isRoot()) return;
  for (const home of await readdir(shelter)) await rename(join(shelter, home), join(root, 'lost'));
  await expect(startEmbeddedPostgres({ dataFolder: folder })).rejects.toMatchObject({
    code: 'storage.cluster_missing',
  });
});

test('several first starts at once in a folder that PostgreSQL’s account cannot enter agree on one place', async () => {
  const folder = join(root, 'closed again', 'data');
  const shelters = [join(root, 'shelter again')];
  await mkdir(join(root, 'closed again'), { mode: 0o700 });
  const places = await Promise.all([1, 2, 3].map(() => choosePlace(folder, shelters)));
  expect(new Set(places.map((place) => place.home)).size).toBe(1);
});

test('a data folder that was removed does not come back with its old data', async () => {
  const folder = join(root, 'closed again', 'data');
  const shelters = [join(root, 'shelter again')];
  const before = await choosePlace(folder, shelters);
  await mkdir(before.cluster);
  await rm(folder, { recursive: true });
  const after = await choosePlace(folder, shelters);
  await expect(stat(after.cluster)).rejects.toThrow('ENOENT');
});

async function portOf(login: Login): Promise<unknown> {
  return (await ask(login, 'show port'))[0]?.[0];
}

/** Runs a server on `folder` in a process group of its own, as a terminal would. */
async function holdInChild(
  folder: string,
): Promise<{ pid: number; owner: Login; killGroup: () => Promise<void> }> {
  const fixture = fileURLToPath(new URL('./hold.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, [fixture, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const [line] = await once(child.stdout, 'data');
  const pid = child.pid ?? 0;
  const killGroup = async () => {
    const ended = once(child, 'exit');
    process.kill(-pid, 'SIGKILL');
    await ended;
  };
  return { pid, owner: JSON.parse(String(line)), killGroup };
}
