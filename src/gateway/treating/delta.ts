import type { JsonObject, JsonValue } from '../../platform/canonical-json.ts';
import type { Dialect } from '../dialect.ts';
import { isJsonArray, isJsonObject } from '../json.ts';

/** Gives what comes instead of a piece of text. `channel` names what it is a piece of: a message's content, one tool call's arguments. */
export type ReadPiece = (channel: string, piece: string) => string;

/** Members of a delta that are said once and are no pieces of anything. */
const whole = new Set(['role', 'type', 'id', 'index', 'name', 'signature']);

/**
 * Splits an event of a stream in what are pieces of longer texts, given to `read`, and the rest, given to `rest`, which is whole in itself. Pure.
 */
export function mapDelta(
  dialect: Dialect,
  event: JsonObject,
  read: ReadPiece,
  rest: (members: JsonObject) => JsonObject,
): JsonObject {
  if (dialect === 'messages') {
    if (event.type !== 'content_block_delta' || !isJsonObject(event.delta)) return rest(event);
    const { delta, ...others } = event;
    return { ...rest(others), delta: pieces(delta, `${event.index}`, read) };
  }
  if (dialect === 'responses') {
    const isDelta = typeof event.type === 'string' && event.type.endsWith('.delta');
    if (!isDelta || typeof event.delta !== 'string') return rest(event);
    const { delta, ...others } = event;
    const channel = [
      event.type,
      event.item_id,
      event.output_index,
      event.content_index,
      event.summary_index,
    ].join(' ');
    return { ...rest(others), delta: read(channel, delta) };
  }
  const { choices, ...others } = event;
  if (!isJsonArray(choices)) return rest(event);
  return {
    ...rest(others),
    choices: choices.map((choice) => (isJsonObject(choice) ? choiceOf(choice, read, rest) : choice)),
  };
}

function choiceOf(
  choice: JsonObject,
  read: ReadPiece,
  rest: (members: JsonObject) => JsonObject,
): JsonObject {
  const { delta, ...others } = choice;
  if (delta === undefined) return rest(choice);
  return { ...rest(others), delta: pieces(delta, `${choice.index}`, read) };
}

function pieces(value: JsonValue, channel: string, read: ReadPiece): JsonValue {
  if (typeof value === 'string') return read(channel, value);
  if (isJsonArray(value))
    return value.map((item, at) => {
      const index = isJsonObject(item) && typeof item.index === 'number' ? item.index : at;
      return pieces(item, `${channel} ${index}`, read);
    });
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      whole.has(name) ? member : pieces(member, `${channel} ${name}`, read),
    ]),
  );
}

/** True for an event after which no piece of an open text comes: what is held back goes out before it. */
export function endsPieces(dialect: Dialect, event: JsonObject): boolean {
  const type = typeof event.type === 'string' ? event.type : '';
  if (dialect === 'messages') return /^(?:content_block_stop|message_delta|message_stop|error)$/.test(type);
  if (dialect === 'responses') return /(?:\.(?:done|completed|failed|incomplete)|^error)$/.test(type);
  const choices = isJsonArray(event.choices) ? event.choices : [];
  return (
    choices.length === 0 ||
    choices.some((choice) => isJsonObject(choice) && typeof choice.finish_reason === 'string')
  );
}
