import { describe, expect, it } from 'vitest';
import { createAssembly } from './assembly.ts';
import { readReply } from './openai.ts';
import { simulatedChunks, simulatedReply } from './providers/simulated-chat.ts';

const chunk = (delta: object, finish: string | null = null) => ({
  id: 'c1',
  model: 'm',
  choices: [{ index: 0, delta: { ...delta }, finish_reason: finish }],
});

describe('chunks put together', () => {
  it('are the reply that would have been given whole', () => {
    const body = {
      model: 'simulated-fast',
      messages: [{ role: 'user', content: 'Please summarize the meeting of Monday.' }],
    };
    const assembly = createAssembly();
    for (const part of simulatedChunks(body)) assembly.add(part);
    expect(readReply(assembly.reply() ?? {})).toEqual(readReply(simulatedReply(body)));
  });

  it('carry tool calls in pieces', () => {
    const assembly = createAssembly();
    assembly.add(
      chunk({
        role: 'assistant',
        content: null,
        tool_calls: [{ index: 0, id: 't1', type: 'function', function: { name: 'find', arguments: '' } }],
      }),
    );
    assembly.add(chunk({ tool_calls: [{ index: 0, function: { arguments: '{"a"' } }] }));
    assembly.add(
      chunk({ tool_calls: [{ index: 1, id: 't2', function: { name: 'save', arguments: '{}' } }] }),
    );
    assembly.add(chunk({ tool_calls: [{ index: 0, function: { arguments: ':1}' } }] }));
    assembly.add(chunk({}, 'tool_calls'));
    expect(assembly.reply()).toMatchObject({
      choices: [
        {
          finish_reason: 'tool_calls',
          message: {
            role: 'assistant',
            tool_calls: [
              { id: 't1', type: 'function', function: { name: 'find', arguments: '{"a":1}' } },
              { id: 't2', function: { name: 'save', arguments: '{}' } },
            ],
          },
        },
      ],
    });
  });

  it('are null before the first', () => {
    expect(createAssembly().reply()).toBeNull();
  });
});
