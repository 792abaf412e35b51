import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ConnectionSettings } from '../../src/platform/db/index.ts';
import { assertDurable } from '../../src/platform/postgres/index.ts';
import { createTestDatabase, type TestDatabase, whichDatabase } from './database.ts';

let database: TestDatabase;
let other: TestDatabase;
beforeAll(async () => {
  [database, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
});
afterAll(() => Promise.all([database.drop(), other.drop()]));

async function ask(login: ConnectionSettings, sql: string): Promise<unknown[][]> {
  const client = new pg.Client(login);
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

test('the project runs on the database it says', async () => {
  const { kind, description } = whichDatabase();
  expect(kind).toBe(process.env.COUNTERSIGN_TEST_DATABASE);
  expect(description).toMatch(/^PostgreSQL \d+/);
  const [[address]] = [(await ask(database.server, 'select inet_server_addr()'))[0] ?? []];
  expect(address === null).toBe(kind === 'embedded');
});

test('databases are separate, and the server role only connects', async () => {
  await ask(database.owner, 'create table mine (word text)');
  await expect(ask(other.owner, 'select * from mine')).rejects.toThrow('does not exist');
  await expect(ask(database.server, 'select * from mine')).rejects.toThrow('permission denied');
  await expect(ask(database.server, 'create table own (word text)')).rejects.toThrow('permission denied');
  await expect(ask(database.owner, 'create database more')).rejects.toThrow('permission denied');
});

test('it is as durable as the product demands', async () => {
  await assertDurable(async (sql) => {
    const client = new pg.Client(database.server);
    await client.connect();
    return client.query(sql).finally(() => client.end());
  });
});

test('a dropped database is gone though somebody is connected', async () => {
  const dropped = await createTestDatabase();
  const client = new pg.Client(dropped.owner);
  client.on('error', () => undefined);
  await client.connect();
  await dropped.drop();
  await dropped.drop();
  await expect(ask(dropped.owner, 'select 1')).rejects.toThrow('does not exist');
  await client.end().catch(() => undefined);
});
