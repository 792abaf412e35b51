import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import { createBlocks } from './message-blocks.ts';
import { chatUsage, finishReasonOf, messageUsage, stopReasonOf } from './message-replies.ts';

/** Translates a stream, event by event. `end` gives what is still to be said when nothing more comes. */
export interface StreamTranslation {
  next(event: JsonObject): JsonObject[];
  end(): JsonObject[];
}

/** Anthropic's events as chunks of a chat completion. */
export function chatFromMessageEvents(): StreamTranslation {
  let message: JsonObject = {};
  let usage: JsonObject = {};
  const calls = new Map<JsonValue, number>();
  const chunk = (delta: JsonObject, finish: string | null = null): JsonObject => ({
    ...head(),
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  });
  const head = () => ({
    id: message.id ?? '',
    object: 'chat.completion.chunk',
    created: 0,
    model: message.model ?? '',
  });
  const blockStart = (event: JsonObject): JsonObject[] => {
    const block = isJsonObject(event.content_block) ? event.content_block : {};
    if (block.type !== 'tool_use') return [];
    const index = calls.size;
    calls.set(event.index ?? null, index);
    const described = { name: block.name ?? '', arguments: '' };
    return [chunk({ tool_calls: [{ index, id: block.id ?? '', type: 'function', function: described }] })];
  };
  const blockDelta = (event: JsonObject): JsonObject[] => {
    const delta = isJsonObject(event.delta) ? event.delta : {};
    if (delta.type === 'text_delta') return [chunk({ content: delta.text ?? '' })];
    if (delta.type !== 'input_json_delta') return [];
    const index = calls.get(event.index ?? null) ?? 0;
    return [chunk({ tool_calls: [{ index, function: { arguments: delta.partial_json ?? '' } }] })];
  };
  return {
    next: (event) => {
      switch (event.type) {
        case 'message_start':
          message = isJsonObject(event.message) ? event.message : {};
          usage = isJsonObject(message.usage) ? message.usage : {};
          return [chunk({ role: 'assistant', content: '' })];
        case 'content_block_start':
          return blockStart(event);
        case 'content_block_delta':
          return blockDelta(event);
        case 'message_delta':
          if (isJsonObject(event.usage)) usage = { ...usage, ...event.usage };
          return isJsonObject(event.delta) && event.delta.stop_reason != null
            ? [chunk({}, finishReasonOf(event.delta.stop_reason))]
            : [];
        case 'message_stop':
          return [{ ...head(), choices: [], usage: chatUsage(usage) }];
        default:
          return [];
      }
    },
    end: () => [],
  };
}

/** Chunks of a chat completion as Anthropic's events. */
export function messageEventsFromChat(): StreamTranslation {
  const blocks = createBlocks();
  let begun = false;
  let finish: JsonValue = null;
  let usage: JsonValue = null;
  return {
    next: (chunk) => {
      const start = begun ? [] : [messageStart(chunk)];
      begun = true;
      if (isJsonObject(chunk.usage)) usage = chunk.usage;
      const choice = isJsonArray(chunk.choices) ? chunk.choices[0] : undefined;
      if (!isJsonObject(choice)) return start;
      finish = choice.finish_reason ?? finish;
      return [...start, ...(isJsonObject(choice.delta) ? blocks.say(choice.delta) : [])];
    },
    end: () => [
      ...blocks.close(),
      {
        type: 'message_delta',
        delta: { stop_reason: stopReasonOf(finish), stop_sequence: null },
        usage: messageUsage(usage),
      },
      { type: 'message_stop' },
    ],
  };
}

function messageStart(chunk: JsonObject): JsonObject {
  return {
    type: 'message_start',
    message: {
      id: chunk.id ?? '',
      type: 'message',
      role: 'assistant',
      model: chunk.model ?? '',
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 0, output_tokens: 0 },
    },
  };
}
