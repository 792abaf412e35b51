import type { JsonObject } from '../platform/canonical-json.ts';
import { createAssembly } from './assembly.ts';
import { problemOf } from './execute.ts';
import type { ExecutionId } from './execution.ts';
import { beginExecution, type Intent } from './intent.ts';
import { isJsonArray, isJsonObject } from './json.ts';
import { recordOutcome } from './outcome.ts';
import type { GatewayParts } from './parts.ts';
import type { Plan } from './plan.ts';

export interface StreamedExecution {
  readonly id: ExecutionId;
  /**
   * Chunks as they may be released: none before the intent is durable, and the last ones only when the outcome is. Must be read to its
   * end, also when nobody listens any more, because that is what records the outcome. Throws the problem of a failing provider, after
   * its outcome was recorded.
   */
  readonly chunks: AsyncGenerator<JsonObject, void>;
}

/**
 * As `execute`, for a reply that is released while it is made (design.md §7): a client that saw the end can always find the record.
 * @throws Problem 403 by policy, 503 when it cannot be recorded
 */
export async function executeStream(parts: GatewayParts, plan: Plan): Promise<StreamedExecution> {
  const intent = await beginExecution(parts, plan);
  return { id: intent.execution.id, chunks: released(parts, plan, intent) };
}

async function* released(parts: GatewayParts, plan: Plan, intent: Intent): AsyncGenerator<JsonObject, void> {
  const interrupt = new AbortController();
  const call = { body: plan.body, signal: interrupt.signal, timeoutMs: parts.providerTimeoutMs };
  const source = plan.provider.stream(call)[Symbol.asyncIterator]();
  const assembly = createAssembly();
  let arriving = settled(source.next());
  await intent.durable.catch((error: unknown) => {
    interrupt.abort();
    throw error;
  });
  let held: JsonObject[] = [];
  for (;;) {
    const arrived = await arriving;
    if ('failure' in arrived) {
      const problem = problemOf(parts, plan, arrived.failure);
      await recordOutcome(parts, plan, intent, { reply: assembly.reply(), problem });
      throw problem;
    }
    if (arrived.result.done === true) break;
    const chunk = arrived.result.value;
    assembly.add(chunk);
    // What may be the end waits for the outcome; what is followed by more is not the end.
    if (!held.some(endsReply)) {
      yield* held;
      held = [];
    }
    held.push(chunk);
    arriving = settled(source.next());
  }
  // Commit point: after this line the record is durable, and the end may be seen.
  await recordOutcome(parts, plan, intent, { reply: assembly.reply() ?? {}, problem: null });
  yield* held;
}

/** A promise that never rejects, so that a failure which nobody awaits yet is not unhandled. */
function settled<Value>(promise: Promise<Value>): Promise<{ result: Value } | { failure: unknown }> {
  return promise.then(
    (result) => ({ result }),
    (failure: unknown) => ({ failure }),
  );
}

function endsReply(chunk: JsonObject): boolean {
  const choices = isJsonArray(chunk.choices) ? chunk.choices : [];
  return choices.some((choice) => isJsonObject(choice) && typeof choice.finish_reason === 'string');
}

/** The chunk that only counts tokens. We always ask for it; a client sees it when it asked too. */
export function isUsageOnly(chunk: JsonObject): boolean {
  return isJsonArray(chunk.choices) && chunk.choices.length === 0 && isJsonObject(chunk.usage);
}
