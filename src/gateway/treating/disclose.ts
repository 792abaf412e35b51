import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import { endsReply } from '../assemblies.ts';
import { type Dialect, eventOf, type StreamEvent } from '../dialect.ts';
import { isJsonArray, isJsonObject } from '../json.ts';
import type { Treated } from './treat.ts';

const paragraph = (text: string): string => `\n\n${text}`;

/** The reply with a text at its end. An answer that is JSON by promise stays JSON: its header says it. Pure. */
export function withDisclosure(dialect: Dialect, reply: JsonObject, text: string): JsonObject {
  if (text === '') return reply;
  if (dialect === 'messages' && isJsonArray(reply.content))
    return { ...reply, content: [...reply.content, { type: 'text', text: paragraph(text) }] };
  if (dialect === 'responses' && isJsonArray(reply.output))
    return { ...reply, output: reply.output.map((item) => responseItem(item, text)) };
  if (dialect === 'chat' && isJsonArray(reply.choices))
    return { ...reply, choices: reply.choices.map((choice) => chatChoice(choice, text)) };
  return reply;
}

function chatChoice(choice: JsonValue, text: string): JsonValue {
  if (!isJsonObject(choice) || !isJsonObject(choice.message)) return choice;
  const { content } = choice.message;
  return typeof content === 'string'
    ? { ...choice, message: { ...choice.message, content: content + paragraph(text) } }
    : choice;
}

function responseItem(item: JsonValue, text: string): JsonValue {
  if (!isJsonObject(item) || item.type !== 'message' || !isJsonArray(item.content)) return item;
  return {
    ...item,
    content: [...item.content, { type: 'output_text', text: paragraph(text), annotations: [] }],
  };
}

/** What is added to an answer, as text; empty where the answer is JSON by promise, whose header says it, and where it is given again and has said it. */
const textOf = ({ duties, plan }: Treated): string =>
  plan.output === null && plan.terms.answeredFrom === null ? duties.disclosures.join('\n') : '';

/** The reply with what rules ask to be disclosed. */
export function disclosed(treated: Treated, reply: JsonObject): JsonObject {
  return withDisclosure(treated.plan.dialect, reply, textOf(treated));
}

/**
 * An event of a stream, and before the one that ends the answer the events that disclose. Responses of their own dialect say it in the header only. Pure.
 * @param reply what came before
 */
export function beforeEnd(treated: Treated, event: StreamEvent, reply: JsonObject | null): StreamEvent[] {
  const text = textOf(treated);
  const { dialect } = treated.plan;
  if (text === '' || !endsReply(dialect, event.json)) return [event];
  if (dialect === 'messages') {
    const blocks = isJsonArray(reply?.content) ? reply.content.length : 0;
    return [
      { type: 'content_block_start', index: blocks, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: blocks, delta: { type: 'text_delta', text: paragraph(text) } },
      { type: 'content_block_stop', index: blocks },
    ]
      .map(eventOf)
      .concat(event);
  }
  if (dialect !== 'chat') return [event];
  const { usage: _usage, choices, ...head } = event.json;
  // The last event may still say something: that goes first.
  const last = (isJsonArray(choices) ? choices : []).filter(isJsonObject);
  const first = eventOf({ ...head, choices: last.map((one) => ({ ...one, finish_reason: null })) });
  const said = eventOf({
    ...head,
    choices: last.map(({ index }) => ({
      index: index ?? 0,
      delta: { content: paragraph(text) },
      finish_reason: null,
    })),
  });
  const end = eventOf({ ...event.json, choices: last.map((one) => ({ ...one, delta: {} })) });
  return [first, said, end];
}
