import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { parseUntrustedJson } from '../../platform/untrusted-json.ts';
import { isJsonArray, isJsonObject, stringMember } from '../json.ts';
import { contentUnsupported } from './unsupported.ts';

/** Members that are said otherwise, or mean nothing there. */
const reworded = new Set([
  ...['model', 'messages', 'tools', 'tool_choice', 'parallel_tool_calls', 'response_format', 'stop'],
  ...['max_tokens', 'max_completion_tokens', 'temperature', 'top_p', 'user', 'safety_identifier'],
  ...['stream', 'stream_options', 'store', 'metadata'],
]);

/**
 * A chat completion's request as Amazon's `Converse`. What it does not know goes to the model itself, in `additionalModelRequestFields`. Pure.
 * @throws Problem `execution.content_unsupported` (422) for content that has no place there
 */
export function converseFromChat(body: JsonObject): JsonObject {
  const messages = isJsonArray(body.messages) ? body.messages.filter(isJsonObject) : [];
  const system = messages.filter(isInstruction).map(({ content }) => ({ text: textOf(content) }));
  const format = isJsonObject(body.response_format) ? body.response_format : {};
  if (format.type === 'json_object') system.push({ text: 'Answer with one JSON object and nothing else.' });
  const turns = messages.filter((message) => !isInstruction(message)).reduce(withTurn, noTurns);
  const passed = Object.entries(body).filter(([name]) => !reworded.has(name));
  const inference = inferenceOf(body);
  return {
    // A conversation begins with a user's turn; a prompt that has instructions only says them there.
    ...(turns.length === 0 || system.length === 0 ? {} : { system }),
    messages: turns.length === 0 ? [{ role: 'user', content: system }] : [...turns],
    ...(Object.keys(inference).length === 0 ? {} : { inferenceConfig: inference }),
    ...toolsOf(body),
    ...formatOf(format),
    ...(passed.length === 0 ? {} : { additionalModelRequestFields: Object.fromEntries(passed) }),
  };
}

const noTurns: readonly JsonObject[] = [];

function isInstruction({ role }: JsonObject): boolean {
  return role === 'system' || role === 'developer';
}

/** Turns alternate there: what one side says in several messages is one turn. */
function withTurn(turns: readonly JsonObject[], message: JsonObject): readonly JsonObject[] {
  const role = message.role === 'assistant' ? 'assistant' : 'user';
  const content = blocksOf(message);
  const before = turns.at(-1);
  if (before?.role !== role) return [...turns, { role, content }];
  const known = isJsonArray(before.content) ? before.content : [];
  return [...turns.slice(0, -1), { role, content: [...known, ...content] }];
}

function blocksOf(message: JsonObject): JsonObject[] {
  if (message.role === 'tool') {
    const result = [{ text: textOf(message.content) }];
    return [{ toolResult: { toolUseId: message.tool_call_id ?? '', content: result } }];
  }
  const calls = isJsonArray(message.tool_calls) ? message.tool_calls.filter(isJsonObject) : [];
  return [...contentBlocks(message.content), ...calls.map(toolUse)];
}

function contentBlocks(content: JsonValue | undefined): JsonObject[] {
  if (content == null || content === '') return [];
  if (typeof content === 'string') return [{ text: content }];
  if (!isJsonArray(content)) throw contentUnsupported('content that is neither a text nor a list');
  return content.map((part) => {
    if (!isJsonObject(part)) throw contentUnsupported('a part that is no object');
    if (part.type === 'text') return { text: part.text ?? '' };
    if (part.type === 'image_url' && isJsonObject(part.image_url))
      return imageBlock(stringMember(part.image_url, 'url') ?? '');
    throw contentUnsupported(`a part of the type "${String(part.type).slice(0, 50)}"`);
  });
}

function imageBlock(url: string): JsonObject {
  const inline = /^data:image\/(png|jpeg|gif|webp);base64,/.exec(url);
  if (inline?.[1] === undefined)
    throw contentUnsupported('a picture that is an address, or no PNG, JPEG, GIF or WebP');
  return { image: { format: inline[1], source: { bytes: url.slice(inline[0].length) } } };
}

function toolUse(call: JsonObject): JsonObject {
  const described = isJsonObject(call.function) ? call.function : {};
  return {
    toolUse: {
      toolUseId: call.id ?? '',
      name: described.name ?? '',
      input: argumentsOf(described.arguments),
    },
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

function inferenceOf(body: JsonObject): JsonObject {
  const { temperature, top_p: topP, stop } = body;
  const maxTokens = body.max_completion_tokens ?? body.max_tokens;
  return {
    ...(maxTokens == null ? {} : { maxTokens }),
    ...(temperature == null ? {} : { temperature }),
    ...(topP == null ? {} : { topP }),
    ...(stop == null ? {} : { stopSequences: isJsonArray(stop) ? stop : [stop] }),
  };
}

/** Without tools there is no choice; "none" is said by leaving them out, as there is no word for it. */
function toolsOf({ tools, tool_choice: choice }: JsonObject): JsonObject {
  if (!isJsonArray(tools) || tools.length === 0 || choice === 'none') return {};
  return { toolConfig: { tools: tools.map(toolOf), ...choiceOf(choice) } };
}

function choiceOf(choice: JsonValue | undefined): JsonObject {
  if (choice === 'required') return { toolChoice: { any: {} } };
  if (isJsonObject(choice) && isJsonObject(choice.function))
    return { toolChoice: { tool: { name: choice.function.name ?? '' } } };
  return {};
}

function toolOf(tool: JsonValue): JsonObject {
  if (!isJsonObject(tool) || !isJsonObject(tool.function))
    throw contentUnsupported('a tool that the provider runs');
  const { name, description, parameters } = tool.function;
  return {
    toolSpec: {
      name: name ?? '',
      ...(description === undefined ? {} : { description }),
      inputSchema: { json: parameters ?? { type: 'object' } },
    },
  };
}

/** There a schema is a text. */
function formatOf({ type, json_schema: wrapped }: JsonObject): JsonObject {
  if (type !== 'json_schema' || !isJsonObject(wrapped)) return {};
  const jsonSchema = { name: wrapped.name ?? 'output', schema: JSON.stringify(wrapped.schema ?? {}) };
  return { outputConfig: { textFormat: { type: 'json_schema', structure: { jsonSchema } } } };
}

/** The text of a content: a string, or the texts of a list. */
function textOf(content: JsonValue | undefined): string {
  if (typeof content === 'string') return content;
  if (!isJsonArray(content)) return '';
  return content.flatMap((part) => (isJsonObject(part) ? (stringMember(part, 'text') ?? []) : [])).join('\n');
}
