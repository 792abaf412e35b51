import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { z } from 'zod';
import { type Access, createAccess, type Principal, type Role } from '../../src/access/index.ts';
import { createChanges } from '../../src/changes/index.ts';
import { createGateway, type Gateway } from '../../src/gateway/index.ts';
import type { RecordingLimits } from '../../src/gateway/recording.ts';
import { createIntelligence } from '../../src/intelligence/index.ts';
import { createLedger, type Ledger, type OrganizationId } from '../../src/ledger/index.ts';
import { createLibraries, type Libraries } from '../../src/libraries/index.ts';
import { type Clock, systemClock } from '../../src/platform/clock.ts';
import { createVault, type Vault } from '../../src/platform/crypto/index.ts';
import {
  createLastUse,
  createTally,
  type Database,
  migrate,
  openDatabase,
  readMigrations,
} from '../../src/platform/db/index.ts';
import { type HttpServer, listen, type Operation } from '../../src/platform/http/index.ts';
import { createLog, type Log } from '../../src/platform/log.ts';
import { createPolicies, policyLibrary } from '../../src/policy/index.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

const slices = ['platform', 'ledger', 'access', 'libraries', 'policy', 'changes', 'gateway', 'intelligence'];
const people = ['contributor', 'reviewer', 'approver', 'publisher', 'viewer', 'auditor'] as const;
type Who = (typeof people)[number] | 'admin';

/** Every slice over one database, seven people with a role each, and the gateway on a port. */
export interface GatewayHouse {
  readonly database: TestDatabase;
  readonly storage: Database;
  readonly ledger: Ledger;
  readonly access: Access;
  readonly libraries: Libraries;
  readonly gateway: Gateway;
  readonly organization: OrganizationId;
  readonly address: string;
  who(person: Who): Principal;
  /** A personal key. */
  key(person: Who, scope?: Parameters<Access['createKey']>[2]['scope']): Promise<string>;
  /** Calls an operation as a person. The answer is checked by nobody: parse it. */
  call(person: Who, operation: string, input: CallInput): Promise<unknown>;
  /** Through branch, commit, review, approval and publication, by four people. Gives the change's id. */
  publish(library: string, files: readonly { path: string; text: string }[]): Promise<string>;
  asOwner(sql: string): Promise<pg.QueryResult>;
  close(): Promise<void>;
}

interface CallInput {
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
}

export async function createGatewayHouse(
  settings: {
    providerTimeoutMs?: number;
    bodyLimitBytes?: number;
    clock?: Clock;
    vault?: Vault;
    recordingLimits?: RecordingLimits;
    log?: Log;
  } = {},
): Promise<GatewayHouse> {
  const database = await createTestDatabase();
  const folder = (slice: string) => fileURLToPath(new URL(`../../src/${slice}/migrations/`, import.meta.url));
  await migrate(
    database.owner,
    database.server.user,
    await readMigrations(slices.map((slice) => ({ slice, folder: folder(slice) }))),
  );
  const storage = openDatabase(database.server);
  const { reader } = storage;
  const vault = settings.vault ?? createVault(new Uint8Array(randomBytes(32)));
  const clock = settings.clock ?? systemClock;
  const log = settings.log ?? createLog('silent');
  const ledger = createLedger({ reader, writer: storage.writer, vault, clock, log });
  const access = createAccess({
    reader,
    ledger,
    clock,
    address: 'http://127.0.0.1',
    vault,
    tally: createTally(storage.writer),
    lastUse: createLastUse(storage.writer, clock),
    log,
  });
  const libraries = createLibraries({
    reader,
    ledger,
    clock,
    access,
    importHosts: [],
    whyKept: async () => undefined,
  });
  const policies = await createPolicies({ reader, ledger, libraries, clock, log, vault, detectorHosts: [] });
  const changes = createChanges({
    ...{ reader, ledger, clock, libraries, people: access, vault, log },
    address: 'http://127.0.0.1',
    mail: undefined,
    webhookHosts: [],
  });
  const gateway = createGateway({
    reader,
    ledger,
    access,
    libraries,
    changes,
    policies,
    vault,
    clock,
    log,
    bodyLimitBytes: settings.bodyLimitBytes ?? 100_000,
    providerTimeoutMs: settings.providerTimeoutMs ?? 5_000,
    simulatedLatencyMs: 0,
    ...(settings.recordingLimits === undefined ? {} : { recordingLimits: settings.recordingLimits }),
  });
  const operations = byId([
    ...access.operations(libraries),
    ...libraries.operations,
    ...policies.operations({
      verdictOf: gateway.verdictOf,
      recorded: gateway.recorded,
      proposedBy: (principal, change) => changes.proposedTexts(principal, change, policyLibrary),
    }),
    ...changes.operations,
    ...gateway.operations,
    ...createIntelligence({
      ...{ reader, ledger, access, libraries, changes, gateway, clock },
      register: policies.register,
      smallestGroup: 5,
      reviewDays: 365,
      address: 'http://127.0.0.1',
      mailer: undefined,
    }).operations,
  ]);
  const { organization, principals, secrets } = await found(access);
  const who = (person: Who): Principal => must(principals.get(person), person);
  // Authenticated each time, as a request is, so that a new grant counts.
  const now = (person: Who) => authenticated(access, must(secrets.get(person), person));
  const call = async (person: Who, operation: string, { params = {}, query = {}, body }: CallInput) =>
    must(operations.get(operation), operation).call({
      principal: await now(person),
      params,
      query,
      body,
      requestId: 'req_test',
      signal: new AbortController().signal,
    });
  const server: HttpServer = await listen('127.0.0.1', 0, log);
  server.serve({ nodeRoutes: gateway.nodeRoutes, fetch: () => new Response(null, { status: 404 }) });
  const integrator = ledger.startIntegrator();
  const owner = new pg.Client(database.owner);
  await owner.connect();
  return {
    database,
    storage,
    ledger,
    access,
    libraries,
    gateway,
    organization,
    address: `http://127.0.0.1:${server.port}`,
    who,
    call,
    key: async (person, scope) =>
      (await access.createKey(libraries, await now(person), { displayName: 'test', scope })).secret,
    publish: (library, files) => publish(call, library, files),
    asOwner: (sql) => owner.query(sql),
    close: async () => {
      await server.stop(2_000);
      await integrator.stop();
      await storage.close();
      await owner.end();
      await database.drop();
    },
  };
}

async function found(access: Access) {
  const password = randomBytes(12).toString('base64url');
  const founder = { displayName: 'Ada Admin', email: 'admin@example.com', password };
  const made = await access.createOrganization({
    name: 'northwind',
    displayName: 'Northwind',
    admin: founder,
  });
  const organization = made.organization.id;
  const secrets = new Map<Who, string>();
  const principals = new Map<Who, Principal>();
  const add = async (who: Who, id: string) => {
    const secret = await access.mintFirstKey(id, organization, 'test');
    secrets.set(who, secret);
    principals.set(who, await authenticated(access, secret));
  };
  await add('admin', made.admin.id);
  for (const role of people satisfies readonly Role[]) {
    const person = { displayName: `The ${role}`, email: `${role}@example.com`, password, role };
    await add(role, (await access.createPerson(must(principals.get('admin'), 'admin'), person)).id);
  }
  return { organization, principals, secrets };
}

async function authenticated(access: Access, secret: string): Promise<Principal> {
  const header = (name: string) => (name === 'authorization' ? `Bearer ${secret}` : undefined);
  return must(await access.authenticate({ method: 'GET', header }), 'principal');
}

const withHead = z.object({ head: z.string() });
const changePage = z.object({ id: z.string(), revision: z.string(), digest: z.string(), shown: z.string() });
/** How many branches each house has: workers keep their modules, and a house's names are its own. */
const branches = new WeakMap<GatewayHouse['call'], number>();

async function publish(
  call: GatewayHouse['call'],
  library: string,
  files: readonly { path: string; text: string }[],
): Promise<string> {
  const made = branches.get(call) ?? 0;
  branches.set(call, made + 1);
  const branch = `work-${made}`;
  const params = { library };
  const { head } = withHead.parse(
    await call('contributor', 'branch.create', { params, body: { name: branch } }),
  );
  const commit = { branch, expectedHead: head, message: 'Write the prompt', files };
  await call('contributor', 'commit.create', { params, body: commit });
  const opened = await call('contributor', 'change.create', {
    body: { library, branch, title: 'A better prompt' },
  });
  const change = { change: changePage.parse(opened).id };
  await call('contributor', 'change.submit', { params: change, body: {} });
  const page = async (person: Who) => changePage.parse(await call(person, 'change.read', { params: change }));
  const { revision } = await page('reviewer');
  await call('reviewer', 'change.review', { params: change, body: { revision, verdict: 'endorse' } });
  const { digest, shown } = await page('approver');
  await call('approver', 'change.approve', { params: change, body: { revision, digest, shown } });
  await call('publisher', 'change.publish', { params: change, body: { revision, digest } });
  return change.change;
}

function byId(operations: readonly Operation<Principal>[]): Map<string, Operation<Principal>> {
  return new Map(operations.map((operation) => [operation.id, operation]));
}

function must<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined) throw new Error(`there is no ${what}`);
  return value;
}
