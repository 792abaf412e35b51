import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { JsonObject } from '../../platform/canonical-json.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import { type ChatMessage, isChatMessage } from '../openai.ts';
import {
  type Provider,
  type ProviderCall,
  providerFailed,
  providerRefused,
  providerTimedOut,
} from '../provider.ts';
import { businessAnswer, dice, textOf, valueFor } from './simulated-text.ts';

/** Models that every organization has. The last ones fail on purpose, so that failures can be tried too. */
export const simulatedModels = [
  'simulated-fast',
  'simulated-careful',
  'simulated-slow',
  'simulated-fail-429',
  'simulated-fail-500',
  'simulated-fail-timeout',
] as const;

export interface SimulatedSettings {
  readonly name: string;
  /** How long a call takes. */
  readonly latencyMs: number;
}

const slowMs = 2_000;

/** A provider that needs no network and no key. The same messages and model get the same answer. */
export function simulatedProvider(settings: SimulatedSettings): Provider {
  return {
    name: settings.name,
    kind: 'simulated',
    complete: async (call) => {
      await pretend(settings, call);
      return simulatedReply(call.body);
    },
    stream: async function* (call) {
      await pretend(settings, call);
      yield* simulatedChunks(call.body);
    },
  };
}

async function pretend(settings: SimulatedSettings, call: ProviderCall): Promise<void> {
  const { model } = call.body;
  const neverMs = model === 'simulated-fail-timeout' ? Number.POSITIVE_INFINITY : 0;
  const wantedMs = Math.max(neverMs, model === 'simulated-slow' ? slowMs : settings.latencyMs);
  try {
    if (wantedMs > 0) await delay(Math.min(wantedMs, call.timeoutMs), undefined, { signal: call.signal });
  } catch (cause) {
    throw providerFailed(settings.name, 'was interrupted', cause);
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

/** The reply to a chat completion, in OpenAI's shape. Pure; the time in it is fixed, so that replies can be compared. */
export function simulatedReply(body: JsonObject & { readonly model: string }): JsonObject {
  const { model } = body;
  const messages = isJsonArray(body.messages) ? body.messages.filter(isChatMessage) : [];
  const seed = createHash('sha256')
    .update(JSON.stringify([model, messages]))
    .digest('hex');
  const full = answerFor(body, messages, seed);
  const limit = maxTokens(body);
  const cut = limit !== undefined && tokens(full) > limit;
  const content = cut ? full.slice(0, limit * 4) : full;
  const inputTokens = messages.reduce((sum, message) => sum + tokens(textOf(message.content)) + 4, 0);
  const outputTokens = tokens(content);
  return {
    id: `chatcmpl-${seed.slice(0, 24)}`,
    object: 'chat.completion',
    created: 1_767_225_600,
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: null },
        logprobs: null,
        finish_reason: cut ? 'length' : 'stop',
      },
    ],
    usage: {
      prompt_tokens: inputTokens,
      completion_tokens: outputTokens,
      total_tokens: inputTokens + outputTokens,
    },
  };
}

/** The same reply in chunks, as OpenAI streams them: a role, words, a finish, and the usage in a last chunk without choices. */
export function* simulatedChunks(body: JsonObject & { readonly model: string }): Generator<JsonObject> {
  const reply = simulatedReply(body);
  const choice = isJsonArray(reply.choices) ? reply.choices[0] : undefined;
  const message = isJsonObject(choice) ? choice.message : undefined;
  const text = isJsonObject(message) ? textOf(message.content) : '';
  const { id, created, model } = { id: reply.id ?? '', created: reply.created ?? 0, model: body.model };
  const chunk = (delta: JsonObject, finish: string | null): JsonObject => ({
    id,
    object: 'chat.completion.chunk',
    created,
    model,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  });
  yield chunk({ role: 'assistant', content: '' }, null);
  for (const word of text.match(/\S+\s*|\s+/g) ?? []) yield chunk({ content: word }, null);
  const finish = isJsonObject(choice) ? choice.finish_reason : undefined;
  yield chunk({}, typeof finish === 'string' ? finish : 'stop');
  yield { id, object: 'chat.completion.chunk', created, model, choices: [], usage: reply.usage ?? null };
}

function answerFor(body: JsonObject, messages: readonly ChatMessage[], seed: string): string {
  const roll = dice(seed);
  const instructions = messages.filter(
    (message) => message.role === 'system' || message.role === 'developer',
  );
  const said = messages
    .filter((message) => message.role === 'user')
    .map((message) => textOf(message.content));
  const input = said.at(-1) ?? '';
  const format = isJsonObject(body.response_format) ? body.response_format : {};
  if (format.type === 'json_object') return JSON.stringify({ answer: businessAnswer('', input, roll) });
  const wrapped = format.json_schema;
  if (format.type === 'json_schema' && isJsonObject(wrapped))
    return JSON.stringify(valueFor(wrapped.schema, 'answer', input, roll));
  return businessAnswer(instructions.map((message) => textOf(message.content)).join('\n'), input, roll);
}

function maxTokens(body: JsonObject): number | undefined {
  const limit = body.max_completion_tokens ?? body.max_tokens;
  return typeof limit === 'number' && limit >= 1 ? Math.floor(limit) : undefined;
}

/** About four characters a token; what matters is that it is always the same. */
function tokens(text: string): number {
  return Math.ceil(text.length / 4);
}
