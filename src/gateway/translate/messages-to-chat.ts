import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { isJsonArray, isJsonObject, stringMember } from '../json.ts';
import type { ChatMessage } from '../openai.ts';
import { contentUnsupported } from './unsupported.ts';

type Body = JsonObject & { readonly model: string };

const reworded = new Set([
  'model',
  'messages',
  'system',
  'stop_sequences',
  'tools',
  'tool_choice',
  'output_config',
  'output_format',
  'metadata',
]);

/**
 * Anthropic's messages as a chat completion's request. Pure.
 * @throws Problem `execution.content_unsupported` (422)
 */
export function chatFromMessages(body: Body): Body {
  const system = blocksOf(body.system).map((block) => stringMember(block, 'text') ?? '');
  const passed = Object.entries(body).filter(([name]) => !reworded.has(name));
  const config = isJsonObject(body.output_config) ? body.output_config : {};
  const format = isJsonObject(config.format) ? config.format : body.output_format;
  const user = isJsonObject(body.metadata) ? stringMember(body.metadata, 'user_id') : undefined;
  return {
    ...Object.fromEntries(passed),
    model: body.model,
    messages: [
      ...(system.length === 0 ? [] : [{ role: 'system', content: system.join('\n\n') }]),
      ...chatConversation(body.messages),
    ],
    ...(isJsonArray(body.stop_sequences) ? { stop: body.stop_sequences } : {}),
    ...(isJsonArray(body.tools) ? { tools: body.tools.map(toolOf) } : {}),
    ...choiceOf(body.tool_choice),
    ...(isJsonObject(format) && format.type === 'json_schema'
      ? {
          response_format: {
            type: 'json_schema',
            json_schema: { name: 'output', schema: format.schema ?? {} },
          },
        }
      : {}),
    ...(user === undefined ? {} : { user }),
  };
}

/** The turns of a conversation, as chat messages. What a model thought to itself is not said again. */
export function chatConversation(messages: JsonValue | undefined): ChatMessage[] {
  return (isJsonArray(messages) ? messages : []).flatMap((message) =>
    isJsonObject(message) ? turnOf(message) : [],
  );
}

function turnOf(message: JsonObject): ChatMessage[] {
  const role = stringMember(message, 'role') ?? '';
  if (typeof message.content === 'string') return [{ role, content: message.content }];
  const blocks = blocksOf(message.content);
  const results = blocks.filter((block) => block.type === 'tool_result').map(toolResult);
  const calls = blocks.filter((block) => block.type === 'tool_use').map(toolCall);
  const parts = blocks.flatMap(partOf);
  const content = parts.every((part) => part.type === 'text')
    ? parts.map((part) => stringMember(part, 'text') ?? '').join('')
    : parts;
  const says = parts.length > 0 || calls.length > 0;
  const rest: ChatMessage = { role, content, ...(calls.length === 0 ? {} : { tool_calls: calls }) };
  return [...results, ...(says ? [rest] : [])];
}

function blocksOf(content: JsonValue | undefined): JsonObject[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return isJsonArray(content) ? content.filter(isJsonObject) : [];
}

const saidElsewhere = new Set(['tool_use', 'tool_result', 'thinking', 'redacted_thinking']);

function partOf(block: JsonObject): JsonObject[] {
  if (saidElsewhere.has(String(block.type))) return [];
  if (block.type === 'text') return [{ type: 'text', text: block.text ?? '' }];
  if (block.type === 'image' && isJsonObject(block.source)) {
    const { source } = block;
    const inline = `data:${String(source.media_type)};base64,${String(source.data)}`;
    return [{ type: 'image_url', image_url: { url: stringMember(source, 'url') ?? inline } }];
  }
  throw contentUnsupported(`a block of the type "${String(block.type).slice(0, 50)}"`);
}

function toolResult(block: JsonObject): ChatMessage {
  const content = blocksOf(block.content).map((part) => stringMember(part, 'text') ?? '');
  return { role: 'tool', tool_call_id: block.tool_use_id ?? '', content: content.join('\n') };
}

function toolCall(block: JsonObject): JsonObject {
  const described = { name: block.name ?? '', arguments: JSON.stringify(block.input ?? {}) };
  return { id: block.id ?? '', type: 'function', function: described };
}

function toolOf(tool: JsonValue): JsonValue {
  if (!isJsonObject(tool)) return tool;
  const { name, description, input_schema: parameters, strict } = tool;
  if (parameters === undefined)
    throw contentUnsupported(`the tool "${String(tool.type ?? name).slice(0, 50)}", which the provider runs`);
  return {
    type: 'function',
    function: {
      name: name ?? '',
      ...(description === undefined ? {} : { description }),
      parameters,
      ...(strict == null ? {} : { strict }),
    },
  };
}

function choiceOf(choice: JsonValue | undefined): JsonObject {
  if (!isJsonObject(choice)) return {};
  const one = choice.disable_parallel_tool_use === true ? { parallel_tool_calls: false } : {};
  switch (choice.type) {
    case 'any':
      return { tool_choice: 'required', ...one };
    case 'none':
      return { tool_choice: 'none' };
    case 'tool':
      return { tool_choice: { type: 'function', function: { name: choice.name ?? '' } }, ...one };
    default:
      return one;
  }
}
