import { mkdir } from 'node:fs/promises';
import pg from 'pg';
import type { ConnectionSettings } from './db/index.ts';
import { assertDurable, besideEmbeddedPostgres, startEmbeddedPostgres } from './postgres/index.ts';
import { Problem } from './problem.ts';
import type { Settings } from './settings.ts';

/** A PostgreSQL that is up, by whatever road. */
export interface Storage {
  /** The login that owns the schema and runs migrations. */
  readonly owner: ConnectionSettings;
  /** The login of the running server. */
  readonly server: ConnectionSettings;
  /** The role that migrations grant to. */
  readonly serverRole: string;
  readonly description: string;
  readonly notices: readonly string[];
  onExit(listener: (reason: string) => void): void;
  stop(): Promise<void>;
}

const sharedRole = 'countersign_server';

/** Starts the embedded PostgreSQL, or connects to the one that DATABASE_URL names. Refuses one that is not durable. */
export async function openStorage(settings: Settings, say: (sentence: string) => void): Promise<Storage> {
  await mkdir(settings.dataFolder, { recursive: true });
  const storage =
    settings.databaseUrl === undefined
      ? await embedded(settings, say)
      : await external(settings, settings.databaseUrl);
  try {
    await withClient(storage.server, (client) => assertDurable((sql) => client.query(sql)));
    return storage;
  } catch (error) {
    await storage.stop();
    throw error;
  }
}

/** The owner's login, for what only reads: of a PostgreSQL that a server runs on just now, or else of one that is started for it. */
export async function openForReading(
  settings: Settings,
  say: (sentence: string) => void,
): Promise<Pick<Storage, 'owner' | 'stop'>> {
  try {
    return await openStorage(settings, say);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'storage.folder_in_use') throw error;
    return { owner: await besideEmbeddedPostgres(settings.dataFolder), stop: async () => undefined };
  }
}

async function embedded(settings: Settings, say: (sentence: string) => void): Promise<Storage> {
  const postgres = await startEmbeddedPostgres({ dataFolder: settings.dataFolder, onProgress: say });
  return {
    owner: postgres.owner,
    server: postgres.server,
    serverRole: postgres.server.user,
    description: `embedded PostgreSQL in ${settings.dataFolder}`,
    notices: postgres.notices,
    onExit: (listener) => postgres.onExit(listener),
    stop: () => postgres.stop(),
  };
}

async function external(settings: Settings, url: string): Promise<Storage> {
  const login = connectionOf(url, 'DATABASE_URL');
  const owner =
    settings.ownerDatabaseUrl === undefined
      ? login
      : connectionOf(settings.ownerDatabaseUrl, 'COUNTERSIGN_OWNER_DATABASE_URL');
  const sameLogin = settings.ownerDatabaseUrl === undefined;
  if (sameLogin) await withClient(owner, (client) => ensureSharedRole(client, owner.user));
  const server = sameLogin ? { ...login, role: sharedRole } : login;
  return {
    owner,
    server,
    serverRole: sameLogin ? sharedRole : login.user,
    description: `PostgreSQL ${login.database} on ${login.host}`,
    notices: [],
    onExit: () => undefined,
    stop: async () => undefined,
  };
}

/** Reads a `postgres://` address. `sslmode=require` and stricter check the server's certificate. */
export function connectionOf(url: string, setting: string): ConnectionSettings {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const database = parsed === undefined ? '' : decodeURIComponent(parsed.pathname.slice(1));
  const host = parsed?.searchParams.get('host') ?? parsed?.hostname.replace(/^\[|\]$/g, '') ?? '';
  if (parsed === undefined || database === '' || host === '')
    throw new Problem({
      code: 'settings.invalid',
      status: 400,
      detail: `${setting} is wrong: it must look like postgres://user:password@host:5432/database. Mend it and start again.`,
    });
  const sslmode = parsed.searchParams.get('sslmode') ?? 'disable';
  return {
    host,
    port: parsed.port === '' ? 5432 : Number(parsed.port),
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    database,
    ssl: !['disable', 'allow', 'prefer'].includes(sslmode),
  };
}

/** With one login for everything, the server takes on a role that may do no more than migrations granted it. */
async function ensureSharedRole(client: pg.Client, login: string): Promise<void> {
  const member = await client.query<{ member: boolean }>(
    "select coalesce((select pg_has_role(current_user, oid, 'MEMBER') from pg_roles where rolname = $1), false) as member",
    [sharedRole],
  );
  if (member.rows[0]?.member === true) return;
  try {
    await client.query(
      `do $$ begin create role ${sharedRole} nologin; exception when duplicate_object then null; end $$`,
    );
    await client.query(`grant ${sharedRole} to ${pg.escapeIdentifier(login)}`);
  } catch (cause) {
    throw new Problem({
      code: 'storage.role_missing',
      status: 503,
      detail: `The login of DATABASE_URL may not make the role the server takes on. Let an administrator run "create role ${sharedRole} nologin; grant ${sharedRole} to ${login}", or give the owner's login in COUNTERSIGN_OWNER_DATABASE_URL.`,
      cause,
    });
  }
}

async function withClient<Value>(
  settings: ConnectionSettings,
  work: (client: pg.Client) => Promise<Value>,
): Promise<Value> {
  const { role, ssl, ...login } = settings;
  const client = new pg.Client({ ...login, ssl: ssl ?? false, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    throw new Problem({
      code: 'storage.unreachable',
      status: 503,
      detail: `PostgreSQL at ${settings.host} cannot be reached as ${settings.user}. Check the address, the password and that it runs.`,
      cause,
    });
  }
  try {
    if (role !== undefined) await client.query(`set role ${pg.escapeIdentifier(role)}`);
    return await work(client);
  } finally {
    await client.end();
  }
}
