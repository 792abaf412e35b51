import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { countMember, isJsonArray, isJsonObject, stringMember } from '../json.ts';

/** A chat completion as a response of OpenAI's Responses API. Pure. */
export function responseFromChat(reply: JsonObject): JsonObject {
  const choice = isJsonArray(reply.choices) ? reply.choices[0] : undefined;
  const said = isJsonObject(choice) && isJsonObject(choice.message) ? choice.message : {};
  const finish = isJsonObject(choice) ? choice.finish_reason : undefined;
  const id = idOf(reply);
  const text = stringMember(said, 'content') ?? '';
  const refusal = stringMember(said, 'refusal');
  const calls = isJsonArray(said.tool_calls) ? said.tool_calls.filter(isJsonObject) : [];
  const content = [
    ...(text === '' ? [] : [outputText(text)]),
    ...(refusal === undefined ? [] : [{ type: 'refusal', refusal }]),
  ];
  return {
    ...responseHead(reply),
    status: finish === 'length' || finish === 'content_filter' ? 'incomplete' : 'completed',
    incomplete_details: incompleteOf(finish),
    output: [
      ...(content.length === 0 ? [] : [messageItem(id, 'completed', content)]),
      ...calls.map((call, index) => callItem(id, index, call, 'completed')),
    ],
    usage: usageOf(reply.usage),
  };
}

function incompleteOf(finish: JsonValue | undefined): JsonObject | null {
  if (finish === 'length') return { reason: 'max_output_tokens' };
  return finish === 'content_filter' ? { reason: 'content_filter' } : null;
}

/** A response that has only begun. `head` is a chat completion or a chunk of one. */
export function responseHead(head: JsonObject): JsonObject {
  return {
    id: idOf(head),
    object: 'response',
    created_at: countMember(head, 'created') ?? 0,
    status: 'in_progress',
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    metadata: {},
    model: head.model ?? '',
    output: [],
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    store: false,
    temperature: null,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: null,
    truncation: 'disabled',
    usage: null,
  };
}

/** A response has an id of its own, made of the completion's. */
export function idOf(head: JsonObject): string {
  return `resp_${(stringMember(head, 'id') ?? '').replace(/^chatcmpl-/, '')}`;
}

export function outputText(text: string): JsonObject {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

export function messageItem(response: string, status: string, content: readonly JsonObject[]): JsonObject {
  return { id: `${response.replace('resp_', 'msg_')}`, type: 'message', status, role: 'assistant', content };
}

export function callItem(response: string, index: number, call: JsonObject, status: string): JsonObject {
  const described = isJsonObject(call.function) ? call.function : {};
  return {
    id: `${response.replace('resp_', 'fc_')}_${index}`,
    type: 'function_call',
    status,
    call_id: call.id ?? '',
    name: described.name ?? '',
    arguments: described.arguments ?? '',
  };
}

function usageOf(usage: JsonValue | undefined): JsonObject | null {
  if (!isJsonObject(usage)) return null;
  const input = countMember(usage, 'prompt_tokens') ?? 0;
  const output = countMember(usage, 'completion_tokens') ?? 0;
  const details = (name: string) => {
    const found = usage[name];
    return isJsonObject(found) ? found : {};
  };
  const cached = countMember(details('prompt_tokens_details'), 'cached_tokens') ?? 0;
  const reasoning = countMember(details('completion_tokens_details'), 'reasoning_tokens') ?? 0;
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cached },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  };
}
