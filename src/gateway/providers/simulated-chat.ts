import { createHash } from 'node:crypto';
import type { JsonObject } from '../../platform/canonical-json.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import { type ChatMessage, isChatMessage } from '../openai.ts';
import { businessAnswer, dice, textOf, valueFor } from './simulated-text.ts';

/** The reply to a chat completion, in OpenAI's shape. Pure; the time in it is fixed, so that replies can be compared. */
export function simulatedReply(body: JsonObject & { readonly model: string }): JsonObject {
  const { model } = body;
  const messages = isJsonArray(body.messages) ? body.messages.filter(isChatMessage) : [];
  const seed = createHash('sha256')
    .update(JSON.stringify([model, messages]))
    .digest('hex');
  const calls = callsFor(body, messages, seed);
  const full = calls.length > 0 ? '' : answerFor(body, messages, seed);
  const limit = maxTokens(body);
  const cut = limit !== undefined && tokens(full) > limit;
  const content = cut ? full.slice(0, limit * 4) : full;
  const inputTokens = messages.reduce((sum, message) => sum + tokens(textOf(message.content)) + 4, 0);
  const outputTokens = tokens(content) + tokens(calls.length === 0 ? '' : JSON.stringify(calls));
  return {
    id: `chatcmpl-${seed.slice(0, 24)}`,
    object: 'chat.completion',
    created: 1_767_225_600,
    model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: calls.length === 0 ? content : null,
          refusal: null,
          ...(calls.length === 0 ? {} : { tool_calls: calls }),
        },
        logprobs: null,
        finish_reason: finishOf(cut, calls),
      },
    ],
    usage: {
      prompt_tokens: inputTokens,
      completion_tokens: outputTokens,
      total_tokens: inputTokens + outputTokens,
    },
  };
}

/** The same reply in chunks, as OpenAI streams them: a role, words, a finish, and the usage in a last chunk without choices. */
export function* simulatedChunks(body: JsonObject & { readonly model: string }): Generator<JsonObject> {
  const reply = simulatedReply(body);
  const choice = isJsonArray(reply.choices) ? reply.choices[0] : undefined;
  const message = isJsonObject(choice) ? choice.message : undefined;
  const text = isJsonObject(message) ? textOf(message.content) : '';
  const { id, created, model } = { id: reply.id ?? '', created: reply.created ?? 0, model: body.model };
  const chunk = (delta: JsonObject, finish: string | null): JsonObject => ({
    id,
    object: 'chat.completion.chunk',
    created,
    model,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  });
  yield chunk({ role: 'assistant', content: '' }, null);
  for (const word of text.match(/\S+\s*|\s+/g) ?? []) yield chunk({ content: word }, null);
  const calls = isJsonObject(message) && isJsonArray(message.tool_calls) ? message.tool_calls : [];
  for (const [index, call] of calls.filter(isJsonObject).entries()) {
    const { function: described, ...name } = call;
    const whole = isJsonObject(described) ? String(described.arguments) : '';
    const named = { ...(isJsonObject(described) ? described : {}), arguments: '' };
    yield chunk({ tool_calls: [{ index, ...name, function: named }] }, null);
    for (const piece of whole.match(/.{1,12}/gs) ?? [])
      yield chunk({ tool_calls: [{ index, function: { arguments: piece } }] }, null);
  }
  const finish = isJsonObject(choice) ? choice.finish_reason : undefined;
  yield chunk({}, typeof finish === 'string' ? finish : 'stop');
  yield { id, object: 'chat.completion.chunk', created, model, choices: [], usage: reply.usage ?? null };
}

function finishOf(cut: boolean, calls: readonly JsonObject[]): string {
  if (calls.length > 0) return 'tool_calls';
  return cut ? 'length' : 'stop';
}

/** Whoever offers tools gets a call of one: the one that is demanded, else the first. What a tool answered is answered in words. */
function callsFor(body: JsonObject, messages: readonly ChatMessage[], seed: string): JsonObject[] {
  const { tool_choice: choice } = body;
  if (choice === 'none' || messages.at(-1)?.role === 'tool') return [];
  const tools = (isJsonArray(body.tools) ? body.tools : []).flatMap((tool) =>
    isJsonObject(tool) && isJsonObject(tool.function) ? [tool.function] : [],
  );
  const wanted = isJsonObject(choice) && isJsonObject(choice.function) ? choice.function.name : undefined;
  const tool = tools.find(({ name }) => wanted === undefined || name === wanted);
  if (tool === undefined) return [];
  const said = messages.filter(({ role }) => role === 'user').map(({ content }) => textOf(content));
  const schema = isJsonObject(tool.parameters) ? tool.parameters : { type: 'object' };
  const given = JSON.stringify(valueFor(schema, 'value', said.at(-1) ?? '', dice(seed)));
  const described = { name: tool.name ?? '', arguments: given };
  return [{ id: `call_${seed.slice(0, 24)}`, type: 'function', function: described }];
}

function answerFor(body: JsonObject, messages: readonly ChatMessage[], seed: string): string {
  const roll = dice(seed);
  const instructions = messages.filter(
    (message) => message.role === 'system' || message.role === 'developer',
  );
  const said = messages
    .filter((message) => message.role === 'user')
    .map((message) => textOf(message.content));
  const input = said.at(-1) ?? '';
  const format = isJsonObject(body.response_format) ? body.response_format : {};
  if (format.type === 'json_object') return JSON.stringify({ answer: businessAnswer('', input, roll) });
  const wrapped = format.json_schema;
  if (format.type === 'json_schema' && isJsonObject(wrapped))
    return JSON.stringify(valueFor(wrapped.schema, 'answer', input, roll));
  return businessAnswer(instructions.map((message) => textOf(message.content)).join('\n'), input, roll);
}

function maxTokens(body: JsonObject): number | undefined {
  const limit = body.max_completion_tokens ?? body.max_tokens;
  return typeof limit === 'number' && limit >= 1 ? Math.floor(limit) : undefined;
}

/** About four characters a token; what matters is that it is always the same. */
export function tokens(text: string): number {
  return Math.ceil(text.length / 4);
}
