import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type Access, createAccess, type Principal, type TxtLookup } from './access/index.ts';
import { anchorsOf } from './anchors.ts';
import { createChanges, createMailer } from './changes/index.ts';
import { createGateway, type Gateway, inputPriceOf } from './gateway/index.ts';
import { createEvidence, createIntelligence } from './intelligence/index.ts';
import {
  type BatchFollower,
  createLedger,
  type Follower,
  type Ledger,
  ledgerOperations,
  logRoutes,
} from './ledger/index.ts';
import { createLibraries } from './libraries/index.ts';
import { logChecks } from './log-checks.ts';
import type { AddressRange } from './platform/address-range.ts';
import type { Clock } from './platform/clock.ts';
import { createVault, loadMasterKeys, type Vault } from './platform/crypto/index.ts';
import {
  createLastUse,
  createTally,
  type Database,
  type Migration,
  migrate,
  openDatabase,
  readMigrations,
} from './platform/db/index.ts';
import type { HostList } from './platform/host-list.ts';
import {
  createApi,
  docsPage,
  type FetchRoute,
  listen,
  type NodeRoute,
  type Operation,
  openApiDocument,
  type RequestFacts,
  webApp,
} from './platform/http/index.ts';
import type { Log } from './platform/log.ts';
import type { MailSettings } from './platform/mail.ts';
import { createMetrics } from './platform/metrics.ts';
import type { Settings } from './platform/settings.ts';
import { openStorage, type Storage } from './platform/storage.ts';
import { version } from './platform/version.ts';
import { createPolicies, type Policies, policyLibrary } from './policy/index.ts';

export { setupLink } from './access/index.ts';

export { version };

/** The slices, in their order (design.md §2), and what they all stand on. Migrations run in this order too. */
const slices = [
  'platform',
  'ledger',
  'access',
  'libraries',
  'policy',
  'changes',
  'gateway',
  'intelligence',
] as const;

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Every step of this version's schema, in order. */
export const readAllMigrations = (): Promise<Migration[]> =>
  readMigrations(slices.map((slice) => ({ slice, folder: here(`./${slice}/migrations`) })));

/** Every slice, put together over one database. No HTTP, no timers: those are the server's. */
export interface House {
  readonly ledger: Ledger;
  readonly access: Access;
  readonly libraries: ReturnType<typeof createLibraries>;
  readonly changes: ReturnType<typeof createChanges>;
  readonly policies: Policies;
  readonly gateway: Gateway;
  readonly intelligence: ReturnType<typeof createIntelligence>;
  readonly operations: readonly Operation<Principal>[];
  /** What slices do about entries of those to their left. */
  readonly followers: readonly (Follower | BatchFollower)[];
  readonly nodeRoutes: readonly NodeRoute[];
  readonly fetchRoutes: readonly FetchRoute[];
  authenticate(facts: RequestFacts): Promise<Principal | undefined>;
}

export interface HouseParts {
  readonly database: Database;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  /** Where people reach this server; sessions are bound to it. */
  readonly address: string;
  readonly bodyLimitBytes: number;
  /** How long the simulated provider takes; its own default without. */
  readonly simulatedLatencyMs?: number;
  /** Where git repositories may be imported from; nowhere without. */
  readonly importHosts?: HostList;
  /** Where webhooks may be sent to; nowhere without. */
  readonly webhookHosts?: HostList;
  /** Where outside detectors of data classes may be; nowhere without. */
  readonly detectorHosts?: HostList;
  /** Where witnesses of logs may be; nowhere without. */
  readonly witnessHosts?: HostList;
  /** Where the log may be pushed to; nowhere without. */
  readonly exportHosts?: HostList;
  /** No rule of retention erases content before this many days; without, half a year. */
  readonly retentionFloorDays?: number;
  /** Figures about groups of fewer people are not shown; 5 without. */
  readonly smallestGroup?: number;
  /** A prompt that was not reviewed for so long is stale; 365 without. */
  readonly reviewDays?: number;
  /** Where identity providers may be; at any public address without. */
  readonly ssoHosts?: HostList | undefined;
  /** Reads TXT records; the machine's own name servers without. */
  readonly dns?: TxtLookup | undefined;
  /** Proxies whose X-Forwarded-For is believed; none without. */
  readonly trustedProxies?: readonly AddressRange[];
  /** What notices go out by; without, no e-mail goes out. */
  readonly mail?: MailSettings | undefined;
}

/** Composes the slices, left to right. */
export async function createHouse(parts: HouseParts): Promise<House> {
  const { database, vault, clock, log, address, bodyLimitBytes, simulatedLatencyMs } = parts;
  const { reader } = database;
  const witnessing = { checks: logChecks, hosts: parts.witnessHosts ?? [], address };
  const ledger = createLedger({
    ...{ reader, writer: database.writer, vault, clock, log },
    witnessing,
    exportHosts: parts.exportHosts ?? [],
    hostname: hostname(),
  });
  const tally = createTally(database.writer);
  const access = createAccess({
    ...{ reader, ledger, clock, address, vault, tally, log },
    lastUse: createLastUse(database.writer, clock),
    trustedProxies: parts.trustedProxies,
    ssoHosts: parts.ssoHosts,
    dns: parts.dns,
  });
  const libraries = createLibraries({
    reader,
    ledger,
    clock,
    access,
    importHosts: parts.importHosts ?? [],
    whyKept: async (library, branch) => {
      const change = await changes.on(library, branch);
      return change === undefined ? undefined : `The change ${address}/changes/${change} stands on it.`;
    },
  });
  const policies = await createPolicies({
    ...{ reader, ledger, libraries, clock, log, vault },
    detectorHosts: parts.detectorHosts ?? [],
  });
  const changes = createChanges({
    ...{ reader, ledger, clock, libraries, people: access, vault, log, address },
    mail: parts.mail,
    inputPriceOf,
    webhookHosts: parts.webhookHosts ?? [],
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
    bodyLimitBytes,
    ...(parts.retentionFloorDays === undefined ? {} : { retentionFloorDays: parts.retentionFloorDays }),
    ...(simulatedLatencyMs === undefined ? {} : { simulatedLatencyMs }),
  });
  const git = libraries.gitRoutes({
    log,
    authenticate: (facts) => access.authenticate(facts),
    afterPush: async (principal, library, branch, options) => {
      const change = await changes.proposePush(principal, library, branch, options);
      const opened = change === undefined ? [] : [`change: ${address}/changes/${change}`];
      const broken = (await changes.policyTests(library, branch)) ?? [];
      const said = opened.concat(broken);
      return said.length === 0 ? undefined : said.join('\n');
    },
  });
  const intelligence = createIntelligence({
    ...{ reader, ledger, access, libraries, changes, gateway, clock },
    register: policies.register,
    smallestGroup: parts.smallestGroup ?? 5,
    reviewDays: parts.reviewDays ?? 365,
    address,
    mailer: parts.mail === undefined ? undefined : createMailer(parts.mail),
  });
  const evidence = createEvidence({
    ...{ ledger, access, libraries, changes, gateway, clock },
    script: () => readFile(here('../clients/web/dist/evidence-page/page.js'), 'utf8').catch(() => undefined),
  });
  const guard = access.ledgerGuard;
  return {
    ledger,
    access,
    libraries,
    changes,
    policies,
    gateway,
    intelligence,
    operations: [
      ...access.operations(libraries),
      ...libraries.operations,
      ...policies.operations({
        verdictOf: gateway.verdictOf,
        recorded: gateway.recorded,
        proposedBy: (principal, change) => changes.proposedTexts(principal, change, policyLibrary),
      }),
      ...changes.operations,
      ...gateway.operations,
      ...ledgerOperations(ledger, guard),
      ...intelligence.operations,
      ...evidence.operations,
    ],
    followers: [
      ...libraries.followers,
      ...changes.followers,
      changes.simulating((by, proposal) => policies.simulate(gateway, by, proposal)),
      ...gateway.followers,
      ...intelligence.followers,
    ],
    nodeRoutes: [...gateway.nodeRoutes, ...git, ...logRoutes(ledger, guard)],
    fetchRoutes: [access.ssoRoute, access.authRoute, access.scimRoute],
    authenticate: (facts) => access.authenticate(facts),
  };
}

export interface Foundation {
  readonly storage: Storage;
  readonly database: Database;
  readonly vault: Vault;
  /** Names of migrations that were applied now. */
  readonly migrated: readonly string[];
  close(): Promise<void>;
}

/** Storage up, schema current, keys at hand: what every command stands on. A failed migration stops here. */
export async function openFoundation(
  settings: Settings,
  say: (sentence: string) => void,
): Promise<Foundation> {
  const storage = await openStorage(settings, say);
  try {
    const migrated = await migrate(storage.owner, storage.serverRole, await readAllMigrations());
    const { current, previous } = await loadMasterKeys(settings.masterKey, settings.dataFolder);
    const vault = createVault(current, previous);
    const database = openDatabase(storage.server);
    return {
      storage,
      database,
      vault,
      migrated,
      close: async () => {
        await database.close();
        await storage.stop();
      },
    };
  } catch (error) {
    await storage.stop();
    throw error;
  }
}

export interface RunningServer {
  readonly address: string;
  readonly house: House;
  readonly notices: readonly string[];
  /** The database went away by itself: nothing more can be recorded, so the server has to end. */
  onStorageLost(listener: (reason: string) => void): void;
  /** Drains requests, lets the integrator finish its round, closes the database. Idempotent. */
  stop(): Promise<void>;
}

export interface ServerParts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly log: Log;
  readonly say: (sentence: string) => void;
  /** Without, the machine's own name servers. */
  readonly dns?: TxtLookup | undefined;
}

/** `/readyz` refuses when the oldest unsigned leaf is older than this (promise 11). */
const oldestPendingMs = 5_000;

/** Starts everything, in the order in which it can be undone. */
export async function startServer({ settings, clock, log, say, dns }: ServerParts): Promise<RunningServer> {
  const http = await listen(settings.host, settings.port, log);
  const address = settings.address ?? `http://${settings.host}:${http.port}`;
  const undo: (() => Promise<void>)[] = [() => http.stop(settings.drainMs)];
  try {
    const foundation = await openFoundation(settings, say);
    undo.push(() => foundation.close());
    const { database, vault, storage } = foundation;
    const {
      bodyLimitBytes,
      importHosts,
      webhookHosts,
      detectorHosts,
      ssoHosts,
      mail,
      retentionFloorDays,
      smallestGroup,
      reviewDays,
    } = settings;
    const { trustedProxies, witnessHosts } = settings;
    const parts = {
      ...{ database, vault, clock, log, address, bodyLimitBytes },
      ...{
        importHosts,
        webhookHosts,
        detectorHosts,
        witnessHosts,
        exportHosts: settings.exportHosts,
        ssoHosts,
        dns,
        mail,
        retentionFloorDays,
        smallestGroup,
        reviewDays,
        trustedProxies,
      },
    };
    const house = await createHouse(parts);
    const handlers = { nodeRoutes: house.nodeRoutes, fetch: await fetchOf(house, settings, log) };
    const anchoring = await house.ledger.startAnchoring(anchorsOf(settings));
    undo.splice(1, 0, () => anchoring.stop());
    const witnessing = await house.ledger.startWitnessing();
    undo.splice(1, 0, () => witnessing.stop());
    const integrator = house.ledger.startIntegrator();
    undo.splice(1, 0, () => integrator.stop());
    const followers = house.ledger.startFollowers(house.followers);
    undo.splice(1, 0, () => followers.stop());
    const pushing = house.ledger.targets.start();
    undo.splice(1, 0, () => pushing.stop());
    const access = house.access.start(log);
    undo.splice(1, 0, () => access.stop());
    const gateway = house.gateway.start();
    undo.splice(1, 0, () => gateway.stop());
    const policies = house.policies.start();
    undo.splice(1, 0, () => policies.stop());
    const changes = house.changes.start();
    undo.splice(1, 0, () => changes.stop());
    const letters = house.intelligence.start(log);
    undo.splice(1, 0, () => letters.stop());
    const indexing = house.libraries.startIndexing(log);
    undo.splice(1, 0, () => indexing.stop());
    http.serve(handlers);
    let stopped: Promise<void> | undefined;
    return {
      address,
      house,
      notices: storage.notices,
      onStorageLost: (listener) => storage.onExit(listener),
      stop: () => {
        stopped ??= runInOrder(undo);
        return stopped;
      },
    };
  } catch (error) {
    await runInOrder(undo);
    throw error;
  }
}

/** Requests first, then what works on its own, then the database: each needs the ones after it. */
async function runInOrder(steps: readonly (() => Promise<void>)[]): Promise<void> {
  for (const step of steps) await step();
}

async function fetchOf(
  house: House,
  settings: Settings,
  log: Log,
): Promise<(request: Request) => Response | Promise<Response>> {
  const metrics = createMetrics(() => house.ledger.pendingAgeMs());
  const document = JSON.stringify(openApiDocument(house.operations, version));
  return createApi({
    operations: house.operations,
    fetchRoutes: house.fetchRoutes,
    authenticate: house.authenticate,
    bodyLimitBytes: settings.bodyLimitBytes,
    log,
    page: await webApp(here('../clients/web/dist')),
    publicRoutes: [
      { path: '/healthz', reply: async () => new Response('ok\n') },
      { path: '/readyz', reply: () => readiness(house.ledger, log) },
      { path: '/metrics', reply: () => metrics() },
      {
        path: '/api/openapi.json',
        reply: async () => new Response(document, { headers: { 'content-type': 'application/json' } }),
      },
      { path: '/api/docs', reply: async () => docsPage(house.operations) },
    ],
  });
}

/** Ready: the database answers, it is the one that was anchored, every log is as it was signed, and nothing waits for a signature for over 5 s. */
async function readiness(ledger: Ledger, log: Log): Promise<Response> {
  const refuse = (why: string) => Response.json({ ready: false, why }, { status: 503 });
  try {
    const pendingAgeMs = await ledger.pendingAgeMs();
    const finding = ledger.finding();
    if (finding !== undefined) return refuse(`${finding.summary} See the server’s log. (${finding.code})`);
    const altered = ledger.alteredLogs();
    if (altered.length > 0)
      return refuse(`${altered.length} log(s) do not match what was signed; see the log`);
    if (pendingAgeMs > oldestPendingMs) return refuse(`the oldest unsigned entry is ${pendingAgeMs} ms old`);
    return Response.json({ ready: true, pendingAgeMs });
  } catch (error) {
    log.warn({ err: error }, 'not ready: the database does not answer');
    return refuse('the database does not answer');
  }
}
