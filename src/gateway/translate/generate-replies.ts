import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { parseUntrustedJson } from '../../platform/untrusted-json.ts';
import { countMember, isJsonArray, isJsonObject, stringMember } from '../json.ts';

const finishes: Readonly<Record<string, string>> = { STOP: 'stop', MAX_TOKENS: 'length' };
/** What ended without being asked to, in Google's words: some filter held it back. */
const filtered = /^(?:SAFETY|RECITATION|LANGUAGE|BLOCKLIST|PROHIBITED_CONTENT|SPII|IMAGE_\w+)$/;

const reasons: Readonly<Record<string, string>> = {
  stop: 'STOP',
  tool_calls: 'STOP',
  function_call: 'STOP',
  length: 'MAX_TOKENS',
  content_filter: 'SAFETY',
};

/** Google's reason for the end, in OpenAI's word. */
export function finishOfGoogle(reason: JsonValue | undefined, calls: boolean): string {
  if (typeof reason === 'string' && filtered.test(reason)) return 'content_filter';
  const finish = finishes[String(reason)] ?? 'stop';
  return calls && finish === 'stop' ? 'tool_calls' : finish;
}

/** OpenAI's reason for the end, in Google's word. */
export const reasonOfChat = (finish: JsonValue | undefined): string => reasons[String(finish)] ?? 'OTHER';

/** Google's count of tokens as OpenAI counts: what was thought is output too. */
export function chatUsageOfGoogle(usage: JsonValue | undefined): JsonObject | null {
  if (!isJsonObject(usage)) return null;
  const input =
    (countMember(usage, 'promptTokenCount') ?? 0) + (countMember(usage, 'toolUsePromptTokenCount') ?? 0);
  const thought = countMember(usage, 'thoughtsTokenCount') ?? 0;
  const output = (countMember(usage, 'candidatesTokenCount') ?? 0) + thought;
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: countMember(usage, 'cachedContentTokenCount') ?? 0 },
    completion_tokens_details: { reasoning_tokens: thought },
  };
}

export function googleUsage(usage: JsonValue | undefined): JsonObject {
  const counted = isJsonObject(usage) ? usage : {};
  const detail = (name: string, member: string) => {
    const details = counted[name];
    return (isJsonObject(details) ? countMember(details, member) : undefined) ?? 0;
  };
  const input = countMember(counted, 'prompt_tokens') ?? 0;
  const output = countMember(counted, 'completion_tokens') ?? 0;
  const thought = Math.min(output, detail('completion_tokens_details', 'reasoning_tokens'));
  const cached = detail('prompt_tokens_details', 'cached_tokens');
  return {
    promptTokenCount: input,
    candidatesTokenCount: output - thought,
    totalTokenCount: input + output,
    ...(thought === 0 ? {} : { thoughtsTokenCount: thought }),
    ...(cached === 0 ? {} : { cachedContentTokenCount: cached }),
  };
}

/** Google's answer as a chat completion. What a chat has no member for rides in `google`. Pure. */
export function chatFromGenerated(reply: JsonObject, model: string): JsonObject {
  const { candidates, usageMetadata, responseId, modelVersion, promptFeedback, ...others } = reply;
  const given = isJsonArray(candidates) ? candidates.filter(isJsonObject) : [];
  const blocked = isJsonObject(promptFeedback) ? stringMember(promptFeedback, 'blockReason') : undefined;
  return {
    id: responseId ?? '',
    object: 'chat.completion',
    created: 0,
    model: modelVersion ?? model,
    choices: given.length === 0 ? [blockedChoice(blocked)] : given.map(choiceOf),
    usage: chatUsageOfGoogle(usageMetadata),
    ...(Object.keys(others).length === 0 ? {} : { google: others }),
  };
}

/** What was asked was held back, so there is no answer. */
function blockedChoice(reason: string | undefined): JsonObject {
  const refusal = reason === undefined ? null : `The provider held the question back: ${reason}.`;
  return {
    index: 0,
    message: { role: 'assistant', content: null, refusal },
    logprobs: null,
    finish_reason: 'content_filter',
  };
}

function choiceOf(candidate: JsonObject, place: number): JsonObject {
  const { content, finishReason, index, tokenCount: _count, ...others } = candidate;
  const parts = isJsonObject(content) && isJsonArray(content.parts) ? content.parts.filter(isJsonObject) : [];
  const { text, calls } = saidIn(parts);
  return {
    index: typeof index === 'number' ? index : place,
    message: {
      role: 'assistant',
      content: text === undefined && calls.length > 0 ? null : (text ?? ''),
      refusal: null,
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
    },
    logprobs: null,
    finish_reason: finishOfGoogle(finishReason, calls.length > 0),
    ...(Object.keys(others).length === 0 ? {} : { google: others }),
  };
}

/** What is said in parts: text, undefined when there is none, and calls of tools. What was only thought is left out. */
export function saidIn(
  parts: readonly JsonObject[],
  callsBefore = 0,
): { readonly text: string | undefined; readonly calls: readonly JsonObject[] } {
  const texts = parts.flatMap(({ text, thought }) =>
    typeof text === 'string' && thought !== true ? [text] : [],
  );
  const calls = parts.filter(({ functionCall }) => isJsonObject(functionCall));
  return {
    text: texts.length === 0 ? undefined : texts.join(''),
    calls: calls.map((part, at) => callOf(part, callsBefore + at)),
  };
}

function callOf({ functionCall, thoughtSignature: signature }: JsonObject, place: number): JsonObject {
  const call = isJsonObject(functionCall) ? functionCall : {};
  const name = stringMember(call, 'name') ?? '';
  return {
    id: stringMember(call, 'id') ?? `call_${place}_${name}`,
    type: 'function',
    function: { name, arguments: JSON.stringify(call.args ?? {}) },
    ...(signature === undefined ? {} : { extra_content: { google: { thought_signature: signature } } }),
  };
}

/** A chat completion as Google's answer. Pure. */
export function generatedFromChat(reply: JsonObject): JsonObject {
  const choices = isJsonArray(reply.choices) ? reply.choices.filter(isJsonObject) : [];
  return {
    candidates: choices.map(({ index, message, finish_reason: finish, google }) => ({
      content: { role: 'model', parts: isJsonObject(message) ? partsOf(message) : [] },
      finishReason: reasonOfChat(finish),
      index: index ?? 0,
      ...(isJsonObject(google) ? google : {}),
    })),
    usageMetadata: googleUsage(reply.usage),
    modelVersion: reply.model ?? '',
    responseId: reply.id ?? '',
    ...(isJsonObject(reply.google) ? reply.google : {}),
  };
}

function partsOf(message: JsonObject): JsonObject[] {
  const text = stringMember(message, 'content') ?? stringMember(message, 'refusal') ?? '';
  const calls = isJsonArray(message.tool_calls) ? message.tool_calls.filter(isJsonObject) : [];
  return [...(text === '' ? [] : [{ text }]), ...calls.map(functionCallOf)];
}

/** One call of a tool as a part. */
export function functionCallOf(call: JsonObject): JsonObject {
  const described = isJsonObject(call.function) ? call.function : {};
  const extra = isJsonObject(call.extra_content) ? call.extra_content.google : undefined;
  const signature = isJsonObject(extra) ? extra.thought_signature : undefined;
  return {
    functionCall: {
      ...(call.id == null ? {} : { id: call.id }),
      name: described.name ?? '',
      args: argumentsOf(stringMember(described, 'arguments') ?? ''),
    },
    ...(signature === undefined ? {} : { thoughtSignature: signature }),
  };
}

/** What a model wrote as arguments may be no JSON; it is kept as it came, for whoever asked. */
function argumentsOf(text: string): JsonValue {
  try {
    const value = text === '' ? {} : parseUntrustedJson(text);
    return isJsonObject(value) ? value : { value };
  } catch {
    return { text };
  }
}
