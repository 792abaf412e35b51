import type { JsonObject, JsonValue } from '../platform/canonical-json.ts';
import { Problem } from '../platform/problem.ts';
import { parseUntrustedJson } from '../platform/untrusted-json.ts';
import type { Usage } from './execution.ts';
import { countMember, isJsonArray, isJsonObject, stringMember } from './json.ts';

/** One message in OpenAI's shape. Members that we do not know pass through. */
export interface ChatMessage extends JsonObject {
  readonly role: string;
}

/** A chat completion as a client asks for it. `members` is the whole body, untouched. */
export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  readonly stream: boolean;
  readonly members: JsonObject;
}

/** What we read of a provider's reply; the reply itself passes through. */
export interface ReplyFacts {
  readonly modelAnswered: string | null;
  readonly usage: Usage | null;
  readonly finishReason: string | null;
  readonly text: string;
}

/**
 * Reads a chat completion request.
 * @throws Problem `request.not_json`, `request.invalid` (400)
 */
export function readChatRequest(text: string): ChatRequest {
  const members = jsonOf(text);
  if (!isJsonObject(members)) throw invalid('The body must be a JSON object.', null);
  const model = stringMember(members, 'model');
  if (model === undefined || model === '')
    throw invalid('Name a model: "prompt:LIBRARY/NAME@production" or one of GET /openai/v1/models.', 'model');
  const { messages, stream } = members;
  if (!isJsonArray(messages))
    throw invalid(
      'messages must be a list (an empty one when a governed prompt brings them all).',
      'messages',
    );
  if (!messages.every(isChatMessage))
    throw invalid('Each message must be an object with a role.', 'messages');
  if (stream !== undefined && stream !== null && typeof stream !== 'boolean')
    throw invalid('stream must be true or false.', 'stream');
  return { model, messages, stream: stream === true, members };
}

export function isChatMessage(value: JsonValue): value is ChatMessage {
  return isJsonObject(value) && typeof value.role === 'string';
}

/** The variables of a governed call: top-level `variables`, or JSON text in `metadata.variables` for clients that send only known fields. */
export function variablesOf(members: JsonObject): JsonObject {
  const { variables, metadata } = members;
  if (variables !== undefined) {
    if (!isJsonObject(variables))
      throw invalid('variables must be an object of names and values.', 'variables');
    return variables;
  }
  const text = isJsonObject(metadata) ? metadata.variables : undefined;
  if (text === undefined) return {};
  const parsed = typeof text === 'string' ? jsonOf(text) : undefined;
  if (!isJsonObject(parsed))
    throw invalid('metadata.variables must be the text of a JSON object.', 'metadata.variables');
  return parsed;
}

/**
 * The members of `metadata`, which OpenAI's clients type as texts: one that is named like a variable of the prompt fills it, the others are the
 * client's own labels.
 */
export function labelsOf({ metadata }: JsonObject): JsonObject {
  return isJsonObject(metadata) ? metadata : {};
}

/** Reads what we record of a reply. Tolerant: a provider may leave anything out. */
export function readReply(reply: JsonObject): ReplyFacts {
  const { choices } = reply;
  const choice = isJsonArray(choices) ? choices[0] : undefined;
  const message = isJsonObject(choice) ? choice.message : undefined;
  const content = isJsonObject(message) ? message.content : undefined;
  return {
    modelAnswered: stringMember(reply, 'model') ?? null,
    usage: readUsage(reply.usage),
    finishReason: (isJsonObject(choice) ? stringMember(choice, 'finish_reason') : undefined) ?? null,
    text: typeof content === 'string' ? content : '',
  };
}

export function readUsage(usage: JsonValue | undefined): Usage | null {
  if (!isJsonObject(usage)) return null;
  const inputTokens = countMember(usage, 'prompt_tokens');
  const outputTokens = countMember(usage, 'completion_tokens');
  return inputTokens === undefined || outputTokens === undefined ? null : { inputTokens, outputTokens };
}

/** A refusal in OpenAI's error shape, with our stable code. */
export function openaiError(problem: {
  status: number;
  code: string;
  detail: string;
  param?: string | null;
}): JsonObject {
  return {
    error: {
      message: problem.detail,
      type: errorType(problem.status),
      code: problem.code,
      param: problem.param ?? null,
    },
  };
}

function errorType(status: number): string {
  if (status === 401) return 'authentication_error';
  if (status === 403) return 'permission_error';
  if (status === 429) return 'rate_limit_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}

export function jsonOf(text: string): JsonValue {
  try {
    return parseUntrustedJson(text);
  } catch (cause) {
    const why = cause instanceof SyntaxError ? cause.message : 'It is not valid JSON.';
    throw new Problem({
      code: 'request.not_json',
      status: 400,
      detail: `The body cannot be read. ${why} Mend it and send it again.`,
      cause,
    });
  }
}

export function invalid(detail: string, param: string | null): Problem {
  return new Problem({ code: 'request.invalid', status: 400, detail, more: { param } });
}
