import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { isJsonArray, isJsonObject, stringMember } from '../json.ts';
import type { ChatMessage } from '../openai.ts';
import { contentUnsupported } from './unsupported.ts';

type Body = JsonObject & { readonly model: string };

const reworded = new Set([
  'model',
  'input',
  'instructions',
  'tools',
  'tool_choice',
  'text',
  'max_output_tokens',
  'store',
  'include',
  'truncation',
]);

/**
 * A request for a response as a chat completion's. Pure.
 * @throws Problem `execution.content_unsupported` (422)
 */
export function chatFromResponses(body: Body): Body {
  const instructions = stringMember(body, 'instructions');
  const passed = Object.entries(body).filter(([name]) => !reworded.has(name));
  const format = isJsonObject(body.text) && isJsonObject(body.text.format) ? body.text.format : {};
  return {
    ...Object.fromEntries(passed),
    model: body.model,
    messages: [
      ...(instructions === undefined ? [] : [{ role: 'system', content: instructions }]),
      ...responsesConversation(body.input),
    ],
    ...(body.max_output_tokens == null ? {} : { max_tokens: body.max_output_tokens }),
    ...(isJsonArray(body.tools) ? { tools: body.tools.map(toolOf) } : {}),
    ...choiceOf(body.tool_choice),
    ...formatOf(format),
  };
}

/** The input of a response, as chat messages. What a model thought to itself is not said again. */
export function responsesConversation(input: JsonValue | undefined): ChatMessage[] {
  if (typeof input === 'string') return [{ role: 'user', content: input }];
  return (isJsonArray(input) ? input : []).flatMap((item) => (isJsonObject(item) ? itemOf(item) : []));
}

function itemOf(item: JsonObject): ChatMessage[] {
  if (item.type === 'reasoning') return [];
  if (item.type === 'function_call_output')
    return [{ role: 'tool', tool_call_id: item.call_id ?? '', content: textOf(item.output) }];
  if (item.type === 'function_call') {
    const described = { name: item.name ?? '', arguments: item.arguments ?? '' };
    const call = { id: item.call_id ?? '', type: 'function', function: described };
    return [{ role: 'assistant', content: null, tool_calls: [call] }];
  }
  if (item.type !== undefined && item.type !== 'message')
    throw contentUnsupported(`an item of the type "${String(item.type).slice(0, 50)}"`);
  return [{ role: stringMember(item, 'role') ?? '', content: contentOf(item.content) }];
}

function contentOf(content: JsonValue | undefined): JsonValue {
  if (!isJsonArray(content)) return content ?? '';
  const parts = content.filter(isJsonObject).map(partOf);
  return parts.every((part) => part.type === 'text')
    ? parts.map((part) => stringMember(part, 'text') ?? '').join('')
    : parts;
}

function partOf(part: JsonObject): JsonObject {
  if (part.type === 'input_text' || part.type === 'output_text')
    return { type: 'text', text: part.text ?? '' };
  const url = stringMember(part, 'image_url');
  if (part.type === 'input_image' && url !== undefined) return { type: 'image_url', image_url: { url } };
  throw contentUnsupported(`a part of the type "${String(part.type).slice(0, 50)}"`);
}

function textOf(output: JsonValue | undefined): string {
  if (typeof output === 'string') return output;
  const parts = isJsonArray(output) ? output.filter(isJsonObject) : [];
  return parts.map((part) => stringMember(part, 'text') ?? '').join('\n');
}

function toolOf(tool: JsonValue): JsonValue {
  if (!isJsonObject(tool) || tool.type !== 'function')
    throw contentUnsupported('a tool that the provider runs');
  const { type: _type, ...described } = tool;
  return { type: 'function', function: described };
}

function choiceOf(choice: JsonValue | undefined): JsonObject {
  if (choice == null) return {};
  if (!isJsonObject(choice)) return { tool_choice: choice };
  return { tool_choice: { type: 'function', function: { name: choice.name ?? '' } } };
}

function formatOf({ type, ...format }: JsonObject): JsonObject {
  if (type === 'json_object') return { response_format: { type } };
  if (type !== 'json_schema') return {};
  return { response_format: { type, json_schema: format } };
}
