import pg from 'pg';
import { Problem } from '../../problem.ts';
import type { BackupManifest } from './format.ts';
import { asText, columnsOf, sequencesOf, tablesOf } from './schema.ts';

/** Writes the rows of a backup into a database that has its tables and holds nothing. */
export interface Loading {
  /** Whether there is such a table with exactly these columns. */
  fits(table: string, columns: readonly string[]): Promise<boolean>;
  insert(table: string, rows: readonly string[]): Promise<void>;
  /** Rows that each table has now. */
  tables(): Promise<readonly string[]>;
  /** Sets sequences and puts the foreign keys back, which checks every row against them. */
  finish(sequences: BackupManifest['sequences']): Promise<void>;
}

/**
 * Within the transaction of `client`, as the owner: locks every table, refuses when one holds rows of an organization, and empties the rest
 * (what a server that nobody has set up yet writes). Foreign keys are away until `finish`, so that tables may come in any order.
 * @throws Problem `restore.not_empty`
 */
export async function beginLoading(client: pg.Client): Promise<Loading> {
  await client.query(asText);
  const names = await tablesOf(client);
  const list = names.map((name) => pg.escapeIdentifier(name)).join();
  await client.query(`lock table ${list} in access exclusive mode`);
  for (const name of names) await refuseRows(client, name);
  const { rows: keys } = await client.query<{ relation: string; name: string; definition: string }>(
    `select conrelid::regclass::text as relation, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by 1, 2`,
  );
  for (const { relation, name } of keys)
    await client.query(`alter table ${relation} drop constraint ${name}`);
  await client.query(`truncate ${list}`);
  return {
    tables: async () => names,
    fits: async (table, columns) =>
      names.includes(table) && (await columnsOf(client, table)).join() === columns.join(),
    insert: async (table, rows) => {
      const to = pg.escapeIdentifier(table);
      // `offset 0` keeps the cast from being done again for every column.
      await client.query(
        `insert into ${to} overriding system value
         select (s.r).* from (select line::${to} as r from unnest($1::text[]) as line offset 0) as s`,
        [rows],
      );
    },
    finish: async (sequences) => {
      await setSequences(client, sequences);
      for (const { relation, name, definition } of keys)
        await client.query(`alter table ${relation} add constraint ${name} ${definition}`);
    },
  };
}

async function refuseRows(client: pg.Client, table: string): Promise<void> {
  const columns = await columnsOf(client, table);
  if (!columns.includes('organization_id')) return;
  const { rows } = await client.query(
    `select 1 from ${pg.escapeIdentifier(table)} where organization_id is not null limit 1`,
  );
  if (rows.length > 0)
    throw new Problem({
      code: 'restore.not_empty',
      status: 409,
      detail: `The database is not empty: ${table} has rows. Nothing was changed. Restore into an empty database: another COUNTERSIGN_DATA, or a new database in DATABASE_URL.`,
    });
}

async function setSequences(client: pg.Client, sequences: BackupManifest['sequences']): Promise<void> {
  const here = await sequencesOf(client);
  for (const { table, column, value, called } of sequences) {
    const found = here.find((one) => one.table === table && one.column === column);
    if (found !== undefined)
      await client.query('select setval($1::regclass, $2::bigint, $3)', [found.sequence, value, called]);
  }
}
