import type { JsonObject } from '../platform/canonical-json.ts';
import type { Tx } from '../platform/db/index.ts';
import type { Anchor, AnchorFinding } from './anchoring/anchor.ts';
import type { Cosigning } from './cosigning/witnessed-log.ts';
import type { Actor, Entry, EntryDraft, EntryId, OrganizationId } from './entry.ts';
import type { Form } from './forms/form.ts';
import type { Rollback } from './rollback/rollback.ts';
import type { Attestation, SavedSearch } from './store/explorer.ts';
import type { Targets } from './targets/targets.ts';
import type { Tile } from './tile.ts';
import type { Witnesses } from './witnesses/witness.ts';

/** What a verb's work gives back: the value for its caller, and the entry (or entries, in order) that say what happened. */
export interface Recorded<Value> {
  readonly entry: EntryDraft | readonly [EntryDraft, ...EntryDraft[]];
  readonly value: Value;
}

/** The one road to a write. */
export interface Recorder {
  /**
   * Runs `work` and appends the entry it returns, in one transaction: both are durable when this resolves, neither when it rejects.
   * Safe to call concurrently and from several nodes. Not retried here except for serialization failures and deadlocks
   * (`work` may then run again, so it must not act outside `tx`).
   */
  record<Value>(work: (tx: Tx) => Promise<Recorded<Value>>): Promise<Value>;
}

/** What a round of a group did with one item: its entry, or why it must not count. */
export type GroupedResult =
  | { readonly entry: EntryDraft; readonly refused?: undefined }
  | { readonly refused: Error };

export interface GroupSettings<Item> {
  /** How many may wait, and how many bytes together, before `isFull`. */
  readonly maxWaiting: number;
  readonly maxWaitingBytes: number;
  /** About how many bytes an item writes. */
  weigh(item: Item): number;
  /** Writes all items, and says for each, in order, what to record of it; a refused one must have written nothing. May run again, with fewer. */
  write(tx: Tx, items: readonly Item[]): Promise<readonly GroupedResult[]>;
}

/** Group commit: what concurrent callers record shares transactions. */
export interface Group<Item> {
  /**
   * As `record`, of one item: it and its entry are durable when this resolves, neither when it rejects. An item that fails does not fail
   * those that share its transaction. Never refuses for want of room: whoever begins something asks `isFull` first.
   */
  record(item: Item): Promise<void>;
  /** So much waits for the database that nothing new should begin. */
  isFull(): boolean;
}

/** A signed head of one organization's log, and the key to check it with. */
export interface SignedHead {
  readonly origin: string;
  readonly treeSize: number;
  readonly rootHash: Uint8Array;
  /** C2SP signed note, with the lines of those witnesses that have cosigned it. */
  readonly checkpoint: string;
  /** The signer's key as a C2SP verifier key (`name+hash+base64`). */
  readonly key: string;
  /** The log's first key, when it has been rotated since: entries lead from it to `key`. */
  readonly firstKey?: string;
}

/** An entry with its place. `index` is undefined while it waits for the integrator (under a second). */
export interface PlacedEntry {
  readonly index: number | undefined;
  readonly entry: Entry;
  readonly leaf: Uint8Array;
}

/** Proof that entries are in the log under a signed checkpoint: one JSON file, `countersign.proof/1` (docs/formats.md). */
export interface ProofBundle {
  readonly format: 'countersign.proof/1';
  readonly origin: string;
  readonly key: string;
  readonly checkpoint: string;
  readonly entries: readonly ProvenEntry[];
  /** The entries that lead from the log's first key to `key`, when it was rotated. */
  readonly rotations?: readonly ProvenEntry[];
}

/** An entry's bytes and its inclusion proof, in base64. */
export interface ProvenEntry {
  readonly index: number;
  readonly leaf: string;
  readonly proof: readonly string[];
}

/** Proof that one signed tree continues another: one JSON file, `countersign.consistency/1` (docs/formats.md). */
export interface ConsistencyProof {
  readonly format: 'countersign.consistency/1';
  readonly origin: string;
  readonly key: string;
  readonly older: string;
  readonly newer: string;
  readonly proof: readonly string[];
  readonly rotations?: readonly ProvenEntry[];
}

/**
 * What a slice does about entries of the slices to its left. Entries come in the order of the log, each once for each organization:
 * the effects, the entries that `react` gives back and the follower's place are one transaction. When `react` throws, nothing is left
 * and it is tried again after a second, so nothing after that entry is reached before it.
 */
export interface Follower {
  /** Names its place in the log for good: renaming it starts at the first entry again. */
  readonly name: string;
  /** Only entries of these actions. */
  readonly actions: readonly string[];
  react(tx: Tx, entry: Entry): Promise<readonly EntryDraft[]>;
}

/**
 * A follower of what is frequent, such as executions: many entries in one transaction, and none of its own. They come in the order of the
 * log, each once for each organization. What it writes and its place become durable together; when it throws, nothing is left and the same
 * entries come again.
 */
export interface BatchFollower {
  /** As a follower's: it names its place in the log for good. */
  readonly name: string;
  readonly actions: readonly string[];
  /** @param nextIndex everything below is followed once this is durable, also where none of it is of these actions */
  reactAll(
    tx: Tx,
    organization: OrganizationId,
    entries: readonly PlacedEntry[],
    nextIndex: number,
  ): Promise<void>;
}

export interface EntryFilter {
  /** An action; or the beginning of some, when it ends with a dot. */
  readonly action?: string;
  readonly subjectKind?: string;
  readonly subjectId?: string;
  readonly actorId?: string;
  /** Only entries that say they happened in [since, until). Time is data: the order is the log's. */
  readonly since?: Date;
  readonly until?: Date;
  /** Words that all stand in the entry, each at least by its beginning. */
  readonly text?: string;
  readonly fromIndex?: number;
  readonly oldestFirst?: boolean;
  /** Only entries with an index below this: the cursor of a list that runs from newest to oldest. */
  readonly beforeIndex?: number;
  readonly limit: number;
}

/** A log whose stored hashes do not lead to its signed checkpoint. `message` says what was found, for operators. */
export interface AlteredLog {
  readonly code: 'ledger.root_mismatch';
  readonly organization: OrganizationId;
  readonly treeSize: number;
  readonly message: string;
}

/** What people who read the log keep beside it. */
export interface Explorer {
  searches(organization: OrganizationId, owner: string): Promise<SavedSearch[]>;
  createSearch(
    organization: OrganizationId,
    actor: Actor,
    asked: { readonly name: string; readonly query: JsonObject },
  ): Promise<SavedSearch>;
  removeSearch(organization: OrganizationId, actor: Actor, id: string): Promise<void>;
  attestations(organization: OrganizationId): Promise<Attestation[]>;
  attest(
    organization: OrganizationId,
    actor: Actor,
    asked: Pick<Attestation, 'from' | 'treeSize' | 'conclusion' | 'findings'>,
  ): Promise<Attestation>;
}

/** The newest entries of one actor. */
export interface LastActs {
  /** When each of the actions among them was taken last. */
  readonly actions: ReadonlyMap<string, Date>;
  /** When the oldest entry that was looked at was made; undefined when all were. What is not among `actions` was not done since. */
  readonly since: Date | undefined;
}

/** Which entries: from an index on, up to one (not included), and by the time that they say. */
export interface ExportRange {
  readonly from: number;
  readonly to: number | undefined;
  readonly since: Date | undefined;
  readonly until: Date | undefined;
}

/** One append-only Merkle log per organization (design.md §8). */
export interface Ledger extends Recorder {
  /** Another road to `record`, for what happens hundreds of times a second: see `Group`. */
  group<Item>(settings: GroupSettings<Item>): Group<Item>;
  /**
   * Makes the log of a new organization: its signing key and first checkpoint. Called inside the transaction that makes the organization.
   */
  createLog(tx: Tx, organization: OrganizationId): Promise<void>;
  /** The newest signed head, or undefined when the organization has no log. */
  head(organization: OrganizationId): Promise<SignedHead | undefined>;
  /** Waits until these entries are under a signed checkpoint (bounded by `timeoutMs`), then proves them. Refuses entries of other organizations as not found. */
  prove(organization: OrganizationId, entries: readonly EntryId[], timeoutMs?: number): Promise<ProofBundle>;
  /** A signed promise that an entry, which is durable, will be in the log. @throws Problem 404 for an entry that is not there */
  receipt(organization: OrganizationId, entry: EntryId): Promise<string>;
  /** Proves that the log continues what it was when it had `since` entries. @throws Problem 404 when no checkpoint has that size */
  proveContinuation(organization: OrganizationId, since: number): Promise<ConsistencyProof>;
  /** Gives the log a new signing key, announced by an entry that the old one signed. @throws Problem 409 while one is on its way */
  rotateKey(
    organization: OrganizationId,
    actor: Actor,
  ): Promise<{ readonly key: string; readonly entry: EntryId }>;
  /** Entries that are in the log, newest first. */
  list(organization: OrganizationId, filter: EntryFilter): Promise<PlacedEntry[]>;
  /** Every organization that has a log. Not for callers: housekeeping. */
  organizations(): Promise<OrganizationId[]>;
  read(organization: OrganizationId, id: EntryId): Promise<PlacedEntry | undefined>;
  /** What actors did last, each in its newest entries only: so that the cost does not grow with the log. Those who did nothing are absent. */
  lastActs(organization: OrganizationId, actors: readonly string[]): Promise<ReadonlyMap<string, LastActs>>;
  /** How many entries each of these actions has in the index for finding, which follows within a second; up to `most`, so that it costs the same in any log. */
  countActions(
    organization: OrganizationId,
    actions: readonly string[],
    most: number,
  ): Promise<ReadonlyMap<string, number>>;
  /** Entries with index in [from, to), oldest first: for whoever derives something from the log again. */
  range(organization: OrganizationId, from: number, to: number): Promise<PlacedEntry[]>;
  /** The whole log as lines of `countersign.export/1` (docs/formats.md), streamed, memory flat. */
  export(organization: OrganizationId): AsyncIterable<string>;
  /** The same entries, or some of them, as a table. Proves nothing by itself. */
  exportCsv(organization: OrganizationId, range: ExportRange): AsyncGenerator<string>;
  /** The same entries, or some of them, as lines that a SIEM or a collector reads (`forms/`). Proves nothing by itself, and leads to the proof. */
  exportForm(organization: OrganizationId, form: Form, range: ExportRange): AsyncGenerator<string>;
  readonly explorer: Explorer;
  readonly witnesses: Witnesses;
  readonly cosigning: Cosigning;
  /** Where it is pushed to. */
  readonly targets: Targets;
  /** A tile or entry bundle of the log (c2sp.org/tlog-tiles), or undefined when the signed tree does not reach that far. */
  tile(organization: OrganizationId, tile: Tile): Promise<Uint8Array | undefined>;
  /** Age in milliseconds of the oldest leaf, of any organization, that no signed checkpoint covers yet; 0 when there is none. */
  pendingAgeMs(): Promise<number>;
  /**
   * Logs that this node's integrator found not to lead to their signed checkpoint. Nothing is built on them until the node starts again;
   * while there is one, the node is not ready.
   */
  alteredLogs(): readonly AlteredLog[];
  /**
   * What an anchor or a witness proved about the database, since this node started. While an anchor found something, nothing is written
   * or signed; what a witness found stops the log that it is about.
   */
  finding(): AnchorFinding | undefined;
  /**
   * Compares every log with what the anchors remember, before anything is written (it resolves after that), and keeps the anchors
   * up to date. A finding stays until the node starts again.
   */
  startAnchoring(anchors: readonly Anchor[]): Promise<{ stop(): Promise<void> }>;
  /** All that anchors and witnesses have against the database now. For the operator's command; a running server stops by itself. */
  findings(anchors: readonly Anchor[]): Promise<AnchorFinding[]>;
  /** Goes on from what there is, on the record: see `acceptRollbacks`. Findings of which it is not known what was lost are left. */
  acceptRollbacks(
    findings: readonly AnchorFinding[],
    said: { readonly by: string; readonly reason: string },
  ): Promise<readonly Rollback[]>;
  /** Losses of history that were accepted, oldest first. */
  rollbacks(organization: OrganizationId): Promise<readonly Rollback[]>;
  /** Shows every log's head to its witnesses, before anything is written (it resolves after that), and keeps doing so. */
  startWitnessing(): Promise<{ stop(): Promise<void> }>;
  /**
   * Starts the integrator of this node. Any number of nodes may run one: a lock in the database lets one work at a time per log.
   * It orders, hashes and signs within a second of a leaf's commit, and stops when `stop` is called, after the round under way.
   */
  startIntegrator(): { stop(): Promise<void> };
  /**
   * Starts what reacts to entries, on any number of nodes: a row lock lets one react at a time. Begins with what was integrated while
   * nobody ran; after that within moments of an entry's integration.
   */
  startFollowers(followers: readonly (Follower | BatchFollower)[]): { stop(): Promise<void> };
}
