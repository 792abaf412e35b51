import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { ConnectionSettings } from '../../src/platform/db/index.ts';
import './test-server.ts';

/** A database of a test's own: empty, owned by the owner role; the server role may connect and no more, until migrations grant. */
export interface TestDatabase {
  readonly owner: ConnectionSettings;
  readonly server: ConnectionSettings;
  /** Ends every connection of the server role at once, as a PostgreSQL that is stopped would. */
  throwOut(): Promise<void>;
  /** Cuts off whoever is still connected. Idempotent. */
  drop(): Promise<void>;
}

/** Creates an empty database, in some 50 ms. What is not dropped goes when the project's tests are done. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { admin, owner, server, prefix } = inject('testServer');
  const database = `${prefix}${randomBytes(5).toString('hex')}`;
  await runAsAdmin(admin, [
    `create database ${database} template template0 encoding 'UTF8' owner ${owner.user}`,
    `revoke all on database ${database} from public`,
    `grant connect on database ${database} to ${server.user}`,
  ]);
  return {
    owner: { ...owner, database },
    server: { ...server, database },
    throwOut: () =>
      runAsAdmin(admin, [
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}' and usename = '${server.user}'`,
      ]),
    drop: () => runAsAdmin(admin, [`drop database if exists ${database} with (force)`]),
  };
}

/** Which database the tests run on, for messages and for the few tests that must know. */
export function whichDatabase(): { kind: 'embedded' | 'server'; description: string } {
  const { kind, description } = inject('testServer');
  return { kind, description };
}

async function runAsAdmin(admin: ConnectionSettings, statements: readonly string[]): Promise<void> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
