import type { JsonObject } from '../platform/canonical-json.ts';
import { Problem } from '../platform/problem.ts';
import { givenAgain } from './answers/given-again.ts';
import { assemblyFor, endsReply } from './assemblies.ts';
import { budgetHeaders } from './budgets/headers.ts';
import { askedIn } from './call-origin.ts';
import type { StreamEvent } from './dialect.ts';
import { callOf, problemOf } from './execute.ts';
import type { ExecutionId } from './execution.ts';
import { Held } from './holds/held.ts';
import { beginExecution, type Intent } from './intent.ts';
import { isJsonArray, isJsonObject } from './json.ts';
import { recordOutcome } from './outcome.ts';
import { outputProblem } from './output.ts';
import type { GatewayParts } from './parts.ts';
import type { Plan } from './plan.ts';
import { ended, streamAny } from './routing/tries.ts';
import { guardExecution } from './stopping.ts';
import { beforeEnd } from './treating/disclose.ts';
import { treatmentHeaders } from './treating/headers.ts';
import { guardOutput } from './treating/output-guard.ts';
import { type Treated, treat } from './treating/treat.ts';

export interface StreamedExecution {
  readonly id: ExecutionId;
  /** What whoever asked is told about what was done to the call. */
  readonly headers: Readonly<Record<string, string>>;
  /** What the provider said of its limits, and how the caller's budgets stand: known with the first event. */
  rateHeaders(): Readonly<Record<string, string>>;
  /**
   * Events as they may be released: none before the intent is durable, and the last ones only when the outcome is. Must be read to its
   * end, also when nobody listens any more, because that is what records the outcome. Throws the problem of a failing provider, after
   * its outcome was recorded.
   */
  readonly events: AsyncGenerator<StreamEvent, void>;
}

/**
 * As `execute`, for a reply that is released while it is made (design.md §7): a client that saw the end can always find the record.
 * What is recalled meanwhile is broken off within the second; so is what `leaving` says that nobody wants any more.
 * @throws Problem 403 by policy, 422 `execution.recalled`, 503 when it cannot be recorded
 */
export async function executeStream(
  parts: GatewayParts,
  given: Plan,
  leaving?: AbortSignal,
): Promise<StreamedExecution | Held> {
  const treated = await givenAgain(parts, await treat(parts, given));
  const intent = await beginExecution(parts, treated);
  if (intent instanceof Held) return intent;
  return {
    id: intent.execution.id,
    headers: treatmentHeaders(treated),
    rateHeaders: () => ({
      ...intent.hearing.said.rateHeaders,
      ...budgetHeaders(askedIn(treated.plan), intent.reservations, parts.clock.now()),
    }),
    events: released(parts, treated, intent, leaving),
  };
}

async function* released(
  parts: GatewayParts,
  treated: Treated,
  intent: Intent,
  leaving: AbortSignal | undefined,
): AsyncGenerator<StreamEvent, void> {
  const { plan } = treated;
  const output = guardOutput(treated);
  const guard = guardExecution(parts, plan, leaving);
  const { hearing } = intent;
  const call = { ...callOf(parts, plan, guard.signal), heard: hearing.heard };
  const calling = { parts, plan, call, hearing, guard };
  const source = streamAny(calling)[Symbol.asyncIterator]();
  const assembly = assemblyFor(plan.dialect);
  const brokenOff = async (problem: Problem): Promise<Problem> => {
    await recordOutcome(parts, plan, intent, { reply: assembly.reply(), problem }, output.counts());
    return problem;
  };
  try {
    if (intent.strict) await intent.durable;
    let arriving = settled(source.next());
    await intent.durable.catch((error: unknown) => {
      guard.breakOff();
      throw error;
    });
    let held: StreamEvent[] = [];
    for (;;) {
      const arrived = await Promise.race([guard.stopped, arriving]);
      if ('stop' in arrived) throw await brokenOff(arrived.stop);
      if ('failure' in arrived) {
        ended(calling, arrived.failure);
        throw await brokenOff(problemOf(parts, plan, arrived.failure));
      }
      if (arrived.result.done === true) break;
      hearing.began();
      const seen = await filtered(output.filter?.next(arrived.result.value) ?? [arrived.result.value]);
      if ('stop' in seen) throw await brokenOff(seen.stop);
      for (const event of seen.events.flatMap((one) => beforeEnd(treated, one, assembly.reply()))) {
        assembly.add(event.json);
        // What may be the end waits for the outcome; what is followed by more is not the end.
        if (!held.some(({ json }) => endsReply(plan.dialect, json))) {
          yield* held;
          held = [];
        }
        held.push(output.shownEvent(event));
      }
      arriving = settled(source.next());
    }
    ended(calling, null);
    const rest = await filtered(output.filter?.end() ?? []);
    if ('stop' in rest) throw await brokenOff(rest.stop);
    for (const event of rest.events) {
      assembly.add(event.json);
      held.push(output.shownEvent(event));
    }
    const whole = await filtered(output.finish(assembly.reply() ?? {}).then(() => []));
    if ('stop' in whole) throw await brokenOff(whole.stop);
    const stop = await guard.verdict();
    if (stop !== undefined) throw await brokenOff(stop);
    const misfit = outputProblem(plan.output, assembly.reply() ?? {});
    if (misfit !== undefined) throw await brokenOff(misfit);
    // Commit point: after this line the record is durable, and the end may be seen.
    const reply = assembly.reply() ?? {};
    await recordOutcome(parts, plan, intent, { reply, problem: null }, output.counts());
    yield* held;
  } finally {
    guard.end();
  }
}

/** What a look at the answer gave: events that may go on, or why nothing may any more. */
async function filtered(
  looking: Promise<StreamEvent[]> | StreamEvent[],
): Promise<{ readonly events: readonly StreamEvent[] } | { readonly stop: Problem }> {
  try {
    return { events: await looking };
  } catch (error) {
    if (error instanceof Problem) return { stop: error };
    throw error;
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
