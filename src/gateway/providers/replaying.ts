import type { JsonObject } from '../../platform/canonical-json.ts';
import { type Dialect, eventOf, type StreamEvent } from '../dialect.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import type { Provider } from '../provider.ts';
import { messageEventsFromChat } from '../translate/message-events.ts';
import { chatFromMessage } from '../translate/message-replies.ts';
import { translated } from '../translate/stream.ts';

/** In place of a provider: gives a reply that is known, for nothing. The reply is in the dialect of the call. */
export function replayingProvider(provider: Provider, reply: JsonObject): Provider {
  return {
    name: provider.name,
    kind: provider.kind,
    region: provider.region,
    dialects: provider.dialects,
    complete: async ({ dialect }) => ({ ...reply, usage: nothingUsed(dialect) }),
    stream: ({ dialect }) => eventsOf(dialect, reply),
  };
}

function nothingUsed(dialect: Dialect): JsonObject {
  if (dialect === 'messages') return { input_tokens: 0, output_tokens: 0 };
  return { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
}

function eventsOf(dialect: Dialect, reply: JsonObject): AsyncIterable<StreamEvent> {
  if (dialect !== 'messages') return chunksOf(reply);
  return translated(chunksOf(chatFromMessage(reply)), messageEventsFromChat());
}

/** A chat completion in chunks: each message at once, then why it ended, then what was used. */
async function* chunksOf({ id, model, choices }: JsonObject): AsyncGenerator<StreamEvent> {
  const head = { id: id ?? '', object: 'chat.completion.chunk', created: 0, model: model ?? '' };
  const given = isJsonArray(choices) ? choices.filter(isJsonObject) : [];
  for (const { index, message, finish_reason: finish } of given) {
    const { tool_calls: calls, ...said } = isJsonObject(message) ? message : {};
    const made = isJsonArray(calls) ? calls.filter(isJsonObject) : [];
    const tools = made.length === 0 ? {} : { tool_calls: made.map((call, at) => ({ index: at, ...call })) };
    const place = { index: index ?? 0, logprobs: null };
    yield eventOf({ ...head, choices: [{ ...place, delta: { ...said, ...tools }, finish_reason: null }] });
    yield eventOf({ ...head, choices: [{ ...place, delta: {}, finish_reason: finish ?? 'stop' }] });
  }
  yield eventOf({ ...head, choices: [], usage: nothingUsed('chat') });
}
