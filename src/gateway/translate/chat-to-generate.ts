import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { parseUntrustedJson } from '../../platform/untrusted-json.ts';
import { isJsonArray, isJsonObject, stringMember } from '../json.ts';
import { contentUnsupported } from './unsupported.ts';

/** Members that are said otherwise, or mean nothing there. Every other one passes through, so that the provider itself refuses it. */
const reworded = new Set([
  ...['model', 'messages', 'tools', 'tool_choice', 'parallel_tool_calls', 'response_format', 'google'],
  ...['user', 'safety_identifier', 'stream', 'stream_options', 'store', 'metadata', 'max_completion_tokens'],
]);

/** OpenAI's names of settings, in Google's `generationConfig`. */
const settings: Readonly<Record<string, string>> = {
  max_tokens: 'maxOutputTokens',
  temperature: 'temperature',
  top_p: 'topP',
  top_k: 'topK',
  n: 'candidateCount',
  seed: 'seed',
  presence_penalty: 'presencePenalty',
  frequency_penalty: 'frequencyPenalty',
  logprobs: 'responseLogprobs',
  top_logprobs: 'logprobs',
};

/**
 * A chat completion's request as Google's `generateContent`. What Google alone knows rides in the member `google`. Pure.
 * @throws Problem `execution.content_unsupported` (422) for content that has no place there
 */
export function generateFromChat(body: JsonObject): JsonObject {
  const messages = isJsonArray(body.messages) ? body.messages.filter(isJsonObject) : [];
  const system = messages.filter(isInstruction).map(({ content }) => ({ text: textOf(content) }));
  const spoken = messages.filter((message) => !isInstruction(message));
  const contents = spoken.reduce((turns, message) => withTurn(turns, message, spoken), noTurns);
  const google = isJsonObject(body.google) ? body.google : {};
  const { generationConfig, tools, ...others } = google;
  const config = { ...configOf(body), ...(isJsonObject(generationConfig) ? generationConfig : {}) };
  const known = new Set([...reworded, ...Object.keys(settings), 'stop']);
  const passed = Object.entries(body).filter(([name]) => !known.has(name));
  const declared = isJsonArray(body.tools) ? declarations(body.tools) : [];
  const offered = [...declared, ...(isJsonArray(tools) ? tools : [])];
  return {
    ...Object.fromEntries(passed),
    ...others,
    // A conversation begins with a user's turn; a prompt that has instructions only says them there.
    ...(contents.length === 0 || system.length === 0 ? {} : { systemInstruction: { parts: system } }),
    contents: contents.length === 0 ? [{ role: 'user', parts: system }] : contents,
    ...(Object.keys(config).length === 0 ? {} : { generationConfig: config }),
    ...(offered.length === 0 ? {} : { tools: offered }),
    ...choiceOf(body.tool_choice),
  };
}

const noTurns: readonly JsonObject[] = [];

function isInstruction({ role }: JsonObject): boolean {
  return role === 'system' || role === 'developer';
}

/** What one side says in several messages is one turn. */
function withTurn(
  turns: readonly JsonObject[],
  message: JsonObject,
  all: readonly JsonObject[],
): readonly JsonObject[] {
  const role = message.role === 'assistant' ? 'model' : 'user';
  const parts = message.role === 'tool' ? [toolResponse(message, all)] : partsOf(message);
  const before = turns.at(-1);
  if (before?.role !== role) return [...turns, { role, parts }];
  const known = isJsonArray(before.parts) ? before.parts : [];
  return [...turns.slice(0, -1), { role, parts: [...known, ...parts] }];
}

/** There an answer of a tool names the tool; in a chat it names the call. */
function toolResponse(message: JsonObject, all: readonly JsonObject[]): JsonObject {
  const id = message.tool_call_id;
  const calls = all.flatMap(({ tool_calls: made }) => (isJsonArray(made) ? made.filter(isJsonObject) : []));
  const call = calls.find((one) => one.id === id);
  const described = isJsonObject(call?.function) ? call.function : {};
  const name = stringMember(described, 'name') ?? stringMember(message, 'name') ?? String(id);
  const said = textOf(message.content);
  const value = parsed(said);
  const response = isJsonObject(value) ? value : { output: said };
  return { functionResponse: { ...(typeof id === 'string' ? { id } : {}), name, response } };
}

function partsOf(message: JsonObject): JsonObject[] {
  const calls = isJsonArray(message.tool_calls) ? message.tool_calls.filter(isJsonObject) : [];
  return [...contentParts(message.content), ...calls.map(functionCall)];
}

function contentParts(content: JsonValue | undefined): JsonObject[] {
  if (content == null || content === '') return [];
  if (typeof content === 'string') return [{ text: content }];
  if (!isJsonArray(content)) throw contentUnsupported('content that is neither a text nor a list');
  return content.map((part) => {
    if (!isJsonObject(part)) throw contentUnsupported('a part that is no object');
    const { type, image_url: image, input_audio: audio, file } = part;
    if (type === 'text') return { text: part.text ?? '' };
    if (type === 'image_url' && isJsonObject(image)) return mediaPart(stringMember(image, 'url') ?? '');
    if (type === 'input_audio' && isJsonObject(audio))
      return { inlineData: { mimeType: `audio/${String(audio.format)}`, data: audio.data ?? '' } };
    if (type === 'file' && isJsonObject(file) && typeof file.file_data === 'string')
      return mediaPart(file.file_data);
    throw contentUnsupported(`a part of the type "${String(type).slice(0, 50)}"`);
  });
}

function mediaPart(url: string): JsonObject {
  const inline = /^data:([^;,]+);base64,/.exec(url);
  if (inline?.[1] === undefined) return { fileData: { fileUri: url } };
  return { inlineData: { mimeType: inline[1], data: url.slice(inline[0].length) } };
}

/** The signature of a thought goes back with the call that it led to, or the model forgets why it called. */
function functionCall(call: JsonObject): JsonObject {
  const described = isJsonObject(call.function) ? call.function : {};
  const given = stringMember(described, 'arguments') ?? '';
  const args = given === '' ? {} : parsed(given);
  if (!isJsonObject(args)) throw contentUnsupported('arguments of a tool call that are no JSON object');
  const extra = isJsonObject(call.extra_content) ? call.extra_content.google : undefined;
  const signature = isJsonObject(extra) ? extra.thought_signature : undefined;
  return {
    functionCall: { ...(call.id == null ? {} : { id: call.id }), name: described.name ?? '', args },
    ...(signature === undefined ? {} : { thoughtSignature: signature }),
  };
}

function configOf(body: JsonObject): JsonObject {
  const set = Object.entries(settings).flatMap(([ours, theirs]) => {
    const value = body[ours];
    return value == null ? [] : [[theirs, value] as const];
  });
  const { stop, max_completion_tokens: limit, response_format: format } = body;
  return {
    ...Object.fromEntries(set),
    ...(limit == null ? {} : { maxOutputTokens: limit }),
    ...(stop == null ? {} : { stopSequences: isJsonArray(stop) ? stop : [stop] }),
    ...(isJsonObject(format) ? formatOf(format) : {}),
  };
}

function formatOf({ type, json_schema: wrapped }: JsonObject): JsonObject {
  if (type === 'json_object') return { responseMimeType: 'application/json' };
  if (type !== 'json_schema' || !isJsonObject(wrapped)) return {};
  return { responseMimeType: 'application/json', responseJsonSchema: wrapped.schema ?? {} };
}

function declarations(tools: readonly JsonValue[]): JsonObject[] {
  const functionDeclarations = tools.map((tool) => {
    if (!isJsonObject(tool) || !isJsonObject(tool.function))
      throw contentUnsupported('a tool that the provider runs');
    const { name, description, parameters } = tool.function;
    return {
      name: name ?? '',
      ...(description === undefined ? {} : { description }),
      ...(parameters === undefined ? {} : { parametersJsonSchema: parameters }),
    };
  });
  return functionDeclarations.length === 0 ? [] : [{ functionDeclarations }];
}

function choiceOf(choice: JsonValue | undefined): JsonObject {
  if (choice == null || choice === 'auto') return {};
  const named = isJsonObject(choice) && isJsonObject(choice.function) ? choice.function.name : undefined;
  const mode = choice === 'none' ? 'NONE' : 'ANY';
  const only = named === undefined ? {} : { allowedFunctionNames: [named] };
  return { toolConfig: { functionCallingConfig: { mode, ...only } } };
}

function parsed(text: string): JsonValue | undefined {
  try {
    return parseUntrustedJson(text);
  } catch {
    return undefined;
  }
}

/** The text of a content: a string, or the texts of a list. */
function textOf(content: JsonValue | undefined): string {
  if (typeof content === 'string') return content;
  if (!isJsonArray(content)) return '';
  return content.flatMap((part) => (isJsonObject(part) ? (stringMember(part, 'text') ?? []) : [])).join('\n');
}
