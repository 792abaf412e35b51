import { Problem } from '../platform/problem.ts';
import { givenAgain } from './answers/given-again.ts';
import { promisedAnswer } from './answers/promised.ts';
import { budgetHeaders } from './budgets/headers.ts';
import { askedIn } from './call-origin.ts';
import type { Execution } from './execution.ts';
import type { ProviderSaid } from './hearing.ts';
import { Held } from './holds/held.ts';
import { beginExecution, type Intent } from './intent.ts';
import { type Attempt, recordOutcome } from './outcome.ts';
import type { GatewayParts } from './parts.ts';
import type { Plan } from './plan.ts';
import { type ProviderCall, providerFailed } from './provider.ts';
import { type Guard, guardExecution } from './stopping.ts';
import { disclosed } from './treating/disclose.ts';
import { treatmentHeaders } from './treating/headers.ts';
import { guardOutput, type OutputGuard } from './treating/output-guard.ts';
import { type Treated, treat } from './treating/treat.ts';

/** An execution whose outcome is durable. Only now may anybody see the reply. */
export interface Executed {
  readonly execution: Execution;
  /** The provider's reply, or why there is none. */
  readonly attempt: Attempt;
  /** What whoever asked is told about what was done to the call. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Runs a plan in the order of design.md §7: classify → verdict → intent durable, while the provider already works (`overlap`) or before
 * it is called (`strict`, where a rule asks for it) → outcome durable.
 * A client that goes away changes nothing: the call is paid for, so its outcome is recorded. Asked again, or of somebody else, only where a route says so (`completeAny`).
 * What is true if we stop here: before the intent, nothing happened that counts; between intent and outcome, the entry says that a call
 * was intended and `reconcile` will say that nobody saw its answer; after the outcome, all is known.
 * What is recalled meanwhile is broken off, and recorded, and not released.
 * @throws Problem 403 by policy, 422 `execution.recalled`, 503 when it cannot be recorded; a failing provider is an `Executed` with a problem, not a throw
 */
export async function execute(parts: GatewayParts, given: Plan): Promise<Executed | Held> {
  const treated = await givenAgain(parts, await treat(parts, given));
  const { plan } = treated;
  const intent = await beginExecution(parts, treated);
  if (intent instanceof Held) return intent;
  const output = guardOutput(treated);
  const guard = guardExecution(parts, plan);
  try {
    if (intent.strict) await intent.durable;
    const calling = callProvider(parts, plan, intent, guard);
    await intent.durable.catch((error: unknown) => {
      guard.breakOff();
      throw error;
    });
    const attempt = await lookedThrough(output, treated, await calling);
    const stop = await guard.verdict();
    const kept: Attempt = stop === undefined ? attempt : { reply: attempt.reply, problem: stop };
    const execution = await recordOutcome(parts, plan, intent, kept, output.counts());
    const shown: Attempt =
      kept.problem === null
        ? { reply: output.shown(kept.reply), problem: null }
        : { reply: null, problem: kept.problem };
    return {
      execution,
      attempt: shown,
      headers: {
        ...treatmentHeaders(treated),
        ...intent.hearing.said.rateHeaders,
        ...budgetHeaders(askedIn(plan), intent.reservations, parts.clock.now()),
      },
    };
  } finally {
    guard.end();
  }
}

/** What policy says of what came out. What it does not let out stays in the record. */
async function lookedThrough(output: OutputGuard, treated: Treated, attempt: Attempt): Promise<Attempt> {
  if (attempt.reply === null) return attempt;
  try {
    const seen = await output.reply(attempt.reply);
    if (attempt.problem !== null) return { reply: seen, problem: attempt.problem };
    return { reply: disclosed(treated, seen), problem: null };
  } catch (error) {
    if (error instanceof Problem) return { reply: attempt.reply, problem: error };
    throw error;
  }
}

/** Never rejects: what goes wrong becomes a part of the record. */
async function callProvider(
  parts: GatewayParts,
  plan: Plan,
  { hearing }: Intent,
  guard: Guard,
): Promise<Attempt> {
  try {
    const heard = (said: ProviderSaid) => {
      hearing.heard(said);
      hearing.began();
    };
    const call = { ...callOf(parts, plan, guard.signal), heard };
    return await promisedAnswer({ parts, plan, call, hearing, guard });
  } catch (error) {
    return { reply: null, problem: problemOf(parts, plan, error) };
  }
}

/** What a plan asks of its provider. */
export function callOf(parts: GatewayParts, plan: Plan, signal: AbortSignal): ProviderCall {
  const { dialect, body, betas } = plan;
  return { dialect, body, betas, signal, timeoutMs: parts.providerTimeoutMs };
}

/** A provider throws problems only; anything else is a bug of ours, which is logged and recorded as a failure. */
export function problemOf(parts: GatewayParts, plan: Plan, error: unknown): Problem {
  if (error instanceof Problem) return error;
  parts.log.error(
    { err: error, provider: plan.provider.name },
    'a provider call failed in an unforeseen way',
  );
  return providerFailed(plan.provider.name, 'failed in a way that we did not foresee', error);
}
