import type { JsonObject } from '../../platform/canonical-json.ts';
import { createAssembly } from '../assembly.ts';
import { isJsonArray, isJsonObject, stringMember } from '../json.ts';
import type { StreamTranslation } from './message-events.ts';
import {
  callItem,
  idOf,
  messageItem,
  outputText,
  responseFromChat,
  responseHead,
} from './response-replies.ts';

/** What is said at present: a text, or the arguments of one call. */
interface Speaking {
  readonly item: JsonObject & { readonly id: string };
  readonly index: number;
  readonly call: JsonObject | undefined;
  text: string;
}

/** Chunks of a chat completion as the events of a response. */
export function responseEventsFromChat(): StreamTranslation {
  const assembly = createAssembly();
  let head: JsonObject | undefined;
  let number = 0;
  let items = 0;
  let calls = 0;
  let speaking: Speaking | undefined;
  let callIndex: unknown;
  const numbered = (events: readonly JsonObject[]): JsonObject[] =>
    events.map((event) => ({ ...event, sequence_number: number++ }));
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
  const spoken = (response: string, delta: JsonObject): JsonObject[] => {
    const text = stringMember(delta, 'content') ?? '';
    const toolCalls = isJsonArray(delta.tool_calls) ? delta.tool_calls.filter(isJsonObject) : [];
    return [
      ...(text === '' ? [] : [...openText(response), ...say(text)]),
      ...toolCalls.flatMap((call) => {
        const described = isJsonObject(call.function) ? call.function : {};
        return [...openCall(response, call), ...say(stringMember(described, 'arguments') ?? '')];
      }),
    ];
  };
  return {
    next: (chunk) => {
      assembly.add(chunk);
      const begun = head === undefined ? started(chunk) : [];
      head ??= chunk;
      const choice = isJsonArray(chunk.choices) ? chunk.choices[0] : undefined;
      const delta = isJsonObject(choice) && isJsonObject(choice.delta) ? choice.delta : {};
      return numbered([...begun, ...spoken(idOf(head), delta)]);
    },
    end: () => {
      const response = responseFromChat(assembly.reply() ?? {});
      const type = response.status === 'incomplete' ? 'response.incomplete' : 'response.completed';
      return numbered([...close(), { type, response }]);
    },
  };
}

function started(chunk: JsonObject): JsonObject[] {
  const response = responseHead(chunk);
  return [
    { type: 'response.created', response },
    { type: 'response.in_progress', response },
  ];
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
