import type { JsonObject } from '../../platform/canonical-json.ts';
import { isJsonArray, isJsonObject, stringMember } from '../json.ts';
import { callItem, messageItem, outputText } from './response-replies.ts';

/** Items of a response, of which one is said at a time. */
export interface Items {
  /** What a delta of a chat adds to a response, as events. */
  say(response: string, delta: JsonObject): JsonObject[];
  close(): JsonObject[];
}

/** What is said at present: a text, or the arguments of one call. */
interface Speaking {
  readonly item: JsonObject & { readonly id: string };
  readonly index: number;
  readonly call: JsonObject | undefined;
  text: string;
}

export function createItems(): Items {
  let items = 0;
  let calls = 0;
  let speaking: Speaking | undefined;
  let callIndex: unknown;
  const close = (): JsonObject[] => {
    const done = speaking;
    speaking = undefined;
    callIndex = undefined;
    return done === undefined ? [] : closing(done);
  };
  const openText = (response: string): JsonObject[] => {
    if (speaking !== undefined && speaking.call === undefined) return [];
    const closed = close();
    const item = { ...messageItem(response, 'in_progress', []), id: response.replace('resp_', 'msg_') };
    speaking = { item, index: items++, call: undefined, text: '' };
    const place = { item_id: item.id, output_index: speaking.index, content_index: 0 };
    return [
      ...closed,
      { type: 'response.output_item.added', output_index: speaking.index, item },
      { type: 'response.content_part.added', ...place, part: outputText('') },
    ];
  };
  const openCall = (response: string, call: JsonObject): JsonObject[] => {
    if (speaking?.call !== undefined && callIndex === call.index) return [];
    const closed = close();
    const at = calls++;
    const described = isJsonObject(call.function) ? call.function : {};
    const begun = { ...call, function: { ...described, arguments: '' } };
    const item = {
      ...callItem(response, at, begun, 'in_progress'),
      id: `${response.replace('resp_', 'fc_')}_${at}`,
    };
    speaking = { item, index: items++, call: begun, text: '' };
    callIndex = call.index;
    return [...closed, { type: 'response.output_item.added', output_index: speaking.index, item }];
  };
  const say = (text: string): JsonObject[] => {
    if (speaking === undefined || text === '') return [];
    speaking.text += text;
    const place = { item_id: speaking.item.id, output_index: speaking.index };
    return speaking.call === undefined
      ? [{ type: 'response.output_text.delta', ...place, content_index: 0, delta: text, logprobs: [] }]
      : [{ type: 'response.function_call_arguments.delta', ...place, delta: text }];
  };
  return {
    close,
    say: (response, delta) => {
      const text = stringMember(delta, 'content') ?? '';
      const toolCalls = isJsonArray(delta.tool_calls) ? delta.tool_calls.filter(isJsonObject) : [];
      return [
        ...(text === '' ? [] : [...openText(response), ...say(text)]),
        ...toolCalls.flatMap((call) => {
          const described = isJsonObject(call.function) ? call.function : {};
          return [...openCall(response, call), ...say(stringMember(described, 'arguments') ?? '')];
        }),
      ];
    },
  };
}

function closing({ item, index, call, text }: Speaking): JsonObject[] {
  const place = { item_id: item.id, output_index: index };
  if (call !== undefined) {
    const done = { ...item, status: 'completed', arguments: text };
    return [
      {
        type: 'response.function_call_arguments.done',
        ...place,
        name: item.name ?? '',
        arguments: text,
      },
      { type: 'response.output_item.done', output_index: index, item: done },
    ];
  }
  const part = outputText(text);
  return [
    { type: 'response.output_text.done', ...place, content_index: 0, text, logprobs: [] },
    { type: 'response.content_part.done', ...place, content_index: 0, part },
    {
      type: 'response.output_item.done',
      output_index: index,
      item: { ...item, status: 'completed', content: [part] },
    },
  ];
}
