import type { Clock } from '../platform/clock.ts';
import type { Vault } from '../platform/crypto/index.ts';
import type { Reader, Tx, Writer } from '../platform/db/index.ts';
import { invariant } from '../platform/invariant.ts';
import type { Log } from '../platform/log.ts';
import type { AnchorFinding } from './anchoring/anchor.ts';
import { openSigner } from './create-log.ts';
import type { OrganizationId } from './entry.ts';
import { appendLeaves, type Frontier, frontierRoot, loadFrontier } from './frontier.ts';
import { announced, keyFor } from './key-range.ts';
import { leafHash, newTileHashes, type ReadHashes } from './merkle.ts';
import type { NoteSigner } from './note.ts';
import { remembering } from './remembering.ts';
import { signHead } from './signing.ts';
import type { LedgerStore, PendingLeaf, StoredCheckpoint, StoredKey } from './store/index.ts';

export interface IntegrateParts {
  readonly reader: Reader;
  readonly writer: Writer;
  readonly store: LedgerStore;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  /** What an anchor proved about the database: then nothing may be signed. */
  readonly stopped: () => AnchorFinding | undefined;
  /** What a witness proved about one log: then nothing of it may be signed. */
  readonly stoppedFor: (organization: OrganizationId) => AnchorFinding | undefined;
  /** Called after each batch of a log; followers react to what is in it. Losing the call only delays them. */
  readonly integrated?: (organization: OrganizationId) => void;
}

/** What is stored does not lead to what was signed: the log was altered behind our back, and nothing may be built on it. */
export class RootMismatch extends Error {
  readonly code = 'ledger.root_mismatch';
  readonly organization: OrganizationId;
  readonly treeSize: number;

  constructor(organization: OrganizationId, treeSize: number, found: string) {
    super(`the log of ${organization} does not match its checkpoint of ${treeSize}: ${found}`);
    this.name = 'RootMismatch';
    this.organization = organization;
    this.treeSize = treeSize;
  }
}

/** Leaves in one transaction: bounds memory (64 KiB each at worst) and the time that a lock is held. */
export const maxBatch = 1000;

/**
 * Puts the oldest queued leaves of one log in order, hashes them and signs the new head, in one transaction.
 * READ COMMITTED matters: each statement after the lock sees everything that the lock's last holder committed, where a snapshot taken
 * with the lock statement itself would not, and would fork. The keys of ledger_position and ledger_checkpoint are the second net.
 * @returns `more` when the queue may hold more, `idle` when it does not, `busy` when another node has this log
 * @throws RootMismatch when the stored hashes do not lead to the last checkpoint
 */
export async function integrateBatch(
  parts: IntegrateParts,
  organization: OrganizationId,
): Promise<'more' | 'idle' | 'busy'> {
  const { writer, store, log } = parts;
  const outcome = await writer
    .transaction()
    .setIsolationLevel('read committed')
    .execute(async (tx) => {
      if (!(await store.tryLockLog(tx, organization))) return 'busy';
      const pending = await store.readPending(tx, organization, maxBatch);
      if (pending.length === 0) return 'idle';
      const keys = await store.readKeys(tx, organization);
      const batch = upToRotation(pending, keys);
      const leaves = leavesToPlace(batch);
      if (leaves.length < batch.length)
        log.warn(
          { organization, queued: batch.length, placed: leaves.length },
          'the queue names leaves that are placed or missing',
        );
      if (leaves.length > 0) await extendLog(parts, tx, organization, keys, leaves);
      const sequences = batch.map(({ sequence }) => sequence);
      await store.removePending(tx, organization, sequences);
      return batch.length < pending.length || pending.length === maxBatch ? 'more' : 'idle';
    });
  // Commit point: leaves, hashes and the checkpoint that covers them are public together. A stop before this line leaves all of them
  // queued as they were, and no checkpoint was shown to anybody.
  return outcome;
}

/** A batch ends with an entry that announces a key: the checkpoint that first holds it is the last of the key before. */
function upToRotation(pending: readonly PendingLeaf[], keys: readonly StoredKey[]): readonly PendingLeaf[] {
  const next = announced(keys);
  const at = next === undefined ? -1 : pending.findIndex(({ id }) => id === next.entry);
  return at < 0 ? pending : pending.slice(0, at + 1);
}

/** The queue is only an index: what it names twice, or what is in the log already, is not placed again. */
function leavesToPlace(pending: readonly PendingLeaf[]): { id: string; leaf: Uint8Array }[] {
  const leaves = new Map<string, Uint8Array>();
  for (const { id, leaf, placed } of pending)
    if (leaf !== null && !placed && !leaves.has(id)) leaves.set(id, leaf);
  return [...leaves].map(([id, leaf]) => ({ id, leaf }));
}

async function extendLog(
  { store, vault, clock }: IntegrateParts,
  tx: Tx,
  organization: OrganizationId,
  keys: readonly StoredKey[],
  leaves: readonly { readonly id: string; readonly leaf: Uint8Array }[],
): Promise<void> {
  const head = await store.readHead(tx, organization);
  // The checkpoint of the empty tree was made with the key. Without any, starting over would be the worst thing to do.
  if (head === undefined) throw new RootMismatch(organization, 0, 'there is no checkpoint at all');
  const signerFor = (treeSize: number): NoteSigner => {
    const key = keyFor(keys, treeSize);
    invariant(key !== undefined, `the log of ${organization} has no key`);
    return openSigner(vault, organization, key);
  };
  const readHashes = remembering(store.hashReader(tx, organization));
  const frontier = await checkedFrontier(organization, signerFor(head.treeSize), head, readHashes);
  const hashed = leaves.map(({ id, leaf }) => ({ id, hash: leafHash(leaf) }));
  const hashes = hashed.map(({ hash }) => hash);
  const next = appendLeaves(frontier, hashes);
  const tiles = await newTileHashes(frontier.size, hashes, readHashes);
  const newHead = { treeSize: next.size, rootHash: frontierRoot(next) };
  const note = signHead(organization, signerFor(next.size), newHead);
  await store.insertPositions(tx, organization, frontier.size, hashed);
  await store.insertHashes(tx, organization, tiles);
  await store.insertCheckpoint(tx, organization, { ...newHead, note }, clock.now());
}

/** The right edge of the stored tree, only if it is the tree that we signed. Read again each time: the same road as after a crash. */
async function checkedFrontier(
  organization: OrganizationId,
  signer: NoteSigner,
  head: StoredCheckpoint,
  readHashes: ReadHashes,
): Promise<Frontier> {
  const mismatch = (found: string) => new RootMismatch(organization, head.treeSize, found);
  const frontier = await loadFrontier(head.treeSize, readHashes).catch((error: unknown) => {
    throw error instanceof RangeError ? mismatch(error.message) : error;
  });
  const root = Buffer.from(frontierRoot(frontier));
  const signed = Buffer.from(head.rootHash);
  if (!root.equals(signed))
    throw mismatch(
      `the stored hashes have the root ${root.toString('base64')}, not ${signed.toString('base64')}`,
    );
  if (signHead(organization, signer, head) !== head.note)
    throw mismatch('the stored note is not the one that was signed');
  const [beyond] = await readHashes(0, head.treeSize, 1);
  if (beyond !== undefined)
    throw mismatch('there are entries beyond the last checkpoint: newer checkpoints are gone');
  return frontier;
}

/** Queues leaves that are in neither log nor queue (a queue restored without them, say), under the log's lock. */
export async function requeueLost(parts: IntegrateParts, organization: OrganizationId): Promise<number> {
  const { reader, writer, store } = parts;
  const lost = await store.lostLeaves(reader, organization, maxBatch);
  if (lost.length === 0) return 0;
  return writer
    .transaction()
    .setIsolationLevel('read committed')
    .execute(async (tx) => {
      await store.lockLog(tx, organization);
      await store.requeueLeaves(tx, organization, lost);
      return lost.length;
    });
}
