import type { Clock } from '../platform/clock.ts';
import type { Vault } from '../platform/crypto/index.ts';
import type { Reader, Writer } from '../platform/db/index.ts';
import type { HostList } from '../platform/host-list.ts';
import { invariant } from '../platform/invariant.ts';
import type { Log } from '../platform/log.ts';
import { type AnchorFinding, startAnchoring } from './anchoring/index.ts';
import { proveContinuation } from './continuation.ts';
import { createCosigning } from './cosigning/index.ts';
import { createLog } from './create-log.ts';
import { entryOf, type OrganizationId } from './entry.ts';
import { createExplorer } from './explorer/create.ts';
import { exportLog } from './export.ts';
import { exportCsv } from './export-csv.ts';
import { exportForm } from './export-form.ts';
import { startFollowers } from './follow.ts';
import { createGroup } from './group.ts';
import { startIndexing } from './index-entries.ts';
import { type Integrator, startIntegrator } from './integrator.ts';
import type { Ledger, PlacedEntry } from './ledger.ts';
import { prove, readHead } from './prove.ts';
import { readTile } from './read-tile.ts';
import { issueReceipt } from './receipt.ts';
import { record } from './record.ts';
import { acceptAll, allFindings } from './rollback/operator.ts';
import { rotateKey } from './rotate-key.ts';
import { type LedgerStore, ledgerStore, type StoredLeaf } from './store/index.ts';
import { createTargets } from './targets/index.ts';
import { beginWitnessing, createWitnesses, type WitnessingSettings } from './witnesses/index.ts';

export interface LedgerParts {
  readonly reader: Reader;
  readonly writer: Writer;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  /** Another store, for tests that make it fail. */
  readonly store?: LedgerStore;
  /** Where the log may be pushed to; nowhere without. */
  readonly exportHosts?: HostList;
  /** The name that this server goes by in what it pushes. */
  readonly hostname?: string;
  /** False for a node of a test that leaves the index for finding to others. */
  readonly indexes?: boolean;
  /** Without, the log has no witnesses and is none. */
  readonly witnessing?: WitnessingSettings;
}

const proveTimeoutMs = 5000;

export function createLedger(given: LedgerParts): Ledger {
  const parts = { store: ledgerStore, ...given };
  const { reader, store } = parts;
  let integrator: Integrator | undefined;
  let followers: ReturnType<typeof startFollowers> | undefined;
  let anchoring: Awaited<ReturnType<typeof startAnchoring>> | undefined;
  let witnessing: Awaited<ReturnType<typeof beginWitnessing>> | undefined;
  let finding: AnchorFinding | undefined;
  const findings = new Map<OrganizationId, AnchorFinding>();
  const stopped = () => finding;
  const stoppedFor = (organization: OrganizationId) => findings.get(organization);
  const recordParts = { ...parts, stopped, stoppedFor, wake: () => integrator?.wake() };
  const targets = createTargets({
    ...recordParts,
    record: (work) => record(recordParts, work),
    exportHosts: parts.exportHosts ?? [],
    hostname: parts.hostname ?? 'localhost',
  });
  return {
    targets,
    record: (work) => record(recordParts, work),
    group: (settings) => createGroup(recordParts, settings),
    createLog: (tx, organization) => createLog(parts, tx, organization),
    head: (organization) => readHead(parts, organization),
    prove: (organization, entries, timeoutMs = proveTimeoutMs) =>
      prove(parts, organization, entries, timeoutMs),
    receipt: (organization, entry) => issueReceipt(parts, organization, entry),
    proveContinuation: (organization, since) => proveContinuation(parts, organization, since),
    rotateKey: (organization, actor) => rotateKey({ ...parts, ...recordParts }, organization, actor),
    list: async (organization, filter) =>
      (await store.findLeaves(reader, organization, filter)).map(placedEntry),
    organizations: () => store.logOrganizations(reader),
    explorer: createExplorer({ reader, clock: parts.clock, record: (work) => record(recordParts, work) }),
    read: async (organization, id) =>
      (await store.readLeaves(reader, organization, [id])).map(placedEntry)[0],
    countActions: (organization, actions, most) => store.countActions(reader, organization, actions, most),
    lastActs: (organization, actors) => store.readLastActs(reader, organization, actors),
    range: async (organization, from, to) =>
      (await store.readRange(reader, organization, from, to)).map(placedEntry),
    tile: (organization, tile) => readTile(parts, organization, tile),
    export: (organization) => exportLog(parts, organization),
    exportCsv: (organization, range) => exportCsv(parts, organization, range),
    exportForm: (organization, form, range) => exportForm(parts, organization, form, range),
    pendingAgeMs: async () => Math.max(0, (await store.oldestPendingAgeMs(reader)) ?? 0),
    alteredLogs: () => [...(integrator?.stopped.values() ?? [])],
    startIntegrator: () => {
      invariant(integrator === undefined, 'one integrator per node');
      const indexing = parts.indexes === false ? undefined : startIndexing({ ...parts, stopped });
      const integrated = (organization: OrganizationId) => {
        followers?.integrated(organization);
        anchoring?.integrated();
        witnessing?.integrated();
        indexing?.integrated(organization);
        targets.wake();
      };
      const started = startIntegrator({ ...recordParts, integrated });
      integrator = started;
      return {
        stop: async () => {
          await started.stop();
          await indexing?.stop();
          if (integrator === started) integrator = undefined;
        },
      };
    },
    finding: () => finding ?? findings.values().next().value,
    witnesses: createWitnesses(recordParts),
    cosigning: createCosigning(recordParts),
    rollbacks: (organization) => store.listRollbacks(reader, organization),
    findings: (anchors) => allFindings(recordParts, anchors),
    acceptRollbacks: (found, said) => acceptAll(recordParts, found, said),
    startWitnessing: async () => {
      invariant(witnessing === undefined, 'witnessing starts once on a node');
      const started = await beginWitnessing(recordParts, (found) => {
        if (!findings.has(found.organization)) findings.set(found.organization, found);
      });
      witnessing = started;
      return {
        stop: async () => {
          await started.stop();
          if (witnessing === started) witnessing = undefined;
        },
      };
    },
    startAnchoring: async (anchors) => {
      invariant(anchoring === undefined, 'anchoring starts once on a node');
      const found = (first: AnchorFinding) => {
        finding ??= first;
      };
      const started = await startAnchoring({ ...parts, anchors, found });
      anchoring = started;
      return {
        stop: async () => {
          await started.stop();
          if (anchoring === started) anchoring = undefined;
        },
      };
    },
    startFollowers: (list) => {
      invariant(followers === undefined, 'followers start once on a node');
      const started = startFollowers({ ...recordParts, ...parts }, list);
      followers = started;
      return {
        stop: async () => {
          await started.stop();
          if (followers === started) followers = undefined;
        },
      };
    },
  };
}

const placedEntry = ({ index, leaf }: Pick<StoredLeaf, 'index' | 'leaf'>): PlacedEntry => ({
  index,
  leaf,
  entry: entryOf(leaf),
});
