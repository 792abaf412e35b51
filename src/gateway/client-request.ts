import type { JsonObject } from '../platform/canonical-json.ts';
import { Problem } from '../platform/problem.ts';
import type { ClientDialect } from './dialect.ts';
import { isJsonArray, isJsonObject, stringMember } from './json.ts';
import { invalid, jsonOf, readChatRequest } from './openai.ts';

/** A call of a model as a client writes it, in its own dialect. `members` is the whole body, untouched. */
export interface ClientRequest {
  readonly dialect: ClientDialect;
  readonly model: string;
  readonly stream: boolean;
  readonly members: JsonObject;
}

/**
 * Reads a request as far as we must understand it; the rest passes through.
 * @throws Problem `request.not_json`, `request.invalid` (400)
 */
export function readClientRequest(dialect: ClientDialect, text: string): ClientRequest {
  if (dialect === 'chat') {
    const { model, stream, members } = readChatRequest(text);
    return { dialect, model, stream, members };
  }
  const members = jsonOf(text);
  if (!isJsonObject(members)) throw invalid('The body must be a JSON object.', null);
  if (dialect === 'generate' || dialect === 'generate_count') return readGenerate(dialect, members);
  const model = governedModel(dialect, members) ?? stringMember(members, 'model');
  if (model === undefined || model === '')
    throw invalid('Name a model: "prompt:LIBRARY/NAME@production" or one of the list of models.', 'model');
  refuseWithoutInput(dialect, model, members);
  if (dialect === 'responses') refuseUnseen(members);
  const { stream } = members;
  if (stream != null && typeof stream !== 'boolean') throw invalid('stream must be true or false.', 'stream');
  if (stream === true && (dialect === 'embeddings' || dialect === 'count_tokens'))
    throw invalid('This is not streamed. Leave stream out.', 'stream');
  return { dialect, model, stream: stream === true, members };
}

/** Google's: the model stands in the address, from where it was put among the members. */
function readGenerate(dialect: ClientDialect, given: JsonObject): ClientRequest {
  const { generateContentRequest: inner, ...outer } = given;
  // What is counted may be a whole request of its own.
  const all = dialect === 'generate_count' && isJsonObject(inner) ? { ...inner, ...outer } : given;
  const { generationConfig: config, ...others } = all;
  // Google's client says it always, also when there is nothing to say.
  const members = isJsonObject(config) && Object.keys(config).length === 0 ? others : all;
  const { contents, stream } = members;
  const model = stringMember(members, 'model') ?? '';
  if (model === '') throw invalid('Name a model in the address.', 'model');
  const turns = isJsonArray(contents) ? contents : [];
  if (!isJsonArray(contents) || !turns.every((turn) => isJsonObject(turn) && isJsonArray(turn.parts)))
    throw invalid('contents must be a list of objects with parts.', 'contents');
  refuseUnseen(members);
  return { dialect, model, stream: stream === true, members };
}

/** The Responses API names a stored prompt in a member of its own: `prompt: { id: "LIBRARY/NAME", version: "7" }`. Whoever names one gets it (AT-54). */
function governedModel(dialect: ClientDialect, { prompt }: JsonObject): string | undefined {
  if (dialect !== 'responses' || prompt == null) return undefined;
  const id = isJsonObject(prompt) ? stringMember(prompt, 'id') : undefined;
  if (!isJsonObject(prompt) || id === undefined)
    throw invalid('prompt.id must be LIBRARY/NAME.', 'prompt.id');
  const { version } = prompt;
  if (version != null && typeof version !== 'string' && typeof version !== 'number')
    throw invalid('prompt.version must be a version or an environment, as a text.', 'prompt.version');
  return `prompt:${id.replace(/^prompt:/, '')}${version == null ? '' : `@${version}`}`;
}

function refuseWithoutInput(dialect: ClientDialect, model: string, { messages, input }: JsonObject): void {
  if (dialect === 'messages' || dialect === 'count_tokens') {
    const spoken = isJsonArray(messages) && messages.every((one) => isJsonObject(one) && isTurn(one));
    if (!spoken)
      throw invalid(
        'messages must be a list of objects with a role and a content (an empty one when a governed prompt brings them all).',
        'messages',
      );
    return;
  }
  const optional = dialect === 'responses' && model.startsWith('prompt:');
  if (input == null && optional) return;
  if (typeof input !== 'string' && !isJsonArray(input))
    throw invalid('input must be a text or a list.', 'input');
}

/** What a provider keeps for itself is neither seen by policy nor recorded, and belongs to whoever holds our credential there. */
function refuseUnseen(members: JsonObject): void {
  const unseen = ['previous_response_id', 'conversation', 'background', 'cachedContent'].find(
    (name) => members[name] != null && members[name] !== false,
  );
  if (unseen === undefined) return;
  throw new Problem({
    code: 'execution.unseen_input',
    status: 422,
    detail: `"${unseen}" has the provider go on with what it keeps itself, which cannot be inspected or recorded. Send the whole conversation as input, and wait for the answer.`,
    more: { param: unseen },
  });
}

function isTurn({ role, content }: JsonObject): boolean {
  return typeof role === 'string' && (typeof content === 'string' || isJsonArray(content));
}
