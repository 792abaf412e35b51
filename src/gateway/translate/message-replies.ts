import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { parseUntrustedJson } from '../../platform/untrusted-json.ts';
import { countMember, isJsonArray, isJsonObject, stringMember } from '../json.ts';

const finishes: Readonly<Record<string, string>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  pause_turn: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool_calls',
  refusal: 'content_filter',
};

const stops: Readonly<Record<string, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  function_call: 'tool_use',
  content_filter: 'refusal',
};

/** Anthropic's reason for the end, in OpenAI's word. */
export const finishReasonOf = (stop: JsonValue | undefined): string => finishes[String(stop)] ?? 'stop';

/** OpenAI's reason for the end, in Anthropic's word. */
export const stopReasonOf = (finish: JsonValue | undefined): string => stops[String(finish)] ?? 'end_turn';

/** Anthropic's count of tokens as OpenAI counts: what was read from a cache is input too. */
export function chatUsage(usage: JsonValue | undefined): JsonObject | null {
  if (!isJsonObject(usage)) return null;
  const cached = countMember(usage, 'cache_read_input_tokens') ?? 0;
  const fresh = countMember(usage, 'input_tokens') ?? 0;
  const input = fresh + cached + (countMember(usage, 'cache_creation_input_tokens') ?? 0);
  const output = countMember(usage, 'output_tokens') ?? 0;
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached },
  };
}

export function messageUsage(usage: JsonValue | undefined): JsonObject {
  const counted = isJsonObject(usage) ? usage : {};
  return {
    input_tokens: countMember(counted, 'prompt_tokens') ?? 0,
    output_tokens: countMember(counted, 'completion_tokens') ?? 0,
  };
}

/** Anthropic's message as a chat completion. Pure. */
export function chatFromMessage(message: JsonObject): JsonObject {
  const blocks = isJsonArray(message.content) ? message.content.filter(isJsonObject) : [];
  const texts = blocks.flatMap((block) => (block.type === 'text' ? [stringMember(block, 'text') ?? ''] : []));
  const calls = blocks.filter((block) => block.type === 'tool_use');
  return {
    id: message.id ?? '',
    object: 'chat.completion',
    created: 0,
    model: message.model ?? '',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: texts.length === 0 ? null : texts.join(''),
          refusal: null,
          ...(calls.length === 0 ? {} : { tool_calls: calls.map(callOf) }),
        },
        logprobs: null,
        finish_reason: finishReasonOf(message.stop_reason),
      },
    ],
    usage: chatUsage(message.usage),
  };
}

function callOf(block: JsonObject): JsonObject {
  const described = { name: block.name ?? '', arguments: JSON.stringify(block.input ?? {}) };
  return { id: block.id ?? '', type: 'function', function: described };
}

/** A chat completion as Anthropic's message. Pure. */
export function messageFromChat(reply: JsonObject): JsonObject {
  const choice = isJsonArray(reply.choices) ? reply.choices[0] : undefined;
  const said = isJsonObject(choice) && isJsonObject(choice.message) ? choice.message : {};
  const text = stringMember(said, 'content') ?? stringMember(said, 'refusal');
  const calls = isJsonArray(said.tool_calls) ? said.tool_calls.filter(isJsonObject) : [];
  return {
    id: reply.id ?? '',
    type: 'message',
    role: 'assistant',
    model: reply.model ?? '',
    content: [
      ...(text === undefined || text === '' ? [] : [{ type: 'text', text, citations: null }]),
      ...calls.map(blockOf),
    ],
    stop_reason: stopReasonOf(isJsonObject(choice) ? choice.finish_reason : undefined),
    stop_sequence: null,
    usage: messageUsage(reply.usage),
  };
}

function blockOf(call: JsonObject): JsonObject {
  const described = isJsonObject(call.function) ? call.function : {};
  return {
    type: 'tool_use',
    id: call.id ?? '',
    name: described.name ?? '',
    input: inputOf(described.arguments),
  };
}

/** A model may write arguments that are not JSON; then they are shown as they are. */
function inputOf(text: JsonValue | undefined): JsonValue {
  if (typeof text !== 'string' || text === '') return {};
  try {
    return parseUntrustedJson(text);
  } catch {
    return { arguments: text };
  }
}
