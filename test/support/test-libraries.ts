import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect } from 'vitest';
import { type Access, createAccess, type Principal, type Role } from '../../src/access/index.ts';
import { createLedger, type Ledger } from '../../src/ledger/index.ts';
import { createLibraries, type Library, type Oid } from '../../src/libraries/index.ts';
import { type ManualClock, manualClock } from '../../src/platform/clock.ts';
import { createVault } from '../../src/platform/crypto/index.ts';
import {
  createLastUse,
  createTally,
  type Database,
  migrate,
  openDatabase,
  readMigrations,
} from '../../src/platform/db/index.ts';
import { newId } from '../../src/platform/id.ts';
import { invariant } from '../../src/platform/invariant.ts';
import { createLog } from '../../src/platform/log.ts';
import { Problem } from '../../src/platform/problem.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { untilSigned, verifyLog } from './test-log.ts';

/** Ledger, access and libraries on a database of their own, with one organization. Nothing in it is a stand-in. */
export interface TestLibraries {
  readonly database: TestDatabase;
  readonly opened: Database;
  readonly ledger: Ledger;
  readonly access: Access;
  readonly libraries: ReturnType<typeof createLibraries>;
  readonly clock: ManualClock;
  readonly admin: Principal;
  /** A new person with these roles on the organization. */
  person(name: string, ...roles: Role[]): Promise<Principal>;
  /** A new person with these roles on one library only. */
  guest(name: string, library: Library, ...roles: Role[]): Promise<Principal>;
  /** The principal with the grants that are in force now. */
  again(principal: Principal): Promise<Principal>;
  /** Calls an API operation as the server would, and checks that its answer is as the operation declares. */
  call(principal: Principal, id: string, input?: CallInput): Promise<unknown>;
  /** The refusal of such a call. */
  refusal(principal: Principal, id: string, input?: CallInput): Promise<Problem>;
  library(creator: Principal, name: string, visibility?: 'open' | 'restricted'): Promise<Library>;
  /** Commits to a branch that is started at `main` when it is not there yet. */
  commit(
    author: Principal,
    library: Library,
    branch: string,
    files: Readonly<Record<string, string | null>>,
  ): Promise<Oid>;
  /** Publishes a branch as a change would, approvals aside. */
  publish(
    publisher: Principal,
    library: Library,
    branch: string,
    environment?: string,
  ): Promise<{ commit: Oid; versions: readonly PublishedPath[] }>;
  asOwner(sql: string, values?: readonly unknown[]): Promise<pg.QueryResult>;
  /** Verifies the whole ledger with the SDK's verifier and drops the database. */
  close(): Promise<void>;
}

export interface CallInput {
  readonly params?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
}

interface PublishedPath {
  readonly path: string;
  readonly number: number;
}

const slices = ['platform', 'ledger', 'access', 'libraries'];
const folderOf = (slice: string) => fileURLToPath(new URL(`../../src/${slice}/migrations/`, import.meta.url));

export async function createTestLibraries(): Promise<TestLibraries> {
  const database = await createTestDatabase();
  const folders = slices.map((slice) => ({ slice, folder: folderOf(slice) }));
  await migrate(database.owner, database.server.user, await readMigrations(folders));
  const owner = new pg.Client(database.owner);
  await owner.connect();
  const opened = openDatabase(database.server);
  const { reader, writer } = opened;
  const clock = manualClock('2026-03-02T09:00:00.000Z');
  const vault = createVault(new Uint8Array(randomBytes(32)));
  const ledger = createLedger({ reader, writer, vault, clock, log: createLog('silent') });
  const access = createAccess({
    ...{ reader, ledger, clock, vault, tally: createTally(writer), lastUse: createLastUse(writer, clock) },
    address: 'http://127.0.0.1:4180',
    log: createLog('silent'),
  });
  const libraries = createLibraries({
    reader,
    ledger,
    clock,
    access,
    importHosts: [],
    whyKept: async () => undefined,
  });
  const password = 'a long enough password';
  const founded = await access.createOrganization({
    name: 'northwind',
    displayName: 'Northwind',
    admin: { displayName: 'Ada Admin', email: 'ada@example.com', password },
  });
  const organization = founded.organization.id;

  const secrets = new Map<string, string>();

  /** Authenticates with a key of their own, so that the grants are those in force now. */
  async function actAs(id: Principal['human']): Promise<Principal> {
    const secret = secrets.get(id) ?? (await access.mintFirstKey(id, organization, 'Test'));
    secrets.set(id, secret);
    const header = (name: string) => (name === 'authorization' ? `Bearer ${secret}` : undefined);
    const principal = await access.authenticate({ method: 'GET', header });
    invariant(principal !== undefined, 'the person is there');
    return principal;
  }

  const admin = await actAs(founded.admin.id);
  const integrator = ledger.startIntegrator();

  async function person(name: string, ...roles: Role[]): Promise<Principal> {
    const [first, ...more] = roles;
    const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}@example.com`;
    const made = await access.createPerson(admin, {
      displayName: name,
      email,
      password,
      role: first ?? 'viewer',
    });
    for (const role of more)
      await access.createGrant(admin, { principal: made.id, role, scope: { kind: 'organization' } });
    return actAs(made.id);
  }

  async function guest(name: string, library: Library, ...roles: Role[]): Promise<Principal> {
    const { human } = await person(name);
    for (const role of roles)
      await access.createGrant(admin, {
        principal: human,
        role,
        scope: { kind: 'library', library: library.id },
      });
    const { rows } = await owner.query(
      'select id from access_grant where principal_id = $1 and library_id is null',
      [human],
    );
    for (const { id } of rows) await access.revokeGrant(admin, id);
    return actAs(human);
  }

  async function call(principal: Principal, id: string, input: CallInput = {}): Promise<unknown> {
    const operation = libraries.operations.find((candidate) => candidate.id === id);
    invariant(operation !== undefined, `there is an operation ${id}`);
    const { params = {}, query = {}, body } = input;
    const signal = new AbortController().signal;
    const answer = await operation.call({ principal, params, query, body, requestId: newId('req'), signal });
    if (operation.answerSchema === undefined) return answer;
    const wire: unknown = JSON.parse(JSON.stringify(answer));
    expect(operation.answerSchema.parse(wire)).toEqual(wire);
    return wire;
  }

  async function commit(
    author: Principal,
    library: Library,
    branch: string,
    files: Readonly<Record<string, string | null>>,
  ): Promise<Oid> {
    const params = { library: library.name };
    if ((await libraries.head(library, branch)) === undefined)
      await call(author, 'branch.create', { params, body: { name: branch } });
    const changes = Object.entries(files).map(([path, text]) =>
      text === null ? { path, delete: true } : { path, text },
    );
    const expectedHead = await libraries.head(library, branch);
    const message = `Edit ${Object.keys(files).join(', ')}`;
    await call(author, 'commit.create', { params, body: { branch, expectedHead, message, files: changes } });
    const head = await libraries.head(library, branch);
    invariant(head !== undefined, 'the branch is there');
    return head;
  }

  return {
    database,
    opened,
    ledger,
    access,
    libraries,
    clock,
    admin,
    person,
    guest,
    again: (principal) => actAs(principal.human),
    call,
    refusal: async (principal, id, input) => {
      const outcome = await call(principal, id, input).catch((error: unknown) => error);
      invariant(
        outcome instanceof Problem,
        `${id} is refused, and not: ${JSON.stringify(outcome) ?? String(outcome)}`,
      );
      return outcome;
    },
    library: async (creator, name, visibility = 'open') => {
      await call(creator, 'library.create', { body: { name, visibility } });
      return libraries.find(await actAs(creator.human), name);
    },
    commit,
    publish: async (publisher, library, branch, environment = 'production') => {
      const head = await libraries.head(library, branch);
      invariant(head !== undefined, `there is a branch ${branch}`);
      const { digest } = await libraries.compare(library, head, undefined, { environment });
      const change = newId('chg');
      return ledger.record(async (tx) => {
        const publication = {
          head,
          expectedDigest: digest,
          environment,
          change,
          publisher,
          message: `Publish ${branch}`,
          reason: `Publish ${branch}`,
          kind: 'publish' as const,
          notes: '',
          at: clock.now(),
          entry: newId('ent'),
        };
        const value = await libraries.publish(tx, library, publication);
        const actor = { kind: publisher.kind, id: publisher.id };
        const subject = { kind: 'change', id: change };
        const data = { commit: value.commit, digest };
        const id = publication.entry;
        return { entry: { id, organization, action: 'change.publish', actor, subject, data }, value };
      });
    },
    asOwner: (sql, values) => owner.query(sql, values === undefined ? undefined : [...values]),
    close: async () => {
      await untilSigned(ledger);
      const verified = await verifyLog(ledger, organization);
      await integrator.stop();
      await opened.close();
      await owner.end();
      await database.drop();
      expect(verified).toMatchObject({ ok: true });
    },
  };
}
