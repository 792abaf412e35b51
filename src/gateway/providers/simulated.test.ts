import { describe, expect, it } from 'vitest';
import { isJsonArray, isJsonObject, parseJson } from '../json.ts';
import { readReply } from '../openai.ts';
import { simulatedProvider } from './simulated.ts';
import { simulatedChunks, simulatedReply } from './simulated-chat.ts';

const body = {
  model: 'simulated-fast',
  messages: [
    { role: 'system', content: 'Summarize for the board.' },
    {
      role: 'user',
      content: 'Revenue in the north grew by nine percent. The new warehouse opens in March. Staff is short.',
    },
  ],
};
const provider = simulatedProvider({ name: 'simulated', latencyMs: 0 });
const call = (model: string) => ({
  dialect: 'chat' as const,
  body: { ...body, model },
  signal: new AbortController().signal,
  timeoutMs: 50,
});

describe('a simulated reply', () => {
  it('is the same for the same call, and another for another', () => {
    expect(simulatedReply(body)).toEqual(simulatedReply(structuredClone(body)));
    expect(readReply(simulatedReply(body)).text).not.toBe('');
    expect(simulatedReply({ ...body, model: 'simulated-careful' }).id).not.toBe(simulatedReply(body).id);
  });

  it('is made of the input and counts tokens', () => {
    const facts = readReply(simulatedReply(body));
    expect(facts.text).toContain('warehouse opens in March');
    expect(facts).toMatchObject({ finishReason: 'stop', modelAnswered: 'simulated-fast' });
    expect(facts.usage?.inputTokens).toBeGreaterThan(20);
  });

  it('fits a JSON schema when one is asked for', () => {
    const schema = {
      type: 'object',
      required: ['tone', 'score', 'tags'],
      properties: {
        tone: { enum: ['calm', 'angry'] },
        score: { type: 'integer' },
        tags: { type: 'array', items: { type: 'string' } },
        inner: { type: 'object', properties: { yes: { type: 'boolean' } } },
      },
    };
    const reply = simulatedReply({
      ...body,
      response_format: { type: 'json_schema', json_schema: { name: 'x', schema } },
    });
    const value = parseJson(readReply(reply).text);
    if (!isJsonObject(value)) throw new Error('an object');
    expect(['calm', 'angry']).toContain(value.tone);
    expect(Number.isInteger(value.score)).toBe(true);
    expect(isJsonArray(value.tags) && value.tags.every((tag) => typeof tag === 'string')).toBe(true);
  });

  it('stops at the limit of tokens', () => {
    const facts = readReply(simulatedReply({ ...body, max_tokens: 5 }));
    expect(facts).toMatchObject({ finishReason: 'length', usage: { outputTokens: 5 } });
  });

  it('streams the same text', () => {
    const chunks = [...simulatedChunks(body)];
    const text = chunks.flatMap((chunk) => {
      const choice = isJsonArray(chunk.choices) ? chunk.choices[0] : undefined;
      const delta = isJsonObject(choice) ? choice.delta : undefined;
      return isJsonObject(delta) && typeof delta.content === 'string' ? [delta.content] : [];
    });
    expect(text.join('')).toBe(readReply(simulatedReply(body)).text);
    expect(chunks.at(-1)?.usage).toEqual(simulatedReply(body).usage);
  });
});

describe('failing on purpose', () => {
  it.each([
    ['simulated-fail-500', 'gateway.provider_failed', 502],
    ['simulated-fail-429', 'gateway.provider_rate_limited', 429],
    ['simulated-fail-timeout', 'gateway.provider_timeout', 504],
    ['simulated-slow', 'gateway.provider_timeout', 504],
  ])('%s: %s', async (model, code, status) => {
    await expect(provider.complete(call(model))).rejects.toMatchObject({ code, status });
  });
});

describe.each(['chat', 'responses', 'messages'] as const)('failing on purpose in %s', (dialect) => {
  const bodyOf = (model: string) =>
    dialect === 'responses'
      ? { model, input: 'The new warehouse opens in March.' }
      : { ...body, model, max_tokens: 200 };
  const asked = (model: string) => ({ ...call(model), dialect, body: bodyOf(model) });
  const streamed = async (model: string) => {
    const events: unknown[] = [];
    try {
      for await (const { json } of provider.stream(asked(model))) events.push(json);
    } catch (error) {
      return { events, error };
    }
    return { events, error: undefined };
  };

  it('breaks off in the middle, and says no end', async () => {
    const whole = await streamed('simulated-fast');
    const half = await streamed('simulated-fail-reset');
    expect(whole.error).toBeUndefined();
    expect(half.error).toMatchObject({ code: 'gateway.provider_failed' });
    expect(half.events.length).toBeGreaterThan(1);
    expect(half.events.length).toBeLessThan(whole.events.length);
    await expect(provider.complete(asked('simulated-fail-reset'))).rejects.toMatchObject({ status: 502 });
  });

  it('the slow one says its words one after the other, and stops when its time is over or nobody listens', async () => {
    const late = await streamed('simulated-slow');
    expect(late.error).toMatchObject({ code: 'gateway.provider_timeout' });
    expect(late.events.length).toBeGreaterThan(0);
    const going = new AbortController();
    const call = { ...asked('simulated-slow'), signal: going.signal, timeoutMs: 60_000 };
    const events = provider.stream(call)[Symbol.asyncIterator]();
    expect(await events.next()).toMatchObject({ done: false });
    going.abort();
    await expect(events.next()).rejects.toMatchObject({ code: 'gateway.provider_failed', worth: 'nothing' });
  });

  it.each([
    ['simulated-fail-500', 502],
    ['simulated-fail-429', 429],
    ['simulated-fail-timeout', 504],
  ])('%s: %i, before anything is said', async (model, status) => {
    const { events, error } = await streamed(model);
    expect([events, error]).toEqual([[], expect.objectContaining({ status })]);
  });
});
