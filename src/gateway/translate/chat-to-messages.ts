import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { parseUntrustedJson } from '../../platform/untrusted-json.ts';
import { isJsonArray, isJsonObject, stringMember } from '../json.ts';
import { contentUnsupported } from './unsupported.ts';

type Body = JsonObject & { readonly model: string };

/** Anthropic wants a limit; a prompt that names none gets this one. */
const defaultMaxTokens = 4_096;

/** Members that are said otherwise, or mean nothing there. Every other one passes through, so that the provider itself refuses it. */
const reworded = new Set([
  'model',
  'messages',
  'max_tokens',
  'max_completion_tokens',
  'stop',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'response_format',
  'user',
  'stream_options',
]);

/**
 * A chat completion's request as Anthropic's messages. Pure.
 * @throws Problem `execution.content_unsupported` (422) for content that has no place there
 */
export function messagesFromChat(body: Body): Body {
  const messages = isJsonArray(body.messages) ? body.messages.filter(isJsonObject) : [];
  const instructions = messages.filter(isInstruction).map((message) => textOf(message.content));
  const format = isJsonObject(body.response_format) ? body.response_format : {};
  if (format.type === 'json_object') instructions.push('Answer with one JSON object and nothing else.');
  const turns = messages.filter((message) => !isInstruction(message)).reduce(withTurn, []);
  const system = instructions.join('\n\n');
  const user = stringMember(body, 'user');
  const passed = Object.entries(body).filter(([name]) => !reworded.has(name));
  return {
    ...Object.fromEntries(passed),
    model: body.model,
    max_tokens: body.max_completion_tokens ?? body.max_tokens ?? defaultMaxTokens,
    // A conversation begins with a user's turn; a prompt that has instructions only says them there.
    ...(turns.length === 0 || system === '' ? {} : { system }),
    messages: turns.length === 0 ? [{ role: 'user', content: system }] : turns,
    ...(body.stop == null ? {} : { stop_sequences: isJsonArray(body.stop) ? body.stop : [body.stop] }),
    ...(isJsonArray(body.tools) ? { tools: body.tools.map(toolOf) } : {}),
    ...choiceOf(body),
    ...formatOf(format),
    ...(user === undefined ? {} : { metadata: { user_id: user } }),
  };
}

function isInstruction({ role }: JsonObject): boolean {
  return role === 'system' || role === 'developer';
}

/** Turns alternate there: what one side says in several messages is one turn. */
function withTurn(turns: readonly JsonObject[], message: JsonObject): JsonObject[] {
  const role = message.role === 'assistant' ? 'assistant' : 'user';
  const content = blocksOf(message);
  const before = turns.at(-1);
  if (before?.role !== role) return [...turns, { role, content }];
  const known = isJsonArray(before.content) ? before.content : [];
  return [...turns.slice(0, -1), { role, content: [...known, ...content] }];
}

function blocksOf(message: JsonObject): JsonObject[] {
  if (message.role === 'tool')
    return [
      {
        type: 'tool_result',
        tool_use_id: message.tool_call_id ?? '',
        content: textOf(message.content),
      },
    ];
  const calls = isJsonArray(message.tool_calls) ? message.tool_calls.filter(isJsonObject) : [];
  return [...contentBlocks(message.content), ...calls.map(toolUse)];
}

function contentBlocks(content: JsonValue | undefined): JsonObject[] {
  if (content == null || content === '') return [];
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (!isJsonArray(content)) throw contentUnsupported('content that is neither a text nor a list');
  return content.map((part) => {
    if (!isJsonObject(part)) throw contentUnsupported('a part that is no object');
    if (part.type === 'text') return { type: 'text', text: part.text ?? '' };
    if (part.type === 'image_url' && isJsonObject(part.image_url))
      return { type: 'image', source: imageSource(stringMember(part.image_url, 'url') ?? '') };
    throw contentUnsupported(`a part of the type "${String(part.type).slice(0, 50)}"`);
  });
}

function imageSource(url: string): JsonObject {
  const inline = /^data:([^;,]+);base64,/.exec(url);
  if (inline?.[1] === undefined) return { type: 'url', url };
  return { type: 'base64', media_type: inline[1], data: url.slice(inline[0].length) };
}

function toolUse(call: JsonObject): JsonObject {
  const described = isJsonObject(call.function) ? call.function : {};
  return {
    type: 'tool_use',
    id: call.id ?? '',
    name: described.name ?? '',
    input: argumentsOf(described.arguments),
  };
}

function argumentsOf(text: JsonValue | undefined): JsonValue {
  if (typeof text !== 'string' || text === '') return {};
  try {
    return parseUntrustedJson(text);
  } catch {
    throw contentUnsupported('arguments of a tool call that are not JSON');
  }
}

function toolOf(tool: JsonValue): JsonValue {
  if (!isJsonObject(tool) || !isJsonObject(tool.function)) return tool;
  const { name, description, parameters, strict } = tool.function;
  return {
    name: name ?? '',
    ...(description === undefined ? {} : { description }),
    input_schema: parameters ?? { type: 'object' },
    ...(strict == null ? {} : { strict }),
  };
}

function choiceOf({ tool_choice: choice, parallel_tool_calls: parallel, tools }: JsonObject): JsonObject {
  const one = parallel === false ? { disable_parallel_tool_use: true } : {};
  if (choice === 'none') return { tool_choice: { type: 'none' } };
  if (choice === 'required') return { tool_choice: { type: 'any', ...one } };
  if (isJsonObject(choice) && isJsonObject(choice.function))
    return { tool_choice: { type: 'tool', name: choice.function.name ?? '', ...one } };
  return parallel === false && isJsonArray(tools) ? { tool_choice: { type: 'auto', ...one } } : {};
}

function formatOf(format: JsonObject): JsonObject {
  const wrapped = format.json_schema;
  if (format.type !== 'json_schema' || !isJsonObject(wrapped)) return {};
  return { output_config: { format: { type: 'json_schema', schema: wrapped.schema ?? {} } } };
}

/** The text of a content: a string, or the texts of a list. */
function textOf(content: JsonValue | undefined): string {
  if (typeof content === 'string') return content;
  if (!isJsonArray(content)) return '';
  return content.flatMap((part) => (isJsonObject(part) ? (stringMember(part, 'text') ?? []) : [])).join('\n');
}
