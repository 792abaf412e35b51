import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, vi } from 'vitest';
import { type Role, roles } from '../../src/access/index.ts';
import type { OrganizationId } from '../../src/ledger/index.ts';
import { type Clock, systemClock } from '../../src/platform/clock.ts';
import type { ConnectionSettings } from '../../src/platform/db/index.ts';
import { createLog, type Log } from '../../src/platform/log.ts';
import type { MailSettings } from '../../src/platform/mail.ts';
import { type House, startServer } from '../../src/server.ts';
import { createTestDatabase } from './database.ts';
import { guardEntries } from './entry-guard.ts';
import { untilSigned, verifyLog } from './test-log.ts';

export const password = 'a long enough password';
export const bodyLimitBytes = 400_000;

export interface Reply {
  readonly status: number;
  readonly text: string;
  /** Parsed JSON; undefined when it is none. */
  readonly body: unknown;
  readonly headers: Headers;
}

export interface Asking {
  readonly key?: string | undefined;
  readonly cookie?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
}

/** What an operation takes, by name. */
export interface Input {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Member {
  readonly id: string;
  readonly email: string;
  readonly key: string;
}

export interface Company {
  readonly id: OrganizationId;
  readonly name: string;
  /** One person of every role, held on the whole organization. */
  readonly people: Readonly<Record<Role, Member>>;
}

/** The whole server as `countersign serve` starts it, on a database of its own, with two organizations. */
export interface TestHouse {
  readonly address: string;
  readonly house: House;
  readonly northwind: Company;
  /** Strangers. */
  readonly fabrikam: Company;
  ask(method: string, path: string, asking?: Asking): Promise<Reply>;
  /** Calls an operation by its name. */
  call(key: string, operation: string, input?: Input): Promise<Reply>;
  /** As `call`, for what must succeed; gives the body. */
  done(key: string, operation: string, input?: Input): Promise<unknown>;
  /** A further person of a company, with these roles on the organization and a key. */
  person(company: Company, name: string, ...held: readonly [Role, ...Role[]]): Promise<Member>;
  /** A session cookie, from signing in as people do. */
  signIn(member: Member): Promise<string>;
  asOwner(sql: string, values?: readonly unknown[]): Promise<pg.QueryResult>;
  /** Waits until everything that is recorded is in the log, and everything that follows the log has followed it. */
  settled(): Promise<void>;
  /** As code of the server would that found a way around the ledger. */
  asServer(sql: string): Promise<pg.QueryResult>;
  /** What the tables hold, when settled: name → number of rows. The integrator's own are left out, for it works all the time; so is when keys were last used. */
  counts(): Promise<Record<string, number>>;
  /** Verifies every log with the SDK's verifier, then drops everything. */
  close(): Promise<void>;
}

export interface HouseSettings {
  readonly importHosts?: readonly string[];
  readonly webhookHosts?: readonly string[];
  readonly detectorHosts?: readonly string[];
  readonly witnessHosts?: readonly string[];
  readonly exportHosts?: readonly string[];
  readonly retentionFloorDays?: number;
  readonly ssoHosts?: readonly string[];
  /** TXT records by name; without, none. */
  readonly dns?: ReadonlyMap<string, readonly string[]>;
  readonly mail?: MailSettings;
  /** Without, the system's. */
  readonly clock?: Clock;
  /** Without, silent unless COUNTERSIGN_LOG_LEVEL says otherwise. */
  readonly log?: Log;
}

/** Starts the house. Every request goes through the real socket. */
export async function startHouse(given: HouseSettings = {}): Promise<TestHouse> {
  const database = await createTestDatabase();
  const dataFolder = await mkdtemp(join(tmpdir(), 'countersign-house-'));
  const server = await startServer({
    settings: {
      port: 0,
      host: '127.0.0.1',
      databaseUrl: urlOf(database.server),
      ownerDatabaseUrl: urlOf(database.owner),
      dataFolder,
      address: undefined,
      masterKey: {
        value: randomBytes(32).toString('base64'),
        ...{ file: undefined, kms: undefined, previous: [] },
      },
      logLevel: 'silent',
      bodyLimitBytes,
      drainMs: 2_000,
      retentionFloorDays: given.retentionFloorDays ?? 183,
      anchors: [],
      remoteAnchors: { git: [], bucket: undefined },
      importHosts: given.importHosts ?? [],
      webhookHosts: given.webhookHosts ?? [],
      detectorHosts: given.detectorHosts ?? [],
      witnessHosts: given.witnessHosts ?? [],
      exportHosts: given.exportHosts ?? [],
      ssoHosts: given.ssoHosts ?? [],
      mail: given.mail,
      trustedProxies: [],
      smallestGroup: 5,
      reviewDays: 365,
    },
    clock: given.clock ?? systemClock,
    log: given.log ?? createLog(process.env.COUNTERSIGN_LOG_LEVEL ?? 'silent'),
    say: () => undefined,
    dns: { texts: async (name) => given.dns?.get(name) ?? [] },
  });
  const { house, address } = server;
  const owner = new pg.Client(database.owner);
  await owner.connect();
  await guardEntries(owner, database.server.user);
  const ask = (method: string, path: string, asking: Asking = {}) =>
    send(`${address}${path}`, method, asking);
  const call = (key: string, operation: string, input: Input = {}) => {
    const { method, path } = addressOf(house, operation, input);
    return ask(method, path, input.body === undefined ? { key } : { key, body: input.body });
  };
  const done = async (key: string, operation: string, input: Input = {}) => {
    const reply = await call(key, operation, input);
    if (reply.status >= 300) throw new Error(`${operation} answered ${reply.status}: ${reply.text}`);
    return reply.body;
  };
  const person = async (company: Company, name: string, ...held: readonly [Role, ...Role[]]) => {
    const [role, ...more] = held;
    const admin = company.people.admin.key;
    const email = `${name}@${company.name}.example`;
    const body = { displayName: name, email, password, role };
    const id = textAt(await done(admin, 'person.create', { body }), 'id');
    for (const another of more)
      await done(admin, 'grant.create', {
        body: { principal: id, role: another, scope: { kind: 'organization' } },
      });
    return { id, email, key: await house.access.mintFirstKey(id, company.id, 'Test') };
  };
  const northwind = await found(house, done, 'northwind');
  const fabrikam = await found(house, done, 'fabrikam');
  return {
    address,
    house,
    northwind,
    fabrikam,
    ask,
    call,
    done,
    person,
    signIn: async ({ email }) => {
      const reply = await ask('POST', '/auth/sign-in/email', { body: { email, password } });
      expect(reply.status).toBe(200);
      const cookies = reply.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] ?? '');
      return cookies.filter((cookie) => !cookie.endsWith('=')).join('; ');
    },
    asOwner: (sql, values) => owner.query(sql, values === undefined ? undefined : [...values]),
    asServer: async (sql) => {
      const server = new pg.Client(database.server);
      await server.connect();
      return server.query(sql).finally(() => server.end());
    },
    settled: () => untilFollowed(house, owner),
    counts: async () => {
      await untilFollowed(house, owner);
      return countRows(owner);
    },
    close: async () => {
      await untilSigned(house.ledger);
      const answers = [];
      for (const company of [northwind, fabrikam]) answers.push(await verifyLog(house.ledger, company.id));
      await server.stop();
      await owner.end();
      await database.drop();
      await rm(dataFolder, { recursive: true, force: true });
      expect(answers).toMatchObject([{ ok: true }, { ok: true }]);
    },
  };
}

function urlOf({ host, port, user, password: secret, database }: ConnectionSettings): string {
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(secret)}`;
  return host.startsWith('/')
    ? `postgres://${login}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
    : `postgres://${login}@${host}:${port}/${database}`;
}

async function send(url: string, method: string, asking: Asking): Promise<Reply> {
  const headers = new Headers(asking.headers);
  if (asking.key !== undefined) headers.set('authorization', `Bearer ${asking.key}`);
  if (asking.cookie !== undefined) headers.set('cookie', asking.cookie);
  const body = asking.raw ?? (asking.body === undefined ? undefined : JSON.stringify(asking.body));
  if (body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  return { status: response.status, text, body: parsed(text), headers: response.headers };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where an operation is reached: its method, and its path with parameters and query filled in. */
export function addressOf(
  house: House,
  id: string,
  { params = {}, query = {} }: Input,
): { method: string; path: string } {
  const operation = house.operations.find((candidate) => candidate.id === id);
  if (operation === undefined) throw new Error(`there is no operation ${id}`);
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const search = new URLSearchParams(query).toString();
  return { method: operation.method.toUpperCase(), path: search === '' ? path : `${path}?${search}` };
}

async function found(house: House, done: TestHouse['done'], name: string): Promise<Company> {
  const email = `admin@${name}.example`;
  const founder = { displayName: 'The admin', email, password };
  const made = await house.access.createOrganization({ name, displayName: name, admin: founder });
  const { id } = made.organization;
  const key = await house.access.mintFirstKey(made.admin.id, id, 'Test');
  const admin = { id: made.admin.id, email, key };
  const member = async (role: Role): Promise<Member> => {
    const body = { displayName: `The ${role}`, email: `${role}@${name}.example`, password, role };
    const person = textAt(await done(key, 'person.create', { body }), 'id');
    return { id: person, email: body.email, key: await house.access.mintFirstKey(person, id, 'Test') };
  };
  const people = {
    admin,
    viewer: await member('viewer'),
    contributor: await member('contributor'),
    reviewer: await member('reviewer'),
    approver: await member('approver'),
    publisher: await member('publisher'),
    responder: await member('responder'),
    auditor: await member('auditor'),
  };
  expect(Object.keys(people).sort()).toEqual([...roles].sort());
  return { id, name, people };
}

async function untilFollowed(house: House, owner: pg.Client): Promise<void> {
  const followers = house.followers.map(({ name, actions }) => ({ name, actions }));
  await vi.waitFor(
    async () => {
      const { rows } = await owner.query<{ left: number }>(
        `select (select count(*) from ledger_pending)::int + (
           select count(*) from json_to_recordset($1::json) as f (name text, actions json)
           where exists (
             select 1 from ledger_leaf l join ledger_position p using (organization_id, id)
             where l.action in (select json_array_elements_text(f.actions)) and p.index >= coalesce(
               (select next_index from ledger_follower w where w.organization_id = l.organization_id and w.name = f.name), 0)
           ))::int as left`,
        [JSON.stringify(followers)],
      );
      expect(rows[0]?.left).toBe(0);
    },
    { timeout: 20_000, interval: 20 },
  );
}

async function countRows(owner: pg.Client): Promise<Record<string, number>> {
  const { rows } = await owner.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  // When keys were last used is written down by itself, some seconds later, whatever a test does.
  // A projection's place appears with its first look at a log, also where nothing in it concerns the projection.
  const late = ['platform_last_use', 'intelligence_place'];
  const own = (name: string) => name.startsWith('ledger_') || late.includes(name);
  const kept = rows.filter(({ name }) => !own(name) || name === 'ledger_leaf');
  const each = kept.map(({ name }) => {
    const table = pg.escapeIdentifier(name);
    return `(select count(*)::int from ${table}) as ${table}`;
  });
  const counted = await owner.query<Record<string, number>>(`select ${each.join(', ')}`);
  return { ...counted.rows[0] };
}

/** A member of an answer, by path; undefined when it is not there. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value;
  for (const name of path)
    here = typeof here === 'object' && here !== null ? Reflect.get(here, name) : undefined;
  return here;
}

/** A text of an answer, by path. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  if (typeof found !== 'string') throw new Error(`no text at ${path.join('.')} in ${JSON.stringify(value)}`);
  return found;
}

/** A list of an answer, by path. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  if (!Array.isArray(found)) throw new Error(`no list at ${path.join('.')} in ${JSON.stringify(value)}`);
  return found;
}
