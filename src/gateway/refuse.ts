import { Problem } from '../platform/problem.ts';
import type { Turn } from './context/turn.ts';
import { refuseEntry } from './entry.ts';
import type { ExecutionId } from './execution.ts';
import { refusedExecution } from './new-execution.ts';
import type { GatewayParts } from './parts.ts';
import type { Treated } from './treating/treat.ts';

/** Records that it was refused, and gives the refusal back: nobody is told no without a record. */
export async function refusedAs(
  parts: GatewayParts,
  id: ExecutionId,
  treated: Treated,
  turn: Turn,
  problem: Problem,
): Promise<Problem> {
  const { plan, verdict } = treated;
  const execution = refusedExecution(id, parts.clock.now(), treated, turn, problem);
  const { organization, human, at } = execution;
  const entry = refuseEntry(execution, plan, verdict, problem.code);
  const byPolicy = verdict.decision === 'forbid' ? { organization, execution: id, at, human, verdict } : null;
  await parts.recording.record({ kind: 'refusal', entry, execution, byPolicy }).catch((cause: unknown) => {
    throw notRecorded(parts, id, cause);
  });
  return problem;
}

/** The refusal when the ledger could not take an entry: nothing was released. */
export function notRecorded(parts: GatewayParts, execution: ExecutionId, cause: unknown): Problem {
  parts.log.error({ err: cause, execution }, 'an execution could not be recorded');
  return new Problem({
    code: 'execution.not_recorded',
    status: 503,
    detail: 'The execution could not be recorded, so no answer is released. Try again shortly.',
    cause,
    retryAfterSeconds: 1,
  });
}
