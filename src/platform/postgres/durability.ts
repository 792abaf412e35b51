import { z } from 'zod';
import { Problem } from '../problem.ts';

/** Runs one statement, e.g. `(sql) => client.query(sql)` of `pg`. */
export type Query = (sql: string) => Promise<{ readonly rows: readonly unknown[] }>;

const facts = z.object({ version: z.coerce.number(), fsync: z.string(), commit: z.string() });

const oldestMajor = 15;

/**
 * Refuses a PostgreSQL on which a commit may be lost in a power cut, or which is too old. To be asked with the very login that
 * the server uses, because roles and databases can have settings of their own.
 * @throws Problem `storage.version_unsupported` or `storage.not_durable`
 */
export async function assertDurable(query: Query): Promise<void> {
  const { rows } = await query(
    `select current_setting('server_version_num') as version, current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`,
  );
  const { version, fsync, commit } = facts.parse(rows[0]);
  const major = Math.floor(version / 10_000);
  if (major < oldestMajor)
    throw new Problem({
      code: 'storage.version_unsupported',
      status: 503,
      detail: `The database is PostgreSQL ${major}, and Countersign needs ${oldestMajor} or newer; upgrade it, or unset DATABASE_URL to use the embedded one.`,
    });
  if (fsync !== 'on')
    throw notDurable('fsync', fsync, 'set it to on in postgresql.conf and restart PostgreSQL');
  if (commit === 'off')
    throw notDurable('synchronous_commit', commit, 'set it to on for the server, the database and the role');
}

function notDurable(setting: string, value: string, remedy: string): Problem {
  return new Problem({
    code: 'storage.not_durable',
    status: 503,
    detail: `The database says ${setting}=${value}, so a power cut could lose what was acknowledged; ${remedy}.`,
  });
}
