import type { JsonObject, JsonValue } from '../platform/canonical-json.ts';
import { parseUntrustedJson } from '../platform/untrusted-json.ts';
import { type Assembly, createAssembly } from './assembly.ts';
import type { Dialect } from './dialect.ts';
import { isJsonArray, isJsonObject, stringMember } from './json.ts';

/** How the events of a dialect make up a reply. */
export function assemblyFor(dialect: Dialect): Assembly {
  if (dialect === 'messages') return messageAssembly();
  return dialect === 'responses' ? responseAssembly() : createAssembly();
}

const lastOfResponse = ['response.completed', 'response.incomplete', 'response.failed'];

/** True for the event that says that the answer is complete: it, and what follows, waits for the outcome. */
export function endsReply(dialect: Dialect, event: JsonObject): boolean {
  if (dialect === 'responses') return lastOfResponse.includes(stringMember(event, 'type') ?? '');
  if (dialect === 'messages')
    return event.type === 'message_delta' && isJsonObject(event.delta) && event.delta.stop_reason != null;
  const choices = isJsonArray(event.choices) ? event.choices : [];
  return choices.some((choice) => isJsonObject(choice) && typeof choice.finish_reason === 'string');
}

/** Anthropic's events, as the message that they make up. */
function messageAssembly(): Assembly {
  let message: JsonObject | null = null;
  const blocks = new Map<number, { block: JsonObject; json: string }>();
  const add = (event: JsonObject): void => {
    const index = typeof event.index === 'number' ? event.index : 0;
    const known = blocks.get(index);
    if (event.type === 'message_start' && isJsonObject(event.message)) message = event.message;
    if (event.type === 'content_block_start' && isJsonObject(event.content_block))
      blocks.set(index, { block: event.content_block, json: '' });
    if (event.type === 'content_block_delta' && known !== undefined && isJsonObject(event.delta))
      blocks.set(index, grown(known, event.delta));
    if (event.type === 'message_delta' && message !== null) message = ended(message, event);
  };
  return {
    add,
    reply: () =>
      message && {
        ...message,
        content: [...blocks.values()].map(({ block, json }) =>
          json === '' ? block : { ...block, input: inputOf(json) },
        ),
      },
  };
}

function grown(known: { block: JsonObject; json: string }, delta: JsonObject) {
  const { block, json } = known;
  const longer = (name: string) => `${stringMember(block, name) ?? ''}${stringMember(delta, name) ?? ''}`;
  switch (delta.type) {
    case 'text_delta':
      return { block: { ...block, text: longer('text') }, json };
    case 'thinking_delta':
      return { block: { ...block, thinking: longer('thinking') }, json };
    case 'signature_delta':
      return { block: { ...block, signature: delta.signature ?? '' }, json };
    case 'input_json_delta':
      return { block, json: json + (stringMember(delta, 'partial_json') ?? '') };
    case 'citations_delta':
      return {
        block: {
          ...block,
          citations: [...(isJsonArray(block.citations) ? block.citations : []), delta.citation ?? null],
        },
        json,
      };
    default:
      return known;
  }
}

function ended(message: JsonObject, event: JsonObject): JsonObject {
  const usage = isJsonObject(message.usage) ? message.usage : {};
  return {
    ...message,
    ...(isJsonObject(event.delta) ? event.delta : {}),
    usage: isJsonObject(event.usage) ? { ...usage, ...event.usage } : usage,
  };
}

/** What broke off in the middle is not JSON: then it is kept as it came. */
function inputOf(json: string): JsonValue {
  try {
    return parseUntrustedJson(json);
  } catch {
    return json;
  }
}

/** The events of a response: the last one holds it whole; until then, the items that are done, and the text that came. */
function responseAssembly(): Assembly {
  let response: JsonObject | null = null;
  let whole = false;
  let text = '';
  const items: JsonObject[] = [];
  return {
    add: (event) => {
      if (isJsonObject(event.response)) response = event.response;
      whole ||= endsReply('responses', event);
      if (event.type === 'response.output_item.done' && isJsonObject(event.item)) {
        items.push(event.item);
        text = '';
      }
      if (event.type === 'response.output_text.delta') text += stringMember(event, 'delta') ?? '';
    },
    reply: () => {
      if (response === null || whole) return response;
      const content = [{ type: 'output_text', text }];
      const unfinished = text === '' ? [] : [{ type: 'message', status: 'incomplete', content }];
      return { ...response, output: [...items, ...unfinished] };
    },
  };
}
