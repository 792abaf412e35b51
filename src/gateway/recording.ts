import type { EntryDraft, Group, GroupedResult, Ledger } from '../ledger/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { Tx } from '../platform/db/index.ts';
import { Problem } from '../platform/problem.ts';
import { keepRefusals, type Refusal } from '../policy/index.ts';
import { admit, exceeded, lockFor, settle, type Wanting } from './budgets/admit.ts';
import type { Reservation } from './budgets/budget.ts';
import type { PayloadKind, SealedPayload } from './content.ts';
import type { Execution } from './execution.ts';
import { insertExecutions, updateOutcomes } from './store/executions.ts';
import { insertPayloads, type NewPayload } from './store/payloads.ts';

/** One thing to record of an execution. */
export type Recording =
  | {
      readonly kind: 'intent';
      readonly entry: EntryDraft;
      readonly execution: Execution;
      readonly deadline: Date;
      readonly keyWrapped: Uint8Array;
      readonly sealed: SealedPayload;
      readonly reservations: readonly Reservation[];
    }
  | {
      readonly kind: 'outcome';
      readonly entry: EntryDraft;
      readonly execution: Execution;
      readonly sealed: SealedPayload | undefined;
      readonly reservations: readonly Reservation[];
    }
  /** `byPolicy` is kept, so that its verdict can be replayed; null when something else refused. */
  | {
      readonly kind: 'refusal';
      readonly entry: EntryDraft;
      readonly execution: Execution;
      readonly byPolicy: Refusal | null;
    };

/** Bounds of what waits for the database on this node. Beyond them nothing new begins (`refuseWhenFull`). */
export interface RecordingLimits {
  readonly maxWaiting: number;
  readonly maxWaitingBytes: number;
}

export const recordingLimits: RecordingLimits = { maxWaiting: 4_096, maxWaitingBytes: 268_435_456 };

/** About what an execution's row and entry come to, beside its content. */
const rowBytes = 3_000;

/**
 * Records executions in groups: intents, outcomes and refusals of concurrent calls share transactions (three statements and the ledger’s
 * own, however many there are).
 */
export function createRecording(
  ledger: Pick<Ledger, 'group'>,
  clock: Clock,
  limits: RecordingLimits = recordingLimits,
): Group<Recording> {
  return ledger.group<Recording>({
    ...limits,
    weigh: (item) => rowBytes + (item.kind === 'refusal' ? 0 : (item.sealed?.ciphertext.length ?? 0)),
    write: (tx, items) => write(tx, items, clock),
  });
}

async function write(tx: Tx, items: readonly Recording[], clock: Clock): Promise<GroupedResult[]> {
  const wanting = items.flatMap((item) => (item.kind === 'intent' ? [item] : []));
  const ending = items.flatMap((item) => (item.kind === 'outcome' ? [item] : []));
  const limited = [...wanting, ...ending].some(({ reservations }) => reservations.length > 0);
  const over = limited ? await reserve(tx, wanting, ending) : new Map<string, Reservation>();
  const intents = wanting.filter(({ execution }) => !over.has(execution.id));
  const refusals = items.flatMap((item) => (item.kind === 'refusal' ? (item.byPolicy ?? []) : []));
  const outcomes = ending.map(({ execution }) => execution);
  const begun = [...intents, ...items.flatMap((item) => (item.kind === 'refusal' ? [refusedRow(item)] : []))];
  if (begun.length > 0) await insertExecutions(tx, begun);
  if (refusals.length > 0) await keepRefusals(tx, refusals);
  const ended = outcomes.length > 0 ? await updateOutcomes(tx, outcomes) : new Set();
  if (limited)
    await settle(
      tx,
      ending.filter(({ execution }) => ended.has(execution.id)),
    );
  const refusalOf = (item: Recording): Problem | undefined => {
    if (item.kind === 'outcome' && !ended.has(item.execution.id)) return abandoned();
    const short = item.kind === 'intent' ? over.get(item.execution.id) : undefined;
    return short && exceeded(short, clock);
  };
  const refused = items.map(refusalOf);
  const payloads = items.flatMap((item, at) => (refused[at] === undefined ? payloadOf(item) : []));
  if (payloads.length > 0) await insertPayloads(tx, payloads);
  return items.map((item, at) => {
    const problem = refused[at];
    return problem === undefined ? { entry: item.entry } : { refused: problem };
  });
}

/** What is refused never runs, and has nothing to open. */
const refusedRow = ({ execution }: Pick<Recording, 'execution'>) => ({
  execution,
  deadline: execution.at,
  keyWrapped: null,
});

/** Locks what is under a budget, and reserves. @returns those for which there was not enough, and of what */
async function reserve(
  tx: Tx,
  wanting: readonly Wanting[],
  ending: readonly Wanting[],
): Promise<ReadonlyMap<string, Reservation>> {
  const uses = await lockFor(tx, wanting, ending);
  return admit(tx, wanting, uses);
}

function payloadOf(item: Recording): NewPayload[] {
  if (item.kind === 'refusal' || item.sealed === undefined) return [];
  const { organization, id } = item.execution;
  const kind: PayloadKind = item.kind === 'intent' ? 'input' : 'output';
  return [{ organization, execution: id, kind, sealed: item.sealed }];
}

/**
 * Lets nothing new begin while too much waits for the database: what has begun is paid for and must be recorded.
 * @throws Problem `execution.queue_full` 503
 */
export function refuseWhenFull(recording: Group<Recording>): void {
  if (!recording.isFull()) return;
  throw new Problem({
    code: 'execution.queue_full',
    status: 503,
    detail:
      'More is waiting to be recorded than the database takes at the moment, so nothing new begins. Nothing was called. Try again in a second.',
    retryAfterSeconds: 1,
  });
}

function abandoned(): Problem {
  return new Problem({
    code: 'execution.abandoned',
    status: 503,
    detail: 'The execution took so long that it was given up, so no answer is released. Run it again.',
  });
}
