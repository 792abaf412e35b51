import type { JsonObject, JsonValue } from '../platform/canonical-json.ts';
import type { Usage } from './execution.ts';
import { countMember, isJsonArray, isJsonObject, stringMember } from './json.ts';
import { type ReplyFacts, readReply } from './openai.ts';

/** Reads what we record of a reply, whatever dialect it is in. Tolerant: a provider may leave anything out. */
export function factsOf(reply: JsonObject): ReplyFacts {
  if (reply.object === 'response') return responseFacts(reply);
  if (reply.type === 'message') return messageFacts(reply);
  if (reply.object === 'list' || countMember(reply, 'input_tokens') !== undefined) return inputFacts(reply);
  return readReply(reply);
}

function responseFacts(reply: JsonObject): ReplyFacts {
  const items = isJsonArray(reply.output) ? reply.output.filter(isJsonObject) : [];
  const parts = items.flatMap((item) => (item.type === 'message' ? textsOf(item.content) : []));
  const details = isJsonObject(reply.incomplete_details) ? reply.incomplete_details : {};
  const usage = isJsonObject(reply.usage) ? reply.usage : {};
  return {
    modelAnswered: stringMember(reply, 'model') ?? null,
    usage: usageOf(countMember(usage, 'input_tokens'), countMember(usage, 'output_tokens')),
    finishReason: stringMember(details, 'reason') ?? stringMember(reply, 'status') ?? null,
    text: parts.join(''),
  };
}

function messageFacts(reply: JsonObject): ReplyFacts {
  const usage = isJsonObject(reply.usage) ? reply.usage : {};
  const cached = ['cache_read_input_tokens', 'cache_creation_input_tokens'].map(
    (name) => countMember(usage, name) ?? 0,
  );
  const fresh = countMember(usage, 'input_tokens');
  const input = fresh === undefined ? undefined : cached.reduce((sum, count) => sum + count, fresh);
  return {
    modelAnswered: stringMember(reply, 'model') ?? null,
    usage: usageOf(input, countMember(usage, 'output_tokens')),
    finishReason: stringMember(reply, 'stop_reason') ?? null,
    text: textsOf(reply.content).join(''),
  };
}

/** Embeddings and counts of tokens read an input, and write nothing. */
function inputFacts(reply: JsonObject): ReplyFacts {
  const usage = isJsonObject(reply.usage) ? countMember(reply.usage, 'prompt_tokens') : undefined;
  return {
    modelAnswered: stringMember(reply, 'model') ?? null,
    // Counting tokens is free of charge, so it uses none.
    usage: reply.object === 'list' ? usageOf(usage, 0) : null,
    finishReason: null,
    text: '',
  };
}

/** Of the tokens: those read from a cache and those that were thought, where the provider counts them apart. */
export function finerTokens(reply: JsonObject | null): {
  readonly cachedTokens: number | null;
  readonly reasoningTokens: number | null;
} {
  const usage = reply !== null && isJsonObject(reply.usage) ? reply.usage : {};
  const within = (names: readonly string[], count: string) =>
    names.flatMap((name) => {
      const details = usage[name];
      return isJsonObject(details) ? (countMember(details, count) ?? []) : [];
    })[0] ?? null;
  return {
    cachedTokens:
      within(['prompt_tokens_details', 'input_tokens_details'], 'cached_tokens') ??
      countMember(usage, 'cache_read_input_tokens') ??
      null,
    reasoningTokens: within(['completion_tokens_details', 'output_tokens_details'], 'reasoning_tokens'),
  };
}

function textsOf(content: JsonValue | undefined): string[] {
  const parts = isJsonArray(content) ? content.filter(isJsonObject) : [];
  return parts.flatMap((part) =>
    part.type === 'text' || part.type === 'output_text' ? [stringMember(part, 'text') ?? ''] : [],
  );
}

function usageOf(inputTokens: number | undefined, outputTokens: number | undefined): Usage | null {
  return inputTokens === undefined || outputTokens === undefined ? null : { inputTokens, outputTokens };
}
