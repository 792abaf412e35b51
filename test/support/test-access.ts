import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import {
  type Access,
  createAccess,
  type LibraryDirectory,
  type LibraryId,
  type NamedLibrary,
  permits,
} from '../../src/access/index.ts';
import { createLedger, type Entry, type Ledger, type OrganizationId } from '../../src/ledger/index.ts';
import { readRangeList } from '../../src/platform/address-range.ts';
import { type Clock, systemClock } from '../../src/platform/clock.ts';
import { createVault } from '../../src/platform/crypto/index.ts';
import {
  createLastUse,
  createTally,
  type Database,
  migrate,
  openDatabase,
  readMigrations,
} from '../../src/platform/db/index.ts';
import { createApi, type FetchApi } from '../../src/platform/http/index.ts';
import { newId } from '../../src/platform/id.ts';
import { createLog } from '../../src/platform/log.ts';
import { notFound } from '../../src/platform/problem.ts';
import { createTestDatabase } from './database.ts';
import { untilSigned, verifyLog } from './test-log.ts';

export const address = 'http://127.0.0.1:4180';
/** Whose X-Forwarded-For is believed. */
export const trustedProxies = readRangeList('192.0.2.0/24') ?? [];
export const password = 'a long enough password';

export interface Reply {
  readonly status: number;
  /** Parsed JSON; null when there is none. */
  readonly body: unknown;
  readonly headers: Headers;
}

export interface Asking {
  readonly key?: string;
  readonly cookie?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** The other end of the connection. */
  readonly peer?: string;
}

/** Ledger and access as the server has them, with an API in front. */
export interface TestAccess {
  readonly access: Access;
  readonly ledger: Ledger;
  readonly database: Database;
  addLibrary(organization: OrganizationId, name: string, visibility: 'open' | 'restricted'): LibraryId;
  call(method: string, path: string, asking?: Asking): Promise<Reply>;
  /** As `call`, at another node on the same database. */
  elsewhere(method: string, path: string, asking?: Asking): Promise<Reply>;
  /** The API itself, to put behind a socket. */
  readonly fetch: FetchApi;
  /** Founds an organization and gives its admin's e-mail address and a key. */
  found(name: string): Promise<{ id: OrganizationId; admin: `per_${string}`; email: string; key: string }>;
  asOwner(sql: string, values?: readonly unknown[]): Promise<pg.QueryResult>;
  /** Every leaf of every log, in order of recording. */
  leaves(): Promise<string[]>;
  entries(organization: OrganizationId): Promise<Entry[]>;
  /** Verifies every log, then drops everything. Gives the verifier's answers. */
  close(): Promise<{ ok: boolean }[]>;
}

const folderOf = (slice: string) => fileURLToPath(new URL(`../../src/${slice}/migrations/`, import.meta.url));

export async function createTestAccess(clock: Clock = systemClock): Promise<TestAccess> {
  const place = await createTestDatabase();
  const slices = ['platform', 'ledger', 'access'].map((slice) => ({ slice, folder: folderOf(slice) }));
  await migrate(place.owner, place.server.user, await readMigrations(slices));
  const database = openDatabase(place.server);
  const owner = new pg.Client(place.owner);
  await owner.connect();
  const log = createLog('silent');
  const vault = createVault(new Uint8Array(randomBytes(32)));
  const { reader, writer } = database;
  const ledger = createLedger({ reader, writer, vault, clock: systemClock, log });
  const tally = createTally(writer);
  const lastUse = createLastUse(writer, clock);
  const access = createAccess({ reader, ledger, clock, address, vault, tally, lastUse, log, trustedProxies });
  const integrator = ledger.startIntegrator();
  const directory = createDirectory();
  const organizations: OrganizationId[] = [];
  const apiOf = (node: Access) =>
    createApi({
      operations: node.operations(directory),
      fetchRoutes: [node.authRoute],
      authenticate: (facts) => node.authenticate(facts),
      bodyLimitBytes: 1_000_000,
      log,
      page: async () => new Response('page'),
      publicRoutes: [],
    });
  const api = apiOf(access);
  const other = apiOf(
    createAccess({ reader, ledger, clock, address, vault, tally: createTally(writer), lastUse, log }),
  );
  const leaves = async () => {
    const { rows } = await owner.query('select leaf from ledger_leaf order by at, ctid');
    return rows.map((row) => Buffer.from(row.leaf).toString('utf8'));
  };
  return {
    access,
    ledger,
    database,
    addLibrary: directory.add,
    fetch: api,
    call: async (method, path, asking = {}) =>
      replyOf(await api(requestOf(method, path, asking), asking.peer)),
    elsewhere: async (method, path, asking = {}) => replyOf(await other(requestOf(method, path, asking))),
    found: async (name) => {
      const email = `admin@${name}.example`;
      const admin = { displayName: 'Amara', email, password };
      const made = await access.createOrganization({ name, displayName: name, admin });
      organizations.push(made.organization.id);
      const key = await access.mintFirstKey(made.admin.id, made.organization.id, 'First');
      return { id: made.organization.id, admin: made.admin.id, email, key };
    },
    asOwner: (sql, values) => owner.query(sql, values === undefined ? undefined : [...values]),
    leaves,
    entries: async (organization) =>
      (await leaves())
        .map((leaf): Entry => JSON.parse(leaf))
        .filter((one) => one.organization === organization),
    close: async () => {
      await untilSigned(ledger);
      const answers = await Promise.all(organizations.map((id) => verifyLog(ledger, id)));
      await integrator.stop();
      await database.close();
      await owner.end();
      await place.drop();
      return answers;
    },
  };
}

async function replyOf(response: Response): Promise<Reply> {
  const { status, headers } = response;
  const text = await response.text();
  return { status, body: text === '' ? null : JSON.parse(text), headers };
}

function requestOf(method: string, path: string, asking: Asking): Request {
  const headers = new Headers(asking.headers);
  if (asking.key !== undefined) headers.set('authorization', `Bearer ${asking.key}`);
  if (asking.cookie !== undefined) headers.set('cookie', asking.cookie);
  if (asking.body === undefined) return new Request(`${address}${path}`, { method, headers });
  headers.set('content-type', headers.get('content-type') ?? 'application/json');
  return new Request(`${address}${path}`, { method, headers, body: JSON.stringify(asking.body) });
}

/** Libraries by the contract that access asks of the slice to its right. */
function createDirectory(): LibraryDirectory & {
  add(organization: OrganizationId, name: string, visibility: 'open' | 'restricted'): LibraryId;
} {
  const libraries: (NamedLibrary & { readonly organization: OrganizationId })[] = [];
  return {
    add: (organization, name, visibility) => {
      const id = newId('lib');
      libraries.push({ organization, id, name, visibility });
      return id;
    },
    find: async (principal, name) => {
      const found = libraries.find((one) => one.organization === principal.organization && one.name === name);
      if (found === undefined) throw notFound();
      const resource = {
        kind: 'library',
        id: found.id,
        restricted: found.visibility === 'restricted',
      } as const;
      if (!permits(principal, 'library.read', resource)) throw notFound();
      return found;
    },
    byId: async (organization, id) =>
      libraries.find((one) => one.organization === organization && one.id === id),
  };
}

/** The session cookie of a reply, as a browser would send it back. */
export function cookieOf(reply: Reply): string {
  return reply.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0] ?? '')
    .filter((cookie) => !cookie.endsWith('='))
    .join('; ');
}

/** A text member of a reply's body. */
export function textOf(body: unknown, member: string): string {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, member) : undefined;
  if (typeof value !== 'string') throw new Error(`no ${member} in ${JSON.stringify(body)}`);
  return value;
}
