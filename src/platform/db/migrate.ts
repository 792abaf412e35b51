import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { Problem } from '../problem.ts';
import type { ConnectionSettings } from './database.ts';

/** One step of the schema: a file `NNNN-name.sql` in a slice's `migrations/` folder. Never edited once released. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

/** Reads the migrations of several slices, in the slices' order and by number inside a slice. */
export async function readMigrations(
  folders: readonly { slice: string; folder: string }[],
): Promise<Migration[]> {
  const migrations: Migration[] = [];
  for (const { slice, folder } of folders) {
    const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.sql')).sort();
    for (const file of files) {
      const sql = await readFile(join(folder, file), 'utf8');
      const sha256 = createHash('sha256').update(sql).digest('hex');
      migrations.push({ name: `${slice}/${file.slice(0, -'.sql'.length)}`, sql, sha256 });
    }
  }
  return migrations;
}

/** Any constant does, as long as every node uses the same: it makes nodes that start together migrate one after the other. */
const migrationLock = '4180418041804180';

/**
 * Applies what is missing, each migration in a transaction of its own, as the owner role. Restartable: what was committed stays,
 * what failed left nothing. Safe to run from several nodes at once (advisory lock). A failure stops the start.
 * @param serverRole the role that the running server uses; migrations grant to it through `:server_role`
 * @returns names of the migrations that were applied now
 */
export async function migrate(
  owner: ConnectionSettings,
  serverRole: string,
  migrations: readonly Migration[],
): Promise<string[]> {
  const { role, ...login } = owner;
  const client = new pg.Client({ ...login, ...(role === undefined ? {} : { options: `-c role=${role}` }) });
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(${migrationLock})`);
    await client.query(
      'create table if not exists platform_migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
    );
    const { rows } = await client.query<{ name: string; sha256: string }>(
      'select name, sha256 from platform_migration',
    );
    const applied = new Map(rows.map((row) => [row.name, row.sha256]));
    refuseForeignHistory(applied, migrations);
    const done: string[] = [];
    for (const migration of migrations) {
      if (applied.has(migration.name)) continue;
      await applyOne(client, serverRole, migration);
      done.push(migration.name);
    }
    return done;
  } finally {
    await client.end();
  }
}

function refuseForeignHistory(applied: ReadonlyMap<string, string>, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration.sha256]));
  for (const [name, sha256] of applied) {
    const here = known.get(name);
    if (here === undefined)
      throw new Problem({
        code: 'migration.unknown',
        status: 503,
        detail: `The database holds migration ${name}, which this version does not know. Start the newer version that made it, or restore a backup.`,
      });
    if (here !== sha256)
      throw new Problem({
        code: 'migration.changed',
        status: 503,
        detail: `Migration ${name} was changed after it was applied. Restore the released file; write a new migration for a new change.`,
      });
  }
}

async function applyOne(client: pg.Client, serverRole: string, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql.replaceAll(':server_role', pg.escapeIdentifier(serverRole)));
    await client.query('insert into platform_migration (name, sha256) values ($1, $2)', [
      migration.name,
      migration.sha256,
    ]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback').catch(() => undefined);
    throw new Problem({
      code: 'migration.failed',
      status: 503,
      detail: `Migration ${migration.name} failed and left nothing behind. Mend the cause (see the log) and start again.`,
      cause,
    });
  }
}
