import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { countMember, isJsonArray, isJsonObject, stringMember } from '../json.ts';
import type { StreamTranslation } from './message-events.ts';

const finishes: Readonly<Record<string, string>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  tool_use: 'tool_calls',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  guardrail_intervened: 'content_filter',
  content_filtered: 'content_filter',
};

const finishOf = (stop: JsonValue | undefined): string => finishes[String(stop)] ?? 'stop';

/** Amazon's count of tokens as OpenAI counts: what was read from a cache, or written to it, is input too. */
function usageOf(usage: JsonValue | undefined): JsonObject | null {
  if (!isJsonObject(usage)) return null;
  const cached = countMember(usage, 'cacheReadInputTokens') ?? 0;
  const written = countMember(usage, 'cacheWriteInputTokens') ?? 0;
  const input = (countMember(usage, 'inputTokens') ?? 0) + cached + written;
  const output = countMember(usage, 'outputTokens') ?? 0;
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached },
  };
}

/** The answer of `Converse` as a chat completion. What was only thought is left out. Pure. */
export function chatFromConverse(reply: JsonObject, model: string): JsonObject {
  const output = isJsonObject(reply.output) ? reply.output : {};
  const message = isJsonObject(output.message) ? output.message : {};
  const blocks = isJsonArray(message.content) ? message.content.filter(isJsonObject) : [];
  const texts = blocks.flatMap((block) => stringMember(block, 'text') ?? []);
  const calls = blocks.flatMap(({ toolUse }) => (isJsonObject(toolUse) ? [callOf(toolUse)] : []));
  return {
    id: '',
    object: 'chat.completion',
    created: 0,
    model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: texts.length === 0 ? null : texts.join(''),
          refusal: null,
          ...(calls.length === 0 ? {} : { tool_calls: calls }),
        },
        logprobs: null,
        finish_reason: finishOf(reply.stopReason),
      },
    ],
    usage: usageOf(reply.usage),
  };
}

function callOf({ toolUseId, name, input }: JsonObject): JsonObject {
  const described = { name: name ?? '', arguments: JSON.stringify(input ?? {}) };
  return { id: toolUseId ?? '', type: 'function', function: described };
}

/** Events of `ConverseStream`, each `{ TYPE: payload }`, as chunks of a chat completion. */
export function chatFromConverseEvents(model: string): StreamTranslation {
  const calls = new Map<JsonValue, number>();
  const head = { id: '', object: 'chat.completion.chunk', created: 0, model };
  const chunk = (delta: JsonObject, finish: string | null = null): JsonObject => ({
    ...head,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  });
  const starting = ({ start, contentBlockIndex: block }: JsonObject): JsonObject[] => {
    const tool = isJsonObject(start) && isJsonObject(start.toolUse) ? start.toolUse : undefined;
    if (tool === undefined) return [];
    const index = calls.size;
    calls.set(block ?? null, index);
    const described = { name: tool.name ?? '', arguments: '' };
    return [
      chunk({ tool_calls: [{ index, id: tool.toolUseId ?? '', type: 'function', function: described }] }),
    ];
  };
  const going = ({ delta, contentBlockIndex: block }: JsonObject): JsonObject[] => {
    if (!isJsonObject(delta)) return [];
    if (typeof delta.text === 'string') return [chunk({ content: delta.text })];
    if (!isJsonObject(delta.toolUse)) return [];
    const index = calls.get(block ?? null) ?? 0;
    return [chunk({ tool_calls: [{ index, function: { arguments: delta.toolUse.input ?? '' } }] })];
  };
  return {
    next: ({ messageStart, contentBlockStart, contentBlockDelta, messageStop, metadata }) => {
      if (isJsonObject(messageStart)) return [chunk({ role: 'assistant', content: '' })];
      if (isJsonObject(contentBlockStart)) return starting(contentBlockStart);
      if (isJsonObject(contentBlockDelta)) return going(contentBlockDelta);
      if (isJsonObject(messageStop)) return [chunk({}, finishOf(messageStop.stopReason))];
      if (isJsonObject(metadata)) return [{ ...head, choices: [], usage: usageOf(metadata.usage) }];
      return [];
    },
    end: () => [],
  };
}
