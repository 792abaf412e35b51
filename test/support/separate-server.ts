import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { ConnectionSettings } from '../../src/platform/db/index.ts';
import type { Account } from '../../src/platform/postgres/account.ts';
import { prepareBinaries } from '../../src/platform/postgres/binaries.ts';
import { runProgram } from '../../src/platform/postgres/child.ts';
import { ensurePrivateFolder, writeWhole } from '../../src/platform/postgres/folders.ts';
import { launchUntilReady } from '../../src/platform/postgres/postmaster.ts';
import { findServerPrograms } from './debian-programs.ts';
import { makeTestFolder } from './test-folder.ts';
import type { StartedServer } from './test-server.ts';

/** Finds or starts a PostgreSQL that is reached by TCP, as one that `DATABASE_URL` names would be. */
export async function startSeparateServer(url: string | undefined): Promise<StartedServer> {
  if (url !== undefined)
    return { server: await addRoles(parseDatabaseUrl(url)), stop: async () => undefined };
  const { folder, account, remove } = await makeTestFolder('home/cluster');
  const home = join(folder, 'home');
  await ensurePrivateFolder(home, account);
  const programs = await findPrograms(home, account);
  const password = randomBytes(24).toString('base64url');
  await writeWhole(home, 'password', password, 0o600, account);
  const words = [
    '-D',
    join(home, 'cluster'),
    '-U',
    'postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C.UTF-8',
  ];
  await runProgram(programs.initdb, [...words, `--pwfile=${join(home, 'password')}`], {
    account,
    folder: home,
  });
  const { port, stop } = await launchOnFreePort(home, account, programs.postgres, password);
  const admin = { host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' };
  const stopAndRemove = async () => {
    await stop();
    await remove();
  };
  return { server: await addRoles(admin), stop: stopAndRemove };
}

async function findPrograms(
  home: string,
  account: Account | undefined,
): Promise<{ initdb: string; postgres: string }> {
  const bin = await findServerPrograms();
  if (bin.startsWith('/usr/')) return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
  return prepareBinaries(home, account, dirname(dirname(bin)));
}

async function launchOnFreePort(
  home: string,
  account: Account | undefined,
  postgres: string,
  password: string,
) {
  const place = {
    dataFolder: home,
    home,
    cluster: join(home, 'cluster'),
    logs: join(home, 'log'),
    sockets: home,
    account,
    notices: [],
  };
  await mkdir(place.logs);
  await writeWhole(place.cluster, 'pg_hba.conf', 'host all all 127.0.0.1/32 scram-sha-256\n', 0o600, account);
  for (let attempt = 1; ; attempt += 1) {
    const port = await findFreePort();
    await writeWhole(place.cluster, 'postgresql.conf', renderSettings(port), 0o600, account);
    const login = { host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' };
    try {
      const binaries = { initdb: '', postgres, major: 0, notices: [] };
      const postmaster = await launchUntilReady(place, binaries, login, () => undefined);
      if (postmaster !== 'wrong password') return { port, stop: () => postmaster.stop() };
    } catch (error) {
      // Somebody else may have taken the port in between.
      if (attempt === 3) throw error;
    }
  }
}

const renderSettings = (port: number) => `listen_addresses = '127.0.0.1'
port = ${port}
unix_socket_directories = ''
max_connections = 200
password_encryption = 'scram-sha-256'
log_line_prefix = '%m [%p] '
timezone = 'UTC'
`;

async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('invariant: a TCP server has a port');
  return address.port;
}

/** Adds the two roles. Their passwords follow from the admin's, so that runs at the same time on one server agree. */
async function addRoles(admin: ConnectionSettings): Promise<StartedServer['server']> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(4180)');
    const roles = [];
    for (const name of ['countersign_owner', 'countersign_server']) {
      const password = createHmac('sha256', admin.password).update(name).digest('base64url');
      const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name]);
      await client.query(`${rowCount ? 'alter' : 'create'} role ${name} login password '${password}'`);
      roles.push({ ...admin, user: name, password });
    }
    await client.query('commit');
    const [owner = admin, server = admin] = roles;
    return { kind: 'server', admin, owner, server };
  } finally {
    await client.end();
  }
}

function parseDatabaseUrl(text: string): ConnectionSettings {
  const url = new URL(text);
  return {
    host: decodeURIComponent(url.hostname),
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)) || 'postgres',
  };
}
