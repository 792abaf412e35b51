import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '../../../test/support/database.ts';
import { migrate, readMigrations } from './migrate.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'countersign-migrations-'));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

async function slice(name: string, files: Record<string, string>) {
  const path = join(folder, name);
  await mkdir(path, { recursive: true });
  for (const [file, sql] of Object.entries(files)) await writeFile(join(path, file), sql);
  return { slice: name, folder: path };
}

async function tables(): Promise<string[]> {
  const client = new pg.Client({ ...database.owner });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_name like 'thing%' order by 1",
  );
  await client.end();
  return rows.map((row) => row.name);
}

it('applies each step once, whoever else starts; a failing step leaves nothing and stops; then goes on from there', async () => {
  const first = await slice('thing', { '0001-a.sql': 'create table thing_a (organization_id text)' });
  const role = database.server.user;
  const runs = await Promise.all(
    [1, 2, 3].map(async () => migrate(database.owner, role, await readMigrations([first]))),
  );
  expect(runs.flat()).toEqual(['thing/0001-a']);
  await slice('thing', {
    '0002-b.sql': 'create table thing_b (organization_id text); select 1/0;',
    '0003-c.sql': 'create table thing_c (organization_id text)',
  });
  await expect(migrate(database.owner, role, await readMigrations([first]))).rejects.toMatchObject({
    code: 'migration.failed',
  });
  expect(await tables()).toEqual(['thing_a']);
  await slice('thing', {
    '0002-b.sql': 'create table thing_b (organization_id text); grant select on thing_b to :server_role',
  });
  expect(await migrate(database.owner, role, await readMigrations([first]))).toEqual([
    'thing/0002-b',
    'thing/0003-c',
  ]);
  expect(await tables()).toEqual(['thing_a', 'thing_b', 'thing_c']);
});

it('refuses a step that was changed after it was applied, and a database from a newer version', async () => {
  const changed = await slice('thing', { '0001-a.sql': 'create table thing_z (organization_id text)' });
  await expect(migrate(database.owner, 'x', await readMigrations([changed]))).rejects.toMatchObject({
    code: 'migration.changed',
  });
  await expect(migrate(database.owner, 'x', [])).rejects.toMatchObject({ code: 'migration.unknown' });
});
