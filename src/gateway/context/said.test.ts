import { describe, expect, it } from 'vitest';
import { prefixOf, tailOf } from './said.ts';

const principal = (id: `per_${string}`) => ({ organization: 'org_1', id }) as const;
const me = principal('per_1');
const user = (content: string) => ({ role: 'user', content });
const answer = (content: string) => ({ role: 'assistant', content });
const chatReply = { choices: [{ message: answer('Hello.'), finish_reason: 'stop' }] };

describe('a turn', () => {
  it('is known by all that was said before it, instructions apart', () => {
    const tail = tailOf(me, 'chat', { messages: [user('Hi')] }, chatReply);
    const next = {
      messages: [{ role: 'system', content: 'Be kind.' }, user('Hi'), answer('Hello.'), user('And?')],
    };
    expect(tail).toBeDefined();
    expect(prefixOf(me, 'chat', next)).toBe(tail);
    expect(prefixOf(me, 'chat', { messages: [user('Hi!'), answer('Hello.'), user('And?')] })).not.toBe(tail);
    expect(prefixOf(principal('per_2'), 'chat', next)).not.toBe(tail);
  });

  it('of the dialects are known alike', () => {
    const message = { type: 'message', content: [{ type: 'text', text: 'Hello.' }] };
    const tail = tailOf(me, 'messages', { messages: [user('Hi')] }, message);
    const blocks = {
      role: 'assistant',
      content: [
        { type: 'text', text: 'Hel' },
        { type: 'text', text: 'lo.' },
      ],
    };
    expect(prefixOf(me, 'messages', { messages: [user('Hi'), blocks, user('And?')] })).toBe(tail);
    const response = {
      object: 'response',
      output: [{ type: 'message', content: [{ type: 'output_text', text: 'Hello.' }] }],
    };
    expect(tailOf(me, 'responses', { input: 'Hi' }, response)).toBe(tail);
    const items = [
      user('Hi'),
      { role: 'assistant', content: [{ type: 'output_text', text: 'Hello.' }] },
      user('And?'),
    ];
    expect(prefixOf(me, 'responses', { input: items })).toBe(tail);
  });

  it('with tools is known by their calls', () => {
    const calls = { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function' }] };
    const tail = tailOf(me, 'chat', { messages: [user('Hi')] }, { choices: [{ message: calls }] });
    const result = { role: 'tool', tool_call_id: 'call_1', content: '7' };
    expect(prefixOf(me, 'chat', { messages: [user('Hi'), calls, result] })).toBe(tail);
    const others = { ...calls, tool_calls: [{ id: 'call_2', type: 'function' }] };
    expect(prefixOf(me, 'chat', { messages: [user('Hi'), others, result] })).not.toBe(tail);
  });

  it('that begins a conversation has nothing before it, nor has what says nothing', () => {
    expect(prefixOf(me, 'chat', { messages: [user('Hi')] })).toBeUndefined();
    expect(prefixOf(me, 'chat', { messages: [answer('Hello.')] })).toBeUndefined();
    expect(prefixOf(me, 'embeddings', { input: ['a', 'b'] })).toBeUndefined();
    expect(tailOf(me, 'count_tokens', { messages: [user('Hi')] }, { input_tokens: 3 })).toBeUndefined();
  });
});
