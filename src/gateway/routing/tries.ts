import { setTimeout as delay } from 'node:timers/promises';
import type { JsonObject } from '../../platform/canonical-json.ts';
import { Problem } from '../../platform/problem.ts';
import type { StreamEvent } from '../dialect.ts';
import type { Hearing } from '../hearing.ts';
import type { GatewayParts } from '../parts.ts';
import type { Plan } from '../plan.ts';
import { type ProviderCall, ProviderProblem, providerTimedOut, type Worth } from '../provider.ts';
import { type Guard, stopFor } from '../stopping.ts';
import { circuitKey } from './circuit.ts';
import type { Target } from './onward.ts';

type Parts = Pick<GatewayParts, 'registry' | 'access' | 'changes' | 'clock'>;

/** One call of a plan, with whom it may go on to. */
export interface Calling {
  readonly parts: Parts;
  readonly plan: Plan;
  /** For whoever is asked first; others are asked the same with another model. */
  readonly call: ProviderCall;
  readonly hearing: Hearing;
  readonly guard: Guard;
}

/** Between two tries of the same target: about this long, and twice that the next time. */
const pauseMs = 100;
/** A provider that wants to be left alone for longer is left alone: the next one is asked. */
const longestPauseMs = 2_000;

/** The whole reply of the first target that gives one. @throws Problem of the last one that was asked */
export async function completeAny(calling: Calling): Promise<JsonObject> {
  const { plan, call } = calling;
  if (plan.onward !== null) return firstOf(calling, (target, asked) => target.provider.complete(asked));
  try {
    const reply = await plan.provider.complete(call);
    ended(calling, null);
    return reply;
  } catch (error) {
    ended(calling, error);
    throw error;
  }
}

/** The events of the first target that begins to answer. What breaks off later is not asked for again: a part of it is out already. */
export function streamAny(calling: Calling): AsyncIterable<StreamEvent> {
  return calling.plan.onward === null ? calling.plan.provider.stream(calling.call) : streamOfFirst(calling);
}

async function* streamOfFirst(calling: Calling): AsyncGenerator<StreamEvent, void> {
  const begun = await firstOf(calling, (target, asked) => beginning(target, asked, calling.call));
  if (begun.first.done === true) return;
  yield begun.first.value;
  yield* begun.rest;
}

/** The stream up to its first event, which has the target's time; what follows has the call's. */
async function beginning({ provider, timeoutMs }: Target, asked: ProviderCall, call: ProviderCall) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), asked.timeoutMs);
  const signal = AbortSignal.any([asked.signal, late.signal]);
  const rest = provider.stream({ ...asked, signal, timeoutMs: call.timeoutMs });
  const iterator = rest[Symbol.asyncIterator]();
  try {
    return { first: await iterator.next(), rest: { [Symbol.asyncIterator]: () => iterator } };
  } catch (error) {
    if (late.signal.aborted) throw providerTimedOut(provider.name, timeoutMs ?? call.timeoutMs);
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Tells the circuit of whoever answered how a call ended. */
export function ended({ parts, plan, call, hearing }: Calling, error: unknown): void {
  // What is given again says nothing about who would be asked.
  if (plan.terms.answeredFrom !== null) return;
  const model = hearing.tries.at(-1)?.model ?? plan.body.model;
  const key = circuitKey(plan.principal.organization, model);
  if (error === null) parts.registry.circuits.succeeded(key);
  else if (worthOf(error) !== 'nothing' && !call.signal.aborted) parts.registry.circuits.failed(key);
}

type Ask<Value> = (target: Target, call: ProviderCall) => Promise<Value>;

/** Asks one target after the other, and each as often as the route says and has retries left. */
async function firstOf<Value>(calling: Calling, ask: Ask<Value>): Promise<Value> {
  const { parts, plan, call, guard } = calling;
  const { onward, provider, body, principal } = plan;
  const own: Target = {
    provider,
    model: body.model,
    timeoutMs: onward?.timeoutMs ?? null,
    price: plan.price,
  };
  const { circuits } = parts.registry;
  const untilMs = performance.now() + call.timeoutMs;
  let last: Failed | undefined;
  for (const target of [own, ...(onward?.others ?? [])]) {
    if (!circuits.mayAsk(circuitKey(principal.organization, target.model))) {
      tried(calling, target, 'gateway.circuit_open', null);
      continue;
    }
    if (target !== own && (await isRecalled(calling, target))) continue;
    guard.asks(target.model);
    const answer = await askOne(calling, target, ask, untilMs);
    if ('value' in answer) return answer.value;
    last = answer;
    if (answer.isLast || performance.now() >= untilMs) break;
  }
  if (last !== undefined) throw last.error;
  // When none is well, a bad one is better than none.
  guard.asks(own.model);
  const answer = await askOne(calling, own, ask, untilMs);
  if ('value' in answer) return answer.value;
  throw answer.error;
}

interface Failed {
  readonly error: unknown;
  /** Nobody else is to be asked. */
  readonly isLast: boolean;
}

async function askOne<Value>(
  calling: Calling,
  target: Target,
  ask: Ask<Value>,
  untilMs: number,
): Promise<{ readonly value: Value } | Failed> {
  const { parts, plan, call } = calling;
  const { organization } = plan.principal;
  const { route = '', retries = 0 } = plan.onward ?? {};
  const budget = parts.registry.retriesOf(organization, route);
  budget.called();
  for (let time = 0; ; time += 1) {
    const leftMs = untilMs - performance.now();
    const timeoutMs = Math.max(1, Math.min(Math.ceil(leftMs), target.timeoutMs ?? call.timeoutMs));
    const startedMs = performance.now();
    try {
      const value = await ask(target, { ...call, timeoutMs, body: { ...call.body, model: target.model } });
      tried(calling, target, null, startedMs);
      parts.registry.circuits.succeeded(circuitKey(organization, target.model));
      return { value };
    } catch (error) {
      tried(calling, target, error instanceof Problem ? error.code : 'internal.error', startedMs);
      const worth = worthOf(error);
      if (worth === 'nothing' || call.signal.aborted) return { error, isLast: true };
      parts.registry.circuits.failed(circuitKey(organization, target.model));
      const pause = pauseAfter(error, time);
      const fits = pause <= longestPauseMs && performance.now() + pause < untilMs;
      if (worth !== 'again' || time >= retries || !fits || !budget.take()) return { error, isLast: false };
      await delay(pause, undefined, { signal: call.signal }).catch(() => undefined);
    }
  }
}

function tried(
  { hearing }: Calling,
  { provider, model }: Target,
  problem: string | null,
  startedMs: number | null,
): void {
  const durationMs = startedMs === null ? 0 : Math.round(performance.now() - startedMs);
  hearing.tried({ provider: provider.name, model, problem, durationMs });
}

const worthOf = (error: unknown): Worth => (error instanceof ProviderProblem ? error.worth : 'nothing');

/** Not in step with others whose call failed at the same moment. */
function pauseAfter(error: unknown, time: number): number {
  const wanted = error instanceof Problem ? error.retryAfterSeconds : undefined;
  return wanted === undefined ? pauseMs * 2 ** time * (0.5 + Math.random()) : wanted * 1_000;
}

/** It may have been recalled since the call began. */
async function isRecalled({ parts, plan }: Calling, { model }: Target): Promise<boolean> {
  const served = { ...plan.served, model };
  return (await stopFor(parts, plan.principal.organization, served)) !== undefined;
}
