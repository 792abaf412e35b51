import pg from 'pg';
import { type ConnectionSettings, wireTypes } from '../database.ts';

/** Says which migrations were applied. It is not a table of the backup: the header has it, and restoring applies them. */
export const migrationTable = 'platform_migration';

/** Rows are written as text in one way, whatever the database is set to. */
export const asText =
  "set datestyle = 'ISO, MDY'; set timezone = 'UTC'; set intervalstyle = 'postgres'; set bytea_output = 'hex'; set extra_float_digits = 1; set xmloption = 'content'";

export async function connect({ role, ssl, ...login }: ConnectionSettings): Promise<pg.Client> {
  const client = new pg.Client({
    ...login,
    ssl: ssl ?? false,
    types: wireTypes,
    ...(role === undefined ? {} : { options: `-c role=${role}` }),
  });
  // A connection that the server ends rejects the query under way; unheard, the event would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Every table of the product's schema but that of migrations, by name. */
export async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
     and relname <> $1 order by relname collate "C"`,
    [migrationTable],
  );
  return rows.map(({ name }) => name);
}

export async function columnsOf(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select attname::text as name from pg_attribute where attrelid = ('public.' || quote_ident($1))::regclass
     and attnum > 0 and not attisdropped order by attnum`,
    [table],
  );
  return rows.map(({ name }) => name);
}

/** The columns whose values a sequence gives. */
export async function sequencesOf(
  client: pg.Client,
): Promise<{ readonly table: string; readonly column: string; readonly sequence: string }[]> {
  const { rows } = await client.query<{ table: string; column: string; sequence: string }>(
    `select c.relname::text as table, a.attname::text as column, d.objid::regclass::text as sequence
     from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S' join pg_class c on c.oid = d.refobjid
     join pg_attribute a on a.attrelid = c.oid and a.attnum = d.refobjsubid
     where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
     and c.relnamespace = 'public'::regnamespace order by 1, 2`,
  );
  return rows;
}
