import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { isJsonArray, isJsonObject, stringMember } from '../json.ts';
import type { ChatMessage } from '../openai.ts';
import { contentUnsupported } from './unsupported.ts';

type Body = JsonObject & { readonly model: string };

/** Google's names of settings, in OpenAI's. */
const settings: Readonly<Record<string, string>> = {
  maxOutputTokens: 'max_tokens',
  temperature: 'temperature',
  topP: 'top_p',
  topK: 'top_k',
  candidateCount: 'n',
  seed: 'seed',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
  responseLogprobs: 'logprobs',
  logprobs: 'top_logprobs',
  stopSequences: 'stop',
};
const formats = ['responseMimeType', 'responseSchema', 'responseJsonSchema'];

/**
 * Google's `generateContent` as a chat completion's request. What only Google knows rides in the member `google`, which other providers have
 * no place for. Pure.
 * @throws Problem `execution.content_unsupported` (422)
 */
export function chatFromGenerate(body: Body): Body {
  const { model, stream, contents, systemInstruction, system_instruction, generationConfig, ...rest } = body;
  const { tools, toolConfig, ...google } = rest;
  const system = partsOf(systemInstruction ?? system_instruction).map(
    (part) => stringMember(part, 'text') ?? '',
  );
  const config = isJsonObject(generationConfig) ? generationConfig : {};
  const known = Object.entries(config).filter(([name]) => settings[name] !== undefined);
  const unknown = Object.entries(config).filter(
    ([name]) => settings[name] === undefined && !formats.includes(name),
  );
  const offered = isJsonArray(tools) ? tools.filter(isJsonObject) : [];
  const declared = offered.flatMap(({ functionDeclarations }) =>
    isJsonArray(functionDeclarations) ? functionDeclarations.filter(isJsonObject) : [],
  );
  const others = offered.filter(({ functionDeclarations }) => functionDeclarations === undefined);
  const own: JsonObject = {
    ...google,
    ...(unknown.length === 0 ? {} : { generationConfig: Object.fromEntries(unknown) }),
    ...(others.length === 0 ? {} : { tools: others }),
  };
  return {
    model,
    ...(stream === undefined ? {} : { stream }),
    messages: [
      ...(system.length === 0 ? [] : [{ role: 'system', content: system.join('\n\n') }]),
      ...generateConversation(contents),
    ],
    ...Object.fromEntries(known.map(([name, value]) => [settings[name] ?? name, value])),
    ...(declared.length === 0 ? {} : { tools: declared.map(toolOf) }),
    ...choiceOf(toolConfig),
    ...formatOf(config),
    ...(Object.keys(own).length === 0 ? {} : { google: own }),
  };
}

/** The turns of a conversation, as chat messages. What a model thought to itself is not said again. */
export function generateConversation(contents: JsonValue | undefined): ChatMessage[] {
  const turns = isJsonArray(contents) ? contents.filter(isJsonObject) : [];
  const calls: { readonly id: string; readonly name: string }[] = [];
  return turns.flatMap((turn) => turnOf(turn, calls));
}

function partsOf(content: JsonValue | undefined): JsonObject[] {
  if (typeof content === 'string') return [{ text: content }];
  return isJsonObject(content) && isJsonArray(content.parts) ? content.parts.filter(isJsonObject) : [];
}

/** @param calls those that were made so far and have no answer yet: an answer without an id is the next one's of its name */
function turnOf(turn: JsonObject, calls: { readonly id: string; readonly name: string }[]): ChatMessage[] {
  const parts = partsOf(turn);
  const results = parts.flatMap(({ functionResponse }) =>
    isJsonObject(functionResponse) ? [toolResult(functionResponse, calls)] : [],
  );
  const made = parts.flatMap((part) => (isJsonObject(part.functionCall) ? [toolCall(part, calls)] : []));
  const said = parts.flatMap(partOf);
  const content = said.every((part) => part.type === 'text')
    ? said.map((part) => stringMember(part, 'text') ?? '').join('')
    : said;
  const role = turn.role === 'model' ? 'assistant' : 'user';
  const says = said.length > 0 || made.length > 0;
  const message: ChatMessage = { role, content, ...(made.length === 0 ? {} : { tool_calls: made }) };
  return [...results, ...(says ? [message] : [])];
}

function partOf(part: JsonObject): JsonObject[] {
  if (part.thought === true || part.functionCall !== undefined || part.functionResponse !== undefined)
    return [];
  if (typeof part.text === 'string') return [{ type: 'text', text: part.text }];
  const { inlineData, fileData } = part;
  if (isJsonObject(inlineData)) return [mediaOf(inlineData)];
  const uri = isJsonObject(fileData) ? stringMember(fileData, 'fileUri') : undefined;
  if (uri !== undefined) return [{ type: 'image_url', image_url: { url: uri } }];
  throw contentUnsupported(`a part with "${String(Object.keys(part)[0]).slice(0, 50)}"`);
}

function mediaOf({ mimeType, data }: JsonObject): JsonObject {
  const [kind, format] = String(mimeType).split('/');
  const url = `data:${String(mimeType)};base64,${String(data)}`;
  if (kind === 'image') return { type: 'image_url', image_url: { url } };
  if (kind === 'audio')
    return { type: 'input_audio', input_audio: { data: data ?? '', format: format ?? '' } };
  return { type: 'file', file: { filename: 'file', file_data: url } };
}

function toolCall(part: JsonObject, calls: { readonly id: string; readonly name: string }[]): JsonObject {
  const call = isJsonObject(part.functionCall) ? part.functionCall : {};
  const name = stringMember(call, 'name') ?? '';
  const id = stringMember(call, 'id') ?? `call_${calls.length + 1}_${name}`;
  calls.push({ id, name });
  const signature = part.thoughtSignature;
  return {
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(call.args ?? {}) },
    ...(signature === undefined ? {} : { extra_content: { google: { thought_signature: signature } } }),
  };
}

function toolResult(
  answer: JsonObject,
  calls: { readonly id: string; readonly name: string }[],
): ChatMessage {
  const at = calls.findIndex(({ id, name }) =>
    answer.id === undefined ? name === answer.name : id === answer.id,
  );
  const id = stringMember(answer, 'id') ?? calls[at]?.id ?? String(answer.name);
  if (at >= 0) calls.splice(at, 1);
  return { role: 'tool', tool_call_id: id, content: JSON.stringify(answer.response ?? {}) };
}

function toolOf({ name, description, parameters, parametersJsonSchema }: JsonObject): JsonObject {
  const schema = parametersJsonSchema ?? (parameters === undefined ? undefined : jsonSchemaOf(parameters));
  return {
    type: 'function',
    function: {
      name: name ?? '',
      ...(description === undefined ? {} : { description }),
      ...(schema === undefined ? {} : { parameters: schema }),
    },
  };
}

/** Google's schemas are OpenAPI's, with types in capitals. */
export function jsonSchemaOf(schema: JsonValue): JsonValue {
  if (isJsonArray(schema)) return schema.map(jsonSchemaOf);
  if (!isJsonObject(schema)) return schema;
  const { nullable, propertyOrdering: _order, ...members } = schema;
  const mapped = Object.entries(members).map(([name, value]) => {
    if (name === 'type' && typeof value === 'string')
      return [name, typeOf(value, nullable === true)] as const;
    if (name === 'enum' || name === 'required' || name === 'description' || name === 'example')
      return [name, value] as const;
    if (name === 'properties' && isJsonObject(value))
      return [
        name,
        Object.fromEntries(Object.entries(value).map(([key, one]) => [key, jsonSchemaOf(one)])),
      ] as const;
    // Counts are written as texts there.
    if (/^(?:min|max)(?:Items|Length|Properties)$/.test(name) && typeof value === 'string')
      return [name, Number(value)] as const;
    return [name, jsonSchemaOf(value)] as const;
  });
  return Object.fromEntries(mapped);
}

function typeOf(type: string, nullable: boolean): JsonValue {
  const lower = type.toLowerCase();
  return nullable ? [lower, 'null'] : lower;
}

function choiceOf(toolConfig: JsonValue | undefined): JsonObject {
  const config = isJsonObject(toolConfig) ? toolConfig.functionCallingConfig : undefined;
  if (!isJsonObject(config)) return {};
  const names = isJsonArray(config.allowedFunctionNames) ? config.allowedFunctionNames : [];
  const [name, ...more] = names;
  if (config.mode === 'NONE') return { tool_choice: 'none' };
  if (config.mode !== 'ANY') return {};
  if (more.length > 0) throw contentUnsupported('a choice between some of the tools');
  return { tool_choice: name === undefined ? 'required' : { type: 'function', function: { name } } };
}

function formatOf({ responseMimeType: type, responseSchema, responseJsonSchema }: JsonObject): JsonObject {
  const schema =
    responseJsonSchema ?? (responseSchema === undefined ? undefined : jsonSchemaOf(responseSchema));
  if (schema !== undefined)
    return { response_format: { type: 'json_schema', json_schema: { name: 'output', schema } } };
  if (type === 'application/json') return { response_format: { type: 'json_object' } };
  if (type === undefined || type === 'text/plain') return {};
  throw contentUnsupported(`answers of the type "${String(type).slice(0, 50)}"`);
}
