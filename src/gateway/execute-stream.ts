import type { JsonObject } from '../platform/canonical-json.ts';
import type { Problem } from '../platform/problem.ts';
import { assemblyFor, endsReply } from './assemblies.ts';
import type { StreamEvent } from './dialect.ts';
import { callOf, problemOf } from './execute.ts';
import type { ExecutionId } from './execution.ts';
import { beginExecution, type Intent } from './intent.ts';
import { isJsonArray, isJsonObject } from './json.ts';
import { recordOutcome } from './outcome.ts';
import { outputProblem } from './output.ts';
import type { GatewayParts } from './parts.ts';
import type { Plan } from './plan.ts';
import { guardExecution } from './stopping.ts';

export interface StreamedExecution {
  readonly id: ExecutionId;
  /**
   * Events as they may be released: none before the intent is durable, and the last ones only when the outcome is. Must be read to its
   * end, also when nobody listens any more, because that is what records the outcome. Throws the problem of a failing provider, after
   * its outcome was recorded.
   */
  readonly events: AsyncGenerator<StreamEvent, void>;
}

/**
 * As `execute`, for a reply that is released while it is made (design.md §7): a client that saw the end can always find the record.
 * What is recalled meanwhile is broken off within the second.
 * @throws Problem 403 by policy, 422 `execution.recalled`, 503 when it cannot be recorded
 */
export async function executeStream(parts: GatewayParts, plan: Plan): Promise<StreamedExecution> {
  const intent = await beginExecution(parts, plan);
  return { id: intent.execution.id, events: released(parts, plan, intent) };
}

async function* released(parts: GatewayParts, plan: Plan, intent: Intent): AsyncGenerator<StreamEvent, void> {
  const interrupt = new AbortController();
  const guard = guardExecution(parts, plan);
  const signal = AbortSignal.any([interrupt.signal, guard.signal]);
  const source = plan.provider.stream(callOf(parts, plan, signal))[Symbol.asyncIterator]();
  const assembly = assemblyFor(plan.dialect);
  const brokenOff = async (problem: Problem): Promise<Problem> => {
    await recordOutcome(parts, plan, intent, { reply: assembly.reply(), problem });
    return problem;
  };
  try {
    let arriving = settled(source.next());
    await intent.durable.catch((error: unknown) => {
      interrupt.abort();
      throw error;
    });
    let held: StreamEvent[] = [];
    for (;;) {
      const arrived = await Promise.race([guard.stopped, arriving]);
      if ('stop' in arrived) throw await brokenOff(arrived.stop);
      if ('failure' in arrived) throw await brokenOff(problemOf(parts, plan, arrived.failure));
      if (arrived.result.done === true) break;
      const event = arrived.result.value;
      assembly.add(event.json);
      // What may be the end waits for the outcome; what is followed by more is not the end.
      if (!held.some(({ json }) => endsReply(plan.dialect, json))) {
        yield* held;
        held = [];
      }
      held.push(event);
      arriving = settled(source.next());
    }
    const stop = await guard.verdict();
    if (stop !== undefined) throw await brokenOff(stop);
    const misfit = outputProblem(plan.output, assembly.reply() ?? {});
    if (misfit !== undefined) throw await brokenOff(misfit);
    // Commit point: after this line the record is durable, and the end may be seen.
    await recordOutcome(parts, plan, intent, { reply: assembly.reply() ?? {}, problem: null });
    yield* held;
  } finally {
    guard.end();
  }
}

/** A promise that never rejects, so that a failure which nobody awaits yet is not unhandled. */
function settled<Value>(promise: Promise<Value>): Promise<{ result: Value } | { failure: unknown }> {
  return promise.then(
    (result) => ({ result }),
    (failure: unknown) => ({ failure }),
  );
}

/** The chunk that only counts tokens. We always ask for it; a client sees it when it asked too. */
export function isUsageOnly(chunk: JsonObject): boolean {
  return isJsonArray(chunk.choices) && chunk.choices.length === 0 && isJsonObject(chunk.usage);
}
