import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedServer } from './embedded-server.ts';
import { startSeparateServer } from './separate-server.ts';
import type { TestServer } from './test-server.ts';

/**
 * Gives a vitest project its PostgreSQL: `COUNTERSIGN_TEST_DATABASE=embedded` runs the embedded one, `server` one that is
 * reached by TCP (`COUNTERSIGN_TEST_DATABASE_URL`, else Debian's). Ends it, and removes all of it, when the project is done.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const kind = project.config.env.COUNTERSIGN_TEST_DATABASE ?? 'embedded';
  const started =
    kind === 'server'
      ? await startSeparateServer(process.env.COUNTERSIGN_TEST_DATABASE_URL || undefined)
      : await startEmbeddedServer();
  const prefix = `cs_test_${randomBytes(4).toString('hex')}_`;
  const testServer = { ...started.server, description: await describe(started.server), prefix };
  project.provide('testServer', testServer);
  return async () => {
    // On a server that stays, what a test did not drop must not stay.
    if (process.env.COUNTERSIGN_TEST_DATABASE_URL && kind === 'server') await dropLeftovers(testServer);
    await started.stop();
  };
}

async function describe(server: Pick<TestServer, 'admin' | 'kind'>): Promise<string> {
  const version = await withAdmin(server.admin, (client) =>
    client.query<{ version: string }>('show server_version'),
  );
  const where = server.kind === 'embedded' ? 'embedded' : `on ${server.admin.host}:${server.admin.port}`;
  return `PostgreSQL ${Object.values(version.rows[0] ?? {}).join('')} ${where}`;
}

async function dropLeftovers(server: TestServer): Promise<void> {
  await withAdmin(server.admin, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [server.prefix],
    );
    for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`);
  });
}

async function withAdmin<Value>(
  admin: TestServer['admin'],
  work: (client: pg.Client) => Promise<Value>,
): Promise<Value> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
