import { type Fields, isFields, isList, type Value } from '../dotprompt/value.ts';
import type { ComposedMessage } from './compose.ts';
import { type Found, foundOr, type Surroundings, Unconvertible } from './found.ts';
import { refuseForeign, roleNamed, settingsOf, textAt, textOfContent } from './message-parts.ts';
import { likelyStyle } from './placeholders.ts';

const SETTINGS: ReadonlySet<string> = new Set([
  ...['temperature', 'top_p', 'top_k', 'max_tokens', 'max_completion_tokens', 'max_output_tokens', 'stop'],
  ...['stop_sequences', 'seed', 'presence_penalty', 'frequency_penalty', 'reasoning_effort'],
]);
const KNOWN: ReadonlySet<string> = new Set([
  ...['messages', 'input', 'instructions', 'system', 'model', 'stream', 'stream_options', 'user', 'metadata'],
  ...['store', 'name', 'description'],
]);

/** Messages in the form of OpenAI's API (a list, or the body of a call), Anthropic's (`system` beside them), or a Responses body. */
export function readMessages(value: Value, around: Surroundings): Found | undefined {
  const body = bodyOf(value);
  if (body === undefined) return undefined;
  const { fields, list } = body;
  const name = (fields && textAt(fields, 'name')) ?? around.name;
  return foundOr(around.source, () => {
    const messages = [...systemOf(fields), ...list.map(messageOf)];
    const whole = messages.map((message) => ('text' in message ? message.text : '')).join('\n');
    const placeholders = likelyStyle(whole);
    refuseForeign(whole, 'mustache');
    const left = Object.keys(fields ?? {}).filter((key) => !KNOWN.has(key) && !SETTINGS.has(key));
    const notes = ['From a list of messages.'];
    if (left.length > 0) notes.push(`Left out: ${left.slice(0, 10).join(', ').slice(0, 300)}.`);
    const settings = fields === undefined ? {} : settingsOf(fields, SETTINGS);
    const description = fields && textAt(fields, 'description');
    const composition = { ...settings, messages, placeholders, description };
    return { type: 'prompt', source: around.source, name, composition, notes };
  });
}

interface Body {
  readonly fields: Fields | undefined;
  readonly list: readonly Value[];
}

const isMessage = (value: Value): boolean =>
  isFields(value) && typeof value.role === 'string' && value.content !== undefined;

/** Whether a value is a list of messages. */
export const isMessageList = (value: Value): value is readonly Value[] =>
  isList(value) && value.length > 0 && value.every(isMessage);

function bodyOf(value: Value): Body | undefined {
  if (isMessageList(value)) return { fields: undefined, list: value };
  if (!isFields(value)) return undefined;
  if (isMessageList(value.messages)) return { fields: value, list: value.messages };
  if (typeof value.model !== 'string') return undefined;
  if (typeof value.input === 'string') return { fields: value, list: [textMessage(value.input)] };
  return isMessageList(value.input) ? { fields: value, list: value.input } : undefined;
}

const textMessage = (content: string): Fields => ({ role: 'user', content });

function systemOf(fields: Fields | undefined): ComposedMessage[] {
  const said = fields?.instructions ?? fields?.system;
  return said === undefined || said === null ? [] : [{ role: 'system', text: textOfContent(said) }];
}

function messageOf(message: Value): ComposedMessage {
  if (!isFields(message)) throw new Unconvertible('One of its messages is not an object.');
  if (message.tool_calls !== undefined || message.function_call !== undefined)
    throw new Unconvertible('A message calls a tool, which a prompt cannot hold. Take that message out.');
  return { role: roleNamed(message.role), text: textOfContent(message.content) };
}
