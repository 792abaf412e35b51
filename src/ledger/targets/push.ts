import type { Vault } from '../../platform/crypto/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { newId } from '../../platform/id.ts';
import type { Log } from '../../platform/log.ts';
import { type Loop, startLoop } from '../../platform/loop.ts';
import type { EntryDraft } from '../entry.ts';
import { withIntents } from '../export-form.ts';
import { rangeOf } from '../export-range.ts';
import type { FormedEntry } from '../forms/form.ts';
import type { ReadParts } from '../prove.ts';
import { appendEntries, type RecordParts } from '../record.ts';
import { type SendParts, type Sent, sendTo } from './send.ts';
import { claimTarget, dueTargets, releaseTarget, selectClaimed, settlePlace } from './store/places.ts';
import type { StoredTarget, Which } from './store/targets.ts';
import { credentialPlace, failuresTold, type TargetPlace, targetEntry, waitAfterMs } from './target.ts';

export interface PushParts extends ReadParts, SendParts, Omit<RecordParts, 'store'> {
  readonly vault: Vault;
  readonly log: Log;
}

const everyMs = 1_000;
/** Entries of a batch, and about how many bytes of them: what is larger goes alone. */
const mostEntries = 256;
const mostBytes = 1_000_000;

/** So many at once on each node. None holds a connection of the database while it sends. */
const lanes = 8;

/**
 * Pushes the log to its targets until stopped. Any number of nodes may: a claim lets one at a time send to a target. A receiver that is slow
 * holds up no other (until `lanes` are), and never the log: what is signed waits in the log, which is the queue.
 */
export function startPushing(parts: PushParts): Loop {
  const under = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  const begin = async () => {
    const due = await dueTargets(parts.reader, parts.clock.now(), lanes);
    for (const which of due) {
      if (under.size >= lanes || under.has(which.id)) continue;
      const sending = pushTarget(parts, which, stopping.signal)
        .catch((error: unknown) =>
          parts.log.error({ err: error, target: which.id }, 'pushing the log failed'),
        )
        .finally(() => under.delete(which.id));
      under.set(which.id, sending);
    }
  };
  const loop = startLoop('pushing the log to its targets', everyMs, parts.log, begin);
  return {
    wake: () => loop.wake(),
    stop: async () => {
      stopping.abort();
      await loop.stop();
      await Promise.all(under.values());
    },
  };
}

/** Sends to a target what it has not taken, until nothing is due. */
async function pushTarget(parts: PushParts, which: Which, signal: AbortSignal): Promise<void> {
  const claim = newId('clm');
  // Of a log that is not what it was, nothing is sent either.
  const over = () =>
    signal.aborted || (parts.stopped() ?? parts.stoppedFor(which.organization)) !== undefined;
  if (over() || !(await inTransaction(parts, (tx) => claimTarget(tx, which, claim)))) return;
  try {
    while (!over() && (await pushBatch(parts, which, claim, signal)));
  } finally {
    await inTransaction(parts, (tx) => releaseTarget(tx, which, claim));
  }
}

const inTransaction = <Value>({ writer }: PushParts, work: (tx: Tx) => Promise<Value>): Promise<Value> =>
  writer.transaction().setIsolationLevel('read committed').execute(work);

/**
 * One batch to one target. At least once: the place moves after the receiver took the batch, and only while the claim is ours; a node that
 * dies in between leaves it where it was, and the batch is sent again.
 * @returns false when there is nothing to send, it failed, or somebody paused, ended or moved it
 */
async function pushBatch(
  parts: PushParts,
  which: Which,
  claim: string,
  signal: AbortSignal,
): Promise<boolean> {
  const claimed = await selectClaimed(parts.reader, which, claim);
  if (claimed === undefined) return false;
  const { target, place } = claimed;
  const entries = await batchFrom(parts, target, place);
  const last = entries.at(-1);
  if (last === undefined) return false;
  const sent = await sendTo(parts, target, credentialOf(parts, target), entries, { signal });
  // Broken off by us: nobody is to blame, and another node goes on.
  if (sent.error !== undefined && signal.aborted) return false;
  const { next, told } = settled(parts.clock.now(), target, place, sent, last.index + 1);
  const ours = await inTransaction(parts, async (tx) => {
    if (!(await settlePlace(tx, which, claim, next))) return false;
    await appendEntries(parts, tx, told);
    return true;
  });
  // Commit point: the receiver has the batch, and the place is durable together with what the log says of it.
  if (ours && told.length > 0) parts.wake();
  return ours && sent.error === undefined;
}

/** What comes next, in the order of the log. After a failure that may lie in the batch itself, fewer at a time. */
async function batchFrom(
  parts: PushParts,
  { organization }: StoredTarget,
  { nextIndex, failures }: TargetPlace,
): Promise<FormedEntry[]> {
  const most = Math.max(1, mostEntries >> Math.min(failures, 8));
  const range = { from: nextIndex, to: nextIndex + most, since: undefined, until: undefined };
  for await (const entries of rangeOf(parts, organization, range)) {
    let bytes = 0;
    const fitting = entries.filter(({ leaf }, place) => {
      bytes += leaf.length * 2;
      return place === 0 || bytes <= mostBytes;
    });
    return withIntents(parts, organization, fitting);
  }
  return [];
}

function credentialOf({ vault }: PushParts, { organization, id, wrapped }: StoredTarget): string | undefined {
  if (wrapped === null) return undefined;
  return Buffer.from(vault.unwrap(wrapped, credentialPlace(organization, id))).toString('utf8');
}

/** Where the place is after a batch, and what the log is told: when a receiver takes nothing any more, and when it does again. Pure. */
function settled(
  now: Date,
  target: StoredTarget,
  place: TargetPlace,
  { error, warning }: Sent,
  nextIndex: number,
): { next: Parameters<typeof settlePlace>[3]; told: readonly EntryDraft[] } {
  if (error === undefined) {
    const said = warning === undefined ? { error: null } : { error: warning, failedAt: now };
    const { failures } = place;
    const recovered = [targetEntry(target, 'export_target.recover', { failures, nextIndex })];
    return {
      next: { nextIndex, dueAt: now, failures: 0, sentAt: now, ...said },
      told: failures < failuresTold ? [] : recovered,
    };
  }
  const failures = place.failures + 1;
  const dueAt = new Date(now.getTime() + waitAfterMs(failures, Math.random()));
  const failed = [targetEntry(target, 'export_target.fail', { failures, nextIndex: place.nextIndex })];
  return { next: { dueAt, failures, error, failedAt: now }, told: failures === failuresTold ? failed : [] };
}
