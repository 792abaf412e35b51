import type { JsonObject, JsonValue } from '../platform/canonical-json.ts';
import { Problem } from '../platform/problem.ts';
import type { PromptCall } from './call-origin.ts';
import type { ClientRequest } from './client-request.ts';
import type { ClientDialect } from './dialect.ts';
import { countMember, isJsonArray, isJsonObject, stringMember } from './json.ts';
import { type ChatMessage, isChatMessage, labelsOf, variablesOf } from './openai.ts';
import { generateConversation } from './translate/generate-to-chat.ts';
import { chatConversation } from './translate/messages-to-chat.ts';
import { responsesConversation } from './translate/responses-to-chat.ts';

/** How a client names a governed prompt where a model is wanted. */
export const promptPrefix = 'prompt:';

const everywhere = ['model', 'variables', 'metadata', 'stream'];

/** What a client may say about a governed call. Everything else is the prompt's own: a setting that is quietly ignored would be a lie. */
const allowed: Readonly<Record<ClientDialect, ReadonlySet<string>>> = {
  chat: new Set([...everywhere, 'messages', 'user', 'safety_identifier', 'stream_options']),
  responses: new Set([...everywhere, 'input', 'prompt', 'user', 'safety_identifier']),
  // Anthropic's clients must say a limit; it can only lower the prompt's own.
  messages: new Set([...everywhere, 'messages', 'max_tokens']),
  count_tokens: new Set(['model', 'variables', 'metadata', 'messages']),
  embeddings: new Set(),
  // Google's clients send variables as `extraBody`.
  generate: new Set(['model', 'variables', 'stream', 'contents']),
  generate_count: new Set(['model', 'variables', 'contents']),
};

export function isPromptCall(request: ClientRequest): boolean {
  return request.model.startsWith(promptPrefix);
}

/**
 * Reads a call that names a governed prompt. Pure.
 * @throws Problem `execution.parameter_not_allowed`, `execution.embeds_no_prompt` (422)
 */
export function promptCallOf(request: ClientRequest): PromptCall {
  const { dialect, members } = request;
  if (dialect === 'embeddings')
    throw new Problem({
      code: 'execution.embeds_no_prompt',
      status: 422,
      detail: 'A prompt writes an answer; embeddings need a model. Name one of the list of models.',
    });
  const other = Object.keys(members).find((name) => !allowed[dialect].has(name) && members[name] !== null);
  if (other !== undefined) throw parameterNotAllowed(other);
  if (members.prompt !== undefined && members.model != null) throw parameterNotAllowed('model');
  return {
    reference: request.model.slice(promptPrefix.length),
    variables: { ...promptVariables(members), ...variablesOf(members) },
    labels: labelsOf(members),
    conversation: conversationOf(request),
    maxTokens: dialect === 'messages' ? countMember(members, 'max_tokens') : undefined,
  };
}

function conversationOf({ dialect, members }: ClientRequest): readonly ChatMessage[] {
  if (dialect === 'responses') return responsesConversation(members.input);
  if (dialect === 'generate' || dialect === 'generate_count')
    // Google's clients must say something; who has nothing to add says an empty text.
    return generateConversation(members.contents).filter(({ content }) => content !== '');
  if (dialect !== 'chat') return chatConversation(members.messages);
  return isJsonArray(members.messages) ? members.messages.filter(isChatMessage) : [];
}

/** `prompt.variables` of the Responses API: texts, or parts with a text. */
function promptVariables({ prompt }: JsonObject): JsonObject {
  const given = isJsonObject(prompt) ? prompt.variables : undefined;
  if (!isJsonObject(given)) return {};
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, variableOf(value)]));
}

function variableOf(value: JsonValue): JsonValue {
  if (!isJsonObject(value) || value.type !== 'input_text') return value;
  return stringMember(value, 'text') ?? '';
}

export function parameterNotAllowed(name: string): Problem {
  return new Problem({
    code: 'execution.parameter_not_allowed',
    status: 422,
    detail: `A governed prompt sets "${name.slice(0, 100)}" itself, in its front matter. Leave it out, or propose a change of the prompt.`,
    more: { param: name.slice(0, 100) },
  });
}
