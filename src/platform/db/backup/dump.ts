import { createHash } from 'node:crypto';
import pg from 'pg';
import type { ConnectionSettings } from '../database.ts';
import type { BackupHeader, BackupManifest } from './format.ts';
import { asText, columnsOf, connect, migrationTable, sequencesOf, tablesOf } from './schema.ts';

/** Rows that are read at a time: what is in memory at once. */
const rowsAtATime = 200;

/** One moment of the whole database: everything that is asked is answered as of the same instant, while servers go on writing. */
export interface Snapshot {
  /** For reading the same moment with the slices' own code. */
  readonly client: pg.Client;
  readonly migrations: BackupHeader['migrations'];
  /** The lines of every table, some at a time, with their newlines; fills in `tables` and `sequences` when it ends. */
  lines(): AsyncGenerator<string>;
  readonly tables: BackupManifest['tables'];
  readonly sequences: BackupManifest['sequences'];
  close(): Promise<void>;
}

/** Opens a snapshot: one read-only transaction that is REPEATABLE READ, so it waits for nobody and nobody waits for it. */
export async function openSnapshot(owner: ConnectionSettings): Promise<Snapshot> {
  const client = await connect(owner);
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    await client.query(asText);
    const { rows } = await client.query<BackupHeader['migrations'][number]>(
      `select name, sha256 from ${migrationTable} order by applied_at, name`,
    );
    const tables: BackupManifest['tables'] = [];
    const sequences: BackupManifest['sequences'] = [];
    return {
      client,
      migrations: rows,
      tables,
      sequences,
      lines: async function* () {
        for (const table of await tablesOf(client)) tables.push(yield* dumpTable(client, table));
        sequences.push(...(await readSequences(client)));
      },
      close: () => client.end(),
    };
  } catch (error) {
    await client.end();
    throw error;
  }
}

async function* dumpTable(
  client: pg.Client,
  table: string,
): AsyncGenerator<string, BackupManifest['tables'][number]> {
  const hash = createHash('sha256');
  let count = 0;
  const from = pg.escapeIdentifier(table);
  yield `${JSON.stringify({ table, columns: await columnsOf(client, table) })}\n`;
  await client.query(
    `declare backup_rows no scroll cursor for select (t.*)::text as line from only ${from} as t`,
  );
  while (true) {
    const { rows } = await client.query<{ line: string }>(`fetch ${rowsAtATime} from backup_rows`);
    if (rows.length === 0) break;
    const lines = rows.map(({ line }) => `${JSON.stringify(line)}\n`).join('');
    hash.update(lines);
    count += rows.length;
    yield lines;
  }
  await client.query('close backup_rows');
  return { table, rows: count, sha256: hash.digest('hex') };
}

/** Read after the rows: a sequence is of no transaction, and may only be ahead of them. */
async function readSequences(client: pg.Client): Promise<BackupManifest['sequences']> {
  const found: BackupManifest['sequences'] = [];
  for (const { table, column, sequence } of await sequencesOf(client)) {
    const { rows } = await client.query<{ value: string; called: boolean }>(
      `select last_value::text as value, is_called as called from ${sequence}`,
    );
    for (const { value, called } of rows) found.push({ table, column, value, called });
  }
  return found;
}
