import { newId } from '../platform/id.ts';
import { settleAbandoned } from './budgets/abandoned.ts';
import { abandonEntry } from './entry.ts';
import type { Execution } from './execution.ts';
import type { GatewayParts } from './parts.ts';
import { listOverdue, updateOutcomes } from './store/executions.ts';

/** Between two looks. */
const everyMs = 60_000;
const batch = 100;

/** Thrown inside a transaction to leave nothing behind: another node was first, or the outcome came after all. */
class AlreadyEnded extends Error {}

/**
 * Ends executions that no living node works on: their deadline, which is later than any node keeps a call open, has passed without an
 * outcome, because the server was killed. Nothing was released of them. Safe concurrently and on several nodes: the status decides who is first.
 * @returns how many were ended now
 */
export async function reconcile(parts: Pick<GatewayParts, 'reader' | 'ledger' | 'clock'>): Promise<number> {
  let ended = 0;
  for (;;) {
    const overdue = await listOverdue(parts.reader, parts.clock.now(), batch);
    for (const execution of overdue) if (await abandon(parts, execution)) ended += 1;
    if (overdue.length < batch) return ended;
  }
}

async function abandon(parts: Pick<GatewayParts, 'ledger'>, execution: Execution): Promise<boolean> {
  const outcome = newId('ent');
  const problem = {
    code: 'execution.abandoned',
    detail: 'The server stopped before the outcome was recorded. No answer was released.',
  };
  const unknown: Execution = {
    ...execution,
    status: 'unknown',
    problem,
    entries: { intent: execution.entries.intent, outcome },
  };
  try {
    await parts.ledger.record(async (tx) => {
      await settleAbandoned(tx, execution);
      if ((await updateOutcomes(tx, [unknown])).size === 0) throw new AlreadyEnded();
      return { entry: abandonEntry(outcome, execution), value: undefined };
    });
    return true;
  } catch (error) {
    if (error instanceof AlreadyEnded) return false;
    throw error;
  }
}

/** Reconciles now and then every minute, until stopped. A failing round is logged and the next one tries again. */
export function startReconciling(parts: GatewayParts): { stop(): Promise<void> } {
  const round = () =>
    reconcile(parts).then(
      (ended) => {
        if (ended > 0) parts.log.warn({ executions: ended }, 'executions without an outcome were given up');
      },
      (error: unknown) => parts.log.error({ err: error }, 'reconciling executions failed'),
    );
  let under = round();
  const timer = setInterval(() => {
    under = under.then(round);
  }, everyMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await under;
    },
  };
}
