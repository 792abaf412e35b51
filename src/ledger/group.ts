import type { Tx } from '../platform/db/index.ts';
import { gather } from '../platform/gather.ts';
import { invariant } from '../platform/invariant.ts';
import { Problem } from '../platform/problem.ts';
import type { EntryDraft } from './entry.ts';
import type { Group, GroupedResult, GroupSettings } from './ledger.ts';
import { type RecordParts, record } from './record.ts';

interface Waiting<Item> {
  readonly item: Item;
  readonly weight: number;
  resolve(): void;
  reject(error: unknown): void;
}

/** Rounds at one time: the second keeps the processor busy while the first waits for the disk. */
const lanes = 2;
const enough = 24;
const maxItems = 256;
const maxWeight = 8_388_608;

/** Thrown inside a transaction of which every item was refused: then there is nothing to record. */
class NothingToRecord extends Error {}

/**
 * Records items of concurrent callers in shared transactions (see `Ledger.group`). It is `record` that writes: entries and effects of a
 * round become durable together, or not at all, and then the round is split until whatever failed fails alone.
 */
export function createGroup<Item>(parts: RecordParts, settings: GroupSettings<Item>): Group<Item> {
  let waitingWeight = 0;
  let waitingItems = 0;
  const settle = (waiting: Waiting<Item>, error?: unknown): void => {
    waitingWeight -= waiting.weight;
    waitingItems -= 1;
    if (error === undefined) waiting.resolve();
    else waiting.reject(error);
  };
  const run = async (round: readonly Waiting<Item>[]): Promise<void> => {
    try {
      const results = await recordRound(parts, settings, round);
      for (const [at, waiting] of round.entries()) settle(waiting, results[at]?.refused);
    } catch (error) {
      if (round.length === 1 || concernsAll(error)) {
        for (const waiting of round) settle(waiting, error);
        return;
      }
      // One of them made the others fail: in halves, until it is alone.
      const middle = Math.ceil(round.length / 2);
      await run(round.slice(0, middle));
      await run(round.slice(middle));
    }
  };
  const together = gather<Waiting<Item>>({
    ...{ lanes, enough, maxItems, maxWeight },
    weigh: ({ weight }) => weight,
    run,
  });
  const isFull = () => waitingItems >= settings.maxWaiting || waitingWeight >= settings.maxWaitingBytes;
  return {
    isFull,
    record: (item) =>
      new Promise((resolve, reject) => {
        const waiting = { item, weight: settings.weigh(item), resolve, reject };
        waitingWeight += waiting.weight;
        waitingItems += 1;
        // What fills a round by itself would keep the others waiting: it goes beside them.
        if (waiting.weight >= maxWeight) void run([waiting]);
        else together.add(waiting);
      }),
  };
}

async function recordRound<Item>(
  parts: RecordParts,
  settings: GroupSettings<Item>,
  round: readonly Waiting<Item>[],
): Promise<readonly GroupedResult[]> {
  let results: readonly GroupedResult[] = [];
  const work = async (tx: Tx) => {
    results = await settings.write(
      tx,
      round.map(({ item }) => item),
    );
    invariant(results.length === round.length, 'a group says of each item what became of it');
    const [first, ...others] = results.flatMap((result): EntryDraft[] =>
      result.refused === undefined ? [result.entry] : [],
    );
    if (first === undefined) throw new NothingToRecord();
    return { entry: [first, ...others] as const, value: results };
  };
  try {
    return await record(parts, work);
  } catch (error) {
    if (error instanceof NothingToRecord) return results;
    throw error;
  }
}

/** What is wrong with the database, or with all of the node, is so for each item: splitting would only ask it again and again. */
function concernsAll(error: unknown): boolean {
  // Writes may be stopped for one log and not for the others in the round.
  if (error instanceof Problem && error.code === 'ledger.writes_stopped') return false;
  if (error instanceof Problem) return error.code !== 'ledger.not_recorded' || concernsAll(error.cause);
  if (!(error instanceof Error) || !('code' in error)) return false;
  // Out of resources, locked, stopped by an operator, input or output failed, read-only.
  return /^(25|53|55|57|58|08|40)/.test(String(error.code));
}
