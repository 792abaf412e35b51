import { sql } from 'kysely';
import type { Reader, Tx } from './database.ts';

/** A column that holds secrets wrapped with the master key. Each slice lists its own; a test finds one that is not listed. */
export interface WrappedColumn {
  readonly table: string;
  readonly id: string;
  readonly column: string;
  /** What the secret is bound to. */
  context(organization: string, id: string): string;
}

export interface Rewrapped {
  /** Where the next batch begins; undefined when this was the last. */
  readonly next: string | undefined;
  readonly rewrapped: number;
}

/** Looks at the next `limit` secrets of one column in the order of their ids, and wraps again those that `rewrap` gives back. */
export async function rewrapSome(
  tx: Tx,
  organization: string,
  { table, id, column, context }: WrappedColumn,
  rewrap: (wrapped: Uint8Array, context: string) => Uint8Array | undefined,
  after: string,
  limit: number,
): Promise<Rewrapped> {
  const [from, key, secret] = [sql.table(table), sql.ref(id), sql.ref(column)];
  const { rows } = await sql<{ id: string; secret: Uint8Array }>`
    select ${key} as id, ${secret} as secret from ${from}
    where organization_id = ${organization} and ${key} > ${after} and ${secret} is not null
    order by ${key} limit ${limit} for update`.execute(tx);
  const changed = rows.flatMap((row) => {
    const wrapped = rewrap(row.secret, context(organization, row.id));
    return wrapped === undefined ? [] : [{ id: row.id, wrapped }];
  });
  if (changed.length > 0)
    await sql`update ${from} as t set ${secret} = d.wrapped
      from unnest(${changed.map((one) => one.id)}::text[], ${changed.map((one) => one.wrapped)}::bytea[]) as d (id, wrapped)
      where t.organization_id = ${organization} and t.${key} = d.id`.execute(tx);
  return { next: rows.length < limit ? undefined : rows.at(-1)?.id, rewrapped: changed.length };
}

/** The newest secrets of one column, as they are stored: to see whether they open. */
export async function newestWrapped(
  reader: Reader,
  organization: string,
  { table, id, column }: WrappedColumn,
  limit: number,
): Promise<{ readonly id: string; readonly secret: Uint8Array }[]> {
  const [from, key, secret] = [sql.table(table), sql.ref(id), sql.ref(column)];
  const query = sql<{ id: string; secret: Uint8Array }>`(
    select ${key} as id, ${secret} as secret from ${from}
    where organization_id = ${organization} and ${secret} is not null order by ${key} desc limit ${limit})`;
  return reader.selectFrom(query.as('secrets')).selectAll().execute();
}
