import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type ExportAnswer, type ExportOptions, verifyExport } from '../../clients/sdk/src/verify.ts';
import { createLedger, type EntryDraft, type Ledger, type OrganizationId } from '../../src/ledger/index.ts';
import { type LedgerStore, ledgerStore } from '../../src/ledger/store/index.ts';
import { logChecks } from '../../src/log-checks.ts';
import { type Clock, systemClock } from '../../src/platform/clock.ts';
import { createVault } from '../../src/platform/crypto/index.ts';
import {
  type ConnectionSettings,
  type Database,
  migrate,
  openDatabase,
  readMigrations,
} from '../../src/platform/db/index.ts';
import { newId } from '../../src/platform/id.ts';
import { createLog } from '../../src/platform/log.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

/** A ledger as one server node has it: pools and integrator of its own. */
export interface TestNode {
  readonly database: Database;
  readonly ledger: Ledger;
  startIntegrator(): void;
  stopIntegrator(): Promise<void>;
  close(): Promise<void>;
}

/** What a node may have of its own. */
export interface NodeParts {
  readonly store?: LedgerStore;
  readonly clock?: Clock;
  /** Another road to the database. */
  readonly connection?: ConnectionSettings;
  readonly indexes?: boolean;
  /** Hosts that its witnesses may be at. */
  readonly witnessHosts?: readonly string[];
  readonly exportHosts?: readonly string[];
}

/** One organization's log in a database of its own. */
export interface TestLog {
  readonly database: TestDatabase;
  readonly organization: OrganizationId;
  openNode(parts?: NodeParts): TestNode;
  /** Runs SQL as the owner of the tables: the database administrator whom nobody can stop, only notice. */
  asOwner(sql: string, values?: readonly unknown[]): Promise<pg.QueryResult>;
  close(): Promise<void>;
}

const quiet = createLog('silent');
const migrations = fileURLToPath(new URL('../../src/ledger/migrations/', import.meta.url));

export async function createTestLog(): Promise<TestLog> {
  const database = await createTestDatabase();
  await migrate(
    database.owner,
    database.server.user,
    await readMigrations([{ slice: 'ledger', folder: migrations }]),
  );
  const vault = createVault(new Uint8Array(randomBytes(32)));
  const organization = newId('org');
  const nodes: TestNode[] = [];
  const openNode = (parts: NodeParts = {}): TestNode => {
    const { store = ledgerStore, clock = systemClock, connection = database.server, indexes = true } = parts;
    const { exportHosts = [] } = parts;
    const opened = openDatabase(connection);
    const { reader, writer } = opened;
    const witnessing = {
      checks: logChecks,
      hosts: parts.witnessHosts ?? [],
      address: 'https://log.example',
    };
    const ledger = createLedger({
      ...{ reader, writer, vault, clock, log: quiet, store, indexes },
      ...{ witnessing, exportHosts },
    });
    let integrator: { stop(): Promise<void> } | undefined;
    let closed = false;
    const stopIntegrator = async () => {
      await integrator?.stop();
      integrator = undefined;
    };
    const node: TestNode = {
      database: opened,
      ledger,
      stopIntegrator,
      startIntegrator: () => {
        integrator = ledger.startIntegrator();
      },
      close: async () => {
        if (closed) return;
        closed = true;
        await stopIntegrator();
        await opened.close();
      },
    };
    nodes.push(node);
    return node;
  };
  const owner = new pg.Client(database.owner);
  await owner.connect();
  const founder = openNode();
  await founder.ledger.record(async (tx) => {
    await founder.ledger.createLog(tx, organization);
    return { entry: draft(organization, 'organization.create', organization), value: undefined };
  });
  await founder.close();
  return {
    database,
    organization,
    openNode,
    asOwner: (sql, values) => owner.query(sql, values === undefined ? undefined : [...values]),
    close: async () => {
      for (const node of nodes) await node.close();
      await owner.end();
      await database.drop();
    },
  };
}

/** A draft that says nothing in particular. */
export function draft(
  organization: OrganizationId,
  action = 'library.create',
  subject: string = newId('lib'),
  data: EntryDraft['data'] = {},
): EntryDraft {
  const kind = action.slice(0, action.indexOf('.'));
  return {
    organization,
    action,
    actor: { kind: 'system', id: 'setup' },
    subject: { kind, id: subject },
    data,
  };
}

/** Records `count` entries, `concurrency` at a time. Gives their subjects' ids. */
export async function recordMany(
  ledger: Ledger,
  organization: OrganizationId,
  count: number,
  concurrency = 32,
): Promise<string[]> {
  const subjects = Array.from({ length: count }, () => newId('lib'));
  const waiting = [...subjects];
  const caller = async () => {
    for (let subject = waiting.pop(); subject !== undefined; subject = waiting.pop()) {
      const entry = draft(organization, 'library.create', subject);
      await ledger.record(async () => ({ entry, value: undefined }));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, caller));
  return subjects;
}

/** Records `count` entries quickly, a hundred in one record. */
export async function fill(ledger: Ledger, organization: OrganizationId, count: number): Promise<void> {
  for (let left = count; left > 0; left -= 100) {
    const others = Array.from({ length: Math.min(left, 100) - 1 }, () => draft(organization));
    await ledger.record(async () => ({ entry: [draft(organization), ...others], value: undefined }));
  }
}

/** Waits until a checkpoint covers everything that was recorded. */
export async function untilSigned(ledger: Ledger, timeoutMs = 20_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while ((await ledger.pendingAgeMs()) > 0) {
    if (performance.now() > deadline) throw new Error(`leaves are still pending after ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The verifier's answer about the whole log, as an auditor with its key would have it. */
export async function verifyLog(
  ledger: Ledger,
  organization: OrganizationId,
  options: ExportOptions = {},
): Promise<ExportAnswer> {
  const head = await ledger.head(organization);
  return verifyExport(withoutNewlines(ledger.export(organization)), {
    ...(head && { key: head.key }),
    ...options,
  });
}

async function* withoutNewlines(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield line.replace(/\n$/, '');
}
