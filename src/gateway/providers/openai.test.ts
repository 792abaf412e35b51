import { afterAll, beforeAll, expect, it } from 'vitest';
import { startUpstream, type Upstream } from '../../../test/support/upstream.ts';
import { openaiProvider } from './openai.ts';

let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream();
});
afterAll(() => upstream.close());

const settings = () => ({
  name: 'own',
  baseUrl: upstream.baseUrl,
  credential: undefined,
  maxReplyBytes: 200_000,
});
const call = (model: string, signal = new AbortController().signal) => ({
  dialect: 'chat' as const,
  body: { model, messages: [{ role: 'user', content: 'Hello there, how are you today?' }] },
  signal,
  timeoutMs: 3_000,
});

async function collect(model: string) {
  const chunks = [];
  for await (const { json } of openaiProvider(settings()).stream(call(model))) chunks.push(json);
  return chunks;
}

it('sends no authorization when there is no credential', async () => {
  await openaiProvider(settings()).complete(call('up-good'));
  expect(upstream.asked.at(-1)?.authorization).toBeUndefined();
});

it('ends a reply that is too large', async () => {
  await expect(openaiProvider(settings()).complete(call('up-huge'))).rejects.toMatchObject({
    code: 'gateway.provider_failed',
    detail: expect.stringContaining('too large'),
  });
});

it('says that nobody is there', async () => {
  const nobody = openaiProvider({ ...settings(), baseUrl: 'http://127.0.0.1:9/v1' });
  await expect(nobody.complete(call('up-good'))).rejects.toMatchObject({
    code: 'gateway.provider_failed',
    status: 502,
  });
});

it('stops when it is interrupted', async () => {
  const interrupt = new AbortController();
  const calling = openaiProvider(settings()).complete(call('up-silent', interrupt.signal));
  interrupt.abort();
  await expect(calling).rejects.toMatchObject({ code: 'gateway.provider_failed' });
});

it('streams chunks to the end, and says when the end is missing', async () => {
  const chunks = await collect('up-good');
  expect(chunks.length).toBeGreaterThan(3);
  expect(chunks.at(-1)).toHaveProperty('usage.total_tokens');
  await expect(collect('up-stream-dies')).rejects.toMatchObject({
    code: 'gateway.provider_failed',
  });
});
