import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemblyFor } from '../assemblies.ts';
import { factsOf } from '../facts.ts';
import { isJsonObject } from '../json.ts';
import { simulatedChunks, simulatedReply } from '../providers/simulated-chat.ts';
import { messagesFromChat } from './chat-to-messages.ts';
import { chatFromMessageEvents, messageEventsFromChat } from './message-events.ts';
import { chatFromMessage, messageFromChat } from './message-replies.ts';
import { chatFromMessages } from './messages-to-chat.ts';
import { responseEventsFromChat } from './response-events.ts';
import { responseFromChat } from './response-replies.ts';
import { chatFromResponses } from './responses-to-chat.ts';

const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const call = {
  id: 'call_1',
  type: 'function',
  function: { name: 'weather', arguments: '{"city":"Lisbon"}' },
};
const conversation = {
  model: 'm',
  max_tokens: 100,
  temperature: 0.5,
  messages: [
    { role: 'system', content: 'Be brief.' },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'What is this, and where?' },
        { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=' } },
      ],
    },
    { role: 'assistant', content: 'I look.', tool_calls: [call] },
    { role: 'tool', tool_call_id: 'call_1', content: 'Sunny' },
    { role: 'assistant', content: 'It is sunny.' },
    { role: 'user', content: 'Thanks.' },
  ],
  stop: ['END'],
  tools: [{ type: 'function', function: { name: 'weather', description: 'Weather', parameters } }],
  tool_choice: { type: 'function', function: { name: 'weather' } },
  response_format: { type: 'json_schema', json_schema: { name: 'output', schema: parameters } },
  user: 'u-1',
};

describe('a request', () => {
  it('goes from chat to messages and back without a loss', () => {
    const there = messagesFromChat(conversation);
    expect(there).toMatchObject({
      system: 'Be brief.',
      stop_sequences: ['END'],
      tool_choice: { type: 'tool', name: 'weather' },
      tools: [{ name: 'weather', input_schema: parameters }],
      metadata: { user_id: 'u-1' },
      output_config: { format: { type: 'json_schema', schema: parameters } },
    });
    expect(chatFromMessages(there)).toEqual(conversation);
  });

  it('says instructions where there is nothing else, and keeps results of several tools in one turn', () => {
    const alone = messagesFromChat({ model: 'm', messages: [{ role: 'system', content: 'Write a poem.' }] });
    expect(alone).toEqual({
      model: 'm',
      max_tokens: 4_096,
      messages: [{ role: 'user', content: 'Write a poem.' }],
    });
    const results = ['a', 'b'].map((id) => ({ role: 'tool', tool_call_id: id, content: id }));
    const { messages } = messagesFromChat({ model: 'm', messages: results });
    expect(messages).toMatchObject([{ role: 'user', content: [{ tool_use_id: 'a' }, { tool_use_id: 'b' }] }]);
  });

  it('drops nothing in silence', () => {
    const audio = [{ role: 'user', content: [{ type: 'input_audio', input_audio: {} }] }];
    const refused = expect.objectContaining({ code: 'execution.content_unsupported', status: 422 });
    expect(() => messagesFromChat({ model: 'm', messages: audio })).toThrow(refused);
    const search = { type: 'web_search_20250305', name: 'web_search' };
    expect(() => chatFromMessages({ model: 'm', messages: [], tools: [search] })).toThrow(refused);
    const item = { type: 'computer_call_output', call_id: 'x' };
    expect(() => chatFromResponses({ model: 'm', input: [item] })).toThrow(refused);
    expect(messagesFromChat({ model: 'm', messages: [], brand_new: 1 })).toHaveProperty('brand_new', 1);
  });
});

describe('a stream', () => {
  const bodies = fc.record({
    text: fc.string({ unit: 'grapheme' }),
    tools: fc.boolean(),
    limit: fc.option(fc.integer({ min: 1, max: 50 }), { nil: undefined }),
  });
  const bodyOf = ({ text, tools, limit }: { text: string; tools: boolean; limit: number | undefined }) => ({
    model: 'm',
    messages: [{ role: 'user', content: text }],
    ...(tools ? { tools: conversation.tools } : {}),
    ...(limit === undefined ? {} : { max_tokens: limit }),
  });

  it('in messages makes up the message, and translated back the completion', () => {
    fc.assert(
      fc.property(bodies, (given) => {
        const body = bodyOf(given);
        const whole = simulatedReply(body);
        const translation = messageEventsFromChat();
        const events = [
          ...[...simulatedChunks(body)].flatMap((chunk) => translation.next(chunk)),
          ...translation.end(),
        ];
        const message = assemblyFor('messages');
        for (const event of events) message.add(event);
        expect(factsOf(message.reply() ?? {})).toEqual(factsOf(messageFromChat(whole)));
        const back = assemblyFor('chat');
        const again = chatFromMessageEvents();
        for (const event of events) for (const chunk of again.next(event)) back.add(chunk);
        expect(factsOf(back.reply() ?? {})).toEqual(factsOf(whole));
        expect(factsOf(chatFromMessage(message.reply() ?? {}))).toEqual(factsOf(whole));
      }),
    );
  });

  it('in events of a response ends with the response, and numbers them without a gap', () => {
    fc.assert(
      fc.property(bodies, (given) => {
        const body = bodyOf(given);
        const translation = responseEventsFromChat();
        const events = [
          ...[...simulatedChunks(body)].flatMap((chunk) => translation.next(chunk)),
          ...translation.end(),
        ];
        expect(events.map((event) => event.sequence_number)).toEqual(events.map((_event, index) => index));
        const last = events.at(-1)?.response;
        const whole = responseFromChat(simulatedReply(body));
        expect(isJsonObject(last) && factsOf(last)).toEqual(factsOf(whole));
        const done = events.flatMap(({ type, item }) => (type === 'response.output_item.done' ? [item] : []));
        expect(done).toEqual(whole.output);
      }),
    );
  });
});
