import { Kysely, type PostgresCursor, PostgresDialect, type PostgresQueryResult } from 'kysely';
import type pg from 'pg';
import type { Reader } from '../database.ts';
import type { Tables } from '../tables.ts';

/** Reads within the transaction of one connection, as it stands there, so that the slices' own code sees that moment and no other. */
export function readerOn(client: pg.Client): Reader {
  let turn: Promise<unknown> = Promise.resolve();
  function query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  function query<Row>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  function query<Row>(
    text: string | PostgresCursor<Row>,
    values: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<Row>> | PostgresCursor<Row> {
    if (typeof text !== 'string') return text;
    // One connection answers one question at a time; who asks meanwhile waits here.
    const answer = turn.then(() => client.query<Row & pg.QueryResultRow>(text, [...values]));
    turn = answer.catch(() => undefined);
    return answer.then(({ rows, rowCount }) => ({ command: 'SELECT', rows, rowCount: rowCount ?? 0 }));
  }
  const lease = { query, release: () => undefined };
  return new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool: { options: {}, connect: async () => lease, end: async () => undefined },
    }),
  });
}
