import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../platform/clock.ts';
import { lostItsConnection, type Tx, type Writer } from '../platform/db/index.ts';
import { newId } from '../platform/id.ts';
import { invariant } from '../platform/invariant.ts';
import { Problem } from '../platform/problem.ts';
import { type AnchorFinding, writesStopped } from './anchoring/anchor.ts';
import { completeEntry, type EntryDraft, leafBytes, type OrganizationId } from './entry.ts';
import type { Recorded } from './ledger.ts';
import type { LedgerStore } from './store/index.ts';

export interface RecordParts {
  readonly writer: Writer;
  readonly store: LedgerStore;
  readonly clock: Clock;
  /** Tells this node's integrator that something waits. Losing the call loses nothing: the integrator also looks by itself. */
  readonly wake: () => void;
  /** What an anchor proved about the database: then nothing may be written. */
  readonly stopped: () => AnchorFinding | undefined;
  /** What a witness proved about one log: then nothing may be written to it. */
  readonly stoppedFor: (organization: OrganizationId) => AnchorFinding | undefined;
}

const maxRetries = 3;

/**
 * Runs `work` and appends its entries in one transaction. READ COMMITTED: a verb that must not race locks the rows it decides on
 * (`for update`) or rests on a unique constraint, which reads plainer than retrying SERIALIZABLE, and the append itself reads nothing.
 * Retried up to 3 times on serialization failures and deadlocks; then nothing of the failed attempt is left.
 * If the connection dies while committing, the rejection cannot say whether the commit happened: whoever must know asks for the entry's id.
 */
export async function record<Value>(
  parts: RecordParts,
  work: (tx: Tx) => Promise<Recorded<Value>>,
): Promise<Value> {
  const finding = parts.stopped();
  if (finding !== undefined) throw writesStopped(finding);
  for (let attempt = 0; ; attempt += 1) {
    try {
      const value = await recordOnce(parts, work);
      parts.wake();
      return value;
    } catch (error) {
      if (lostItsConnection(error)) throw unreachableDatabase(error);
      if (attempt >= maxRetries || !isTransient(error)) throw error;
      await sleep(Math.random() * 10 * 2 ** attempt);
    }
  }
}

async function recordOnce<Value>(
  parts: RecordParts,
  work: (tx: Tx) => Promise<Recorded<Value>>,
): Promise<Value> {
  const value = await parts.writer
    .transaction()
    .setIsolationLevel('read committed')
    .execute(async (tx) => {
      const recorded = await work(tx);
      const { entry } = recorded;
      await appendEntries(parts, tx, isList(entry) ? entry : [entry]).catch(refuseUnrecorded);
      return recorded.value;
    });
  // Commit point: from here on the work and its leaves are durable, and the queue names the leaves until a checkpoint covers them.
  // A stop before this line leaves neither; a stop after it leaves both, and any node's integrator carries on.
  return value;
}

/** Completes entries and queues their leaves, in order, inside a transaction that the caller commits. */
export async function appendEntries(
  { store, clock, stoppedFor }: Pick<RecordParts, 'store' | 'clock' | 'stoppedFor'>,
  tx: Tx,
  entries: readonly EntryDraft[],
): Promise<void> {
  if (entries.length === 0) return;
  for (const { organization } of entries) {
    const finding = stoppedFor(organization);
    if (finding !== undefined) throw writesStopped(finding);
  }
  const drafts = completed(entries, clock.now());
  const appended = await store.appendLeaves(tx, drafts);
  invariant(
    appended === drafts.length,
    `entries need a log: ${drafts.map(({ entry }) => entry.organization).join()}`,
  );
}

function completed(drafts: readonly EntryDraft[], at: Date) {
  return drafts.map((draft) => {
    const complete = completeEntry(draft, newId('ent', at.getTime()), at);
    return { entry: complete, leaf: leafBytes(complete) };
  });
}

function isList(
  entry: EntryDraft | readonly [EntryDraft, ...EntryDraft[]],
): entry is readonly [EntryDraft, ...EntryDraft[]] {
  return Array.isArray(entry);
}

/** The database does not take the entry (full, locked for too long): then nothing was done, and the caller is told so (AT-33). */
function refuseUnrecorded(cause: unknown): never {
  if (isTransient(cause) || lostItsConnection(cause) || !isDatabaseError(cause)) throw cause;
  throw new Problem({
    code: 'ledger.not_recorded',
    status: 503,
    detail:
      'Nothing was done, because it could not be recorded. Try again shortly; if it stays so, tell an operator to look at /readyz.',
    cause,
    retryAfterSeconds: 1,
  });
}

/** Whether a commit that was under way was done, nobody can say yet. */
function unreachableDatabase(cause: unknown): Problem {
  return new Problem({
    code: 'ledger.unreachable',
    status: 503,
    detail: 'The database went away meanwhile. Look whether it was done before you try again.',
    cause,
    retryAfterSeconds: 1,
  });
}

/** What PostgreSQL itself answered; a broken invariant or an entry that JSON cannot hold is a bug of ours. */
function isDatabaseError(error: unknown): error is Error & { code: unknown } {
  return error instanceof Error && 'severity' in error && 'code' in error;
}

/** serialization_failure and deadlock_detected: PostgreSQL rolled back and asks to try again. */
function isTransient(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01');
}
