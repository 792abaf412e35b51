import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { keepPlans } from './kept-plan.ts';
import type { Tables } from './tables.ts';

/** How to reach a PostgreSQL. `host` may be a socket's folder. */
export interface ConnectionSettings {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** A role to take on after connecting (`SET ROLE`), when one login serves for migrations and for the server. */
  readonly role?: string;
  readonly ssl?: boolean;
}

/** What reads see. It cannot write: by type here, and because its connections are `default_transaction_read_only`. */
export type Reader = Pick<Kysely<Tables>, 'selectFrom' | 'with' | 'fn'>;

/** A writable transaction. Only the ledger opens one (`record`), and it wants an entry back. */
export type Tx = Transaction<Tables>;

/** The right to open writable transactions. The composition root hands it to the ledger, to the tally, and to nobody else. */
export type Writer = Kysely<Tables>;

export interface Database {
  readonly reader: Reader;
  readonly writer: Writer;
  /** Closes both pools when what is under way is done. */
  close(): Promise<void>;
}

const int8 = 20;
const timestamptz = 1184;

/** `bigint` columns are counts, sizes and micro-USD: exact below 2^53, and refused above rather than rounded. */
function parseBigint(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`invariant: bigint ${text} exceeds 2^53 - 1`);
  return value;
}

/** How values come from the database, on every connection. */
export const wireTypes = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (format === 'binary') return pg.types.getTypeParser(oid, 'binary');
    if (oid === int8) return parseBigint;
    if (oid === timestamptz) return (text: string) => new Date(text);
    return pg.types.getTypeParser(oid, 'text');
  },
};

function openPool(settings: ConnectionSettings, maxConnections: number, options: string): pg.Pool {
  const role = settings.role === undefined ? '' : ` -c role=${settings.role}`;
  const pool = new pg.Pool({
    host: settings.host,
    port: settings.port,
    user: settings.user,
    password: settings.password,
    database: settings.database,
    ssl: settings.ssl ?? false,
    max: maxConnections,
    options: `-c timezone=UTC -c lock_timeout=15000 -c idle_in_transaction_session_timeout=60000${role} ${options}`,
    types: wireTypes,
  });
  // A connection that dies while idle (a restarted PostgreSQL) is dropped from the pool; the next query opens another.
  pool.on('error', () => undefined);
  // One that dies while it is used rejects the query under way; beside that it emits an error, which would end the process unheard.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    keepPlans(client);
  });
  return pool;
}

/** Opens the read pool and the write pool. Durable by the server's own settings: `assertDurable` refused anything less. */
export function openDatabase(settings: ConnectionSettings): Database {
  const readPool = openPool(settings, 10, '-c default_transaction_read_only=on');
  const writePool = openPool(settings, 10, '');
  const reader = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: readPool }) });
  const writer = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: writePool }) });
  return {
    reader,
    writer,
    close: async () => {
      await Promise.all([reader.destroy(), writer.destroy()]);
    },
  };
}
