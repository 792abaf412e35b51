import { setTimeout as delay } from 'node:timers/promises';
import { eventOf, type StreamEvent } from '../dialect.ts';
import {
  type Provider,
  type ProviderCall,
  providerFailed,
  providerInterrupted,
  providerRefused,
  providerTimedOut,
} from '../provider.ts';
import { simulatedAnswer, simulatedEvents } from './simulated-dialects.ts';

/** Models that every organization has. The last ones fail on purpose, so that failures can be tried too. */
export const simulatedModels = [
  'simulated-fast',
  'simulated-careful',
  'simulated-slow',
  'simulated-fail-429',
  'simulated-fail-500',
  'simulated-fail-timeout',
  'simulated-fail-reset',
] as const;

export interface SimulatedSettings {
  readonly name: string;
  /** How long a call takes. */
  readonly latencyMs: number;
  readonly region?: string | null;
}

const slowMs = 2_000;
/** Breaks off in the middle of its answer, as a connection that is reset does. */
const resetting = 'simulated-fail-reset';

const brokeOff = ({ name }: SimulatedSettings) => providerFailed(name, 'broke off before the end');

/** A provider that needs no network and no key. The same messages and model get the same answer. */
export function simulatedProvider(settings: SimulatedSettings): Provider {
  return {
    name: settings.name,
    kind: 'simulated',
    region: settings.region ?? null,
    dialects: ['chat', 'responses', 'embeddings', 'messages', 'count_tokens'],
    complete: async (call) => {
      await pretend(settings, call);
      if (call.body.model === resetting) throw brokeOff(settings);
      return simulatedAnswer(call);
    },
    stream: (call) => eventsOf(settings, call),
  };
}

async function* eventsOf(settings: SimulatedSettings, call: ProviderCall): AsyncGenerator<StreamEvent> {
  const { model } = call.body;
  if (model === 'simulated-slow') {
    yield* paced(settings, call);
    return;
  }
  await pretend(settings, call);
  if (model !== resetting) {
    for (const event of simulatedEvents(call)) yield eventOf(event);
    return;
  }
  const events = [...simulatedEvents(call)];
  for (const event of events.slice(0, Math.ceil(events.length / 2))) yield eventOf(event);
  throw brokeOff(settings);
}

/** The slow one says its words at an even pace, in the time that it takes for a whole answer. */
async function* paced(settings: SimulatedSettings, call: ProviderCall): AsyncGenerator<StreamEvent> {
  const events = [...simulatedEvents(call)];
  const paceMs = slowMs / events.length;
  for (const [at, event] of events.entries()) {
    if (at * paceMs > call.timeoutMs) throw providerTimedOut(settings.name, call.timeoutMs);
    yield eventOf(event);
    await delay(paceMs, undefined, { signal: call.signal }).catch((cause: unknown) => {
      throw providerInterrupted(settings.name, cause);
    });
  }
}

async function pretend(settings: SimulatedSettings, call: ProviderCall): Promise<void> {
  const { model } = call.body;
  const neverMs = model === 'simulated-fail-timeout' ? Number.POSITIVE_INFINITY : 0;
  const wantedMs = Math.max(neverMs, model === 'simulated-slow' ? slowMs : settings.latencyMs);
  try {
    if (wantedMs > 0) await delay(Math.min(wantedMs, call.timeoutMs), undefined, { signal: call.signal });
  } catch (cause) {
    throw providerInterrupted(settings.name, cause);
  }
  if (wantedMs > call.timeoutMs) throw providerTimedOut(settings.name, call.timeoutMs);
  const failure = /^simulated-fail-(\d{3})$/.exec(model)?.[1];
  if (failure !== undefined)
    throw providerRefused(
      settings.name,
      Number(failure),
      'this model fails on purpose',
      failure === '429' ? 1 : undefined,
    );
}
