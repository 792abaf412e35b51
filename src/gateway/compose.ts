import type { Fields, Message, Part, RenderedPrompt } from '../libraries/index.ts';
import type { JsonObject, JsonValue } from '../platform/canonical-json.ts';
import { Problem } from '../platform/problem.ts';
import { parseJson } from './json.ts';
import type { ChatMessage } from './openai.ts';

/** Dotprompt's names of settings, in OpenAI's. Other settings of a prompt's `config` pass through as they are. */
const settingNames: Readonly<Record<string, string>> = {
  maxOutputTokens: 'max_tokens',
  topP: 'top_p',
  topK: 'top_k',
  stopSequences: 'stop',
  presencePenalty: 'presence_penalty',
  frequencyPenalty: 'frequency_penalty',
};

/** What a prompt's `config` may not set: the prompt's text, its model and the client's way of reading are said elsewhere. */
const reserved = new Set(['model', 'messages', 'stream', 'stream_options', 'n']);

/**
 * The whole body for a provider: rendered messages, then what the client adds to the conversation, and the prompt's own settings.
 * Pure.
 * @throws Problem `prompt.tools_unsupported` when the prompt names tools that only another program knows
 */
export function composeBody(
  rendered: RenderedPrompt,
  model: string,
  conversation: readonly ChatMessage[],
): JsonObject & { readonly model: string; readonly messages: readonly JsonObject[] } {
  if (rendered.tools.length > 0)
    throw new Problem({
      code: 'prompt.tools_unsupported',
      status: 422,
      detail:
        'This prompt names tools by name only, which the gateway cannot look up. Define them under toolDefs in the front matter.',
    });
  const tools = rendered.toolDefs.map(toolOf);
  return {
    ...settingsOf(rendered.config),
    ...(tools.length === 0 ? {} : { tools }),
    ...formatOf(rendered.output),
    model,
    messages: [...rendered.messages.map(messageOf), ...conversation],
  };
}

function settingsOf(config: Fields): JsonObject {
  const entries = Object.entries(plain(config)).map(
    ([name, value]) => [settingNames[name] ?? name, value] as const,
  );
  return Object.fromEntries(entries.filter(([name]) => !reserved.has(name)));
}

function messageOf(message: Message): JsonObject {
  return { role: message.role === 'model' ? 'assistant' : message.role, content: contentOf(message.content) };
}

/** Text alone is a string, which every server understands; with media it is OpenAI's list of parts. */
function contentOf(parts: readonly Part[]): JsonValue {
  const known = parts.flatMap((part): JsonObject[] => {
    if ('text' in part) return [{ type: 'text', text: part.text }];
    if ('media' in part) return [{ type: 'image_url', image_url: { url: part.media.url } }];
    return [];
  });
  if (known.every((part) => part.type === 'text')) return known.map((part) => part.text).join('');
  return known;
}

function toolOf(definition: Fields): JsonObject {
  const { name, description, inputSchema } = plain(definition);
  return {
    type: 'function',
    function: {
      name: name ?? '',
      ...(description === undefined ? {} : { description }),
      ...(inputSchema === undefined ? {} : { parameters: inputSchema }),
    },
  };
}

function formatOf(output: RenderedPrompt['output']): JsonObject {
  if (output?.format !== 'json') return {};
  if (output.schema === undefined) return { response_format: { type: 'json_object' } };
  return {
    response_format: { type: 'json_schema', json_schema: { name: 'output', schema: plain(output.schema) } },
  };
}

/** Values of a prompt as plain JSON: what is undefined falls away. */
export function plain(fields: Fields): JsonObject {
  const entries = Object.entries(fields).filter(
    (entry): entry is [string, Exclude<Fields[string], undefined>] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries.map(([name, value]) => [name, parseJson(JSON.stringify(value))]));
}
