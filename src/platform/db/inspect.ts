import pg from 'pg';
import type { ConnectionSettings } from './database.ts';
import type { Migration } from './migrate.ts';

/** What a database says of itself. */
export interface Inspected {
  readonly version: string;
  /** What it takes for now, and when by our own clock the question was half answered. */
  readonly now: Date;
  readonly askedAt: Date;
  /** Migrations that this version has and the database does not. */
  readonly missing: readonly string[];
  /** Migrations that the database has and this version does not, or has otherwise. */
  readonly foreign: readonly string[];
}

/** Looks, and changes nothing. @throws what the driver throws when it cannot be reached */
export async function inspectDatabase(
  login: ConnectionSettings,
  migrations: readonly Migration[],
  now: () => Date,
): Promise<Inspected> {
  const { role: _role, ssl, ...where } = login;
  const client = new pg.Client({ ...where, ssl: ssl ?? false, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const before = now();
    const { rows } = await client.query<{ version: string; now: Date; migrated: boolean }>(
      `select current_setting('server_version') as version, clock_timestamp() as now, to_regclass('platform_migration') is not null as migrated`,
    );
    const askedAt = new Date((before.getTime() + now().getTime()) / 2);
    const [said] = rows;
    if (said === undefined) throw new Error('the database answers nothing');
    const applied = said.migrated
      ? (await client.query<{ name: string; sha256: string }>('select name, sha256 from platform_migration'))
          .rows
      : [];
    const known = new Map(migrations.map(({ name, sha256 }) => [name, sha256]));
    const names = new Set(applied.map(({ name }) => name));
    return {
      version: said.version,
      now: said.now,
      askedAt,
      missing: migrations.map(({ name }) => name).filter((name) => !names.has(name)),
      foreign: applied.filter(({ name, sha256 }) => known.get(name) !== sha256).map(({ name }) => name),
    };
  } finally {
    await client.end();
  }
}
