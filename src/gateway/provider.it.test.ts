import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createGatewayHouse, type GatewayHouse } from '../../test/support/gateway-house.ts';
import { untilSigned, verifyLog } from '../../test/support/test-log.ts';
import { misbehavingModels, startUpstream, type Upstream } from '../../test/support/upstream.ts';

let house: GatewayHouse;
let upstream: Upstream;
let client: OpenAI;
const credential = 'sk-upstream-credential';
const messages = [
  { role: 'user' as const, content: 'The invoice of March was paid twice. Please refund one.' },
];

beforeAll(async () => {
  [house, upstream] = await Promise.all([createGatewayHouse({ providerTimeoutMs: 600 }), startUpstream()]);
  const body = {
    name: 'own-models',
    kind: 'openai',
    baseUrl: `${upstream.baseUrl}/`,
    credential,
    models: ['up-good', ...misbehavingModels],
  };
  await house.call('admin', 'provider.create', { body });
  client = new OpenAI({
    apiKey: await house.key('viewer'),
    baseURL: `${house.address}/openai/v1`,
    maxRetries: 0,
  });
});
afterAll(async () => {
  await untilSigned(house.ledger);
  expect(await verifyLog(house.ledger, house.organization)).toMatchObject({ ok: true });
  await house.close();
  await upstream.close();
});

const newest = async () => {
  const { rows } = await house.asOwner(
    'select status, problem_code, model, model_answered, input_tokens, cost_micro_usd, outcome_entry from gateway_execution order by at desc, id desc limit 1',
  );
  return rows[0];
};

describe('any OpenAI-compatible base URL', () => {
  it('is called with our credential and everything the client said, known or not', async () => {
    const extra = { brand_new_member: { deep: [1] }, logprobs: null };
    const { data, response } = await client.chat.completions
      .create({ model: 'up-good', messages, temperature: 0.5, user: 'u-1', ...extra })
      .withResponse();
    expect(data.choices[0]?.message.content).toContain('paid twice');
    expect(response.headers.get('countersign-execution')).toMatch(/^exe_/);
    expect(upstream.asked.at(-1)).toMatchObject({
      authorization: `Bearer ${credential}`,
      path: '/v1/chat/completions',
      body: {
        model: 'up-good',
        messages,
        temperature: 0.5,
        user: 'u-1',
        brand_new_member: { deep: [1] },
        stream: false,
      },
    });
    expect(await newest()).toMatchObject({
      status: 'succeeded',
      model_answered: 'up-good',
      cost_micro_usd: null,
    });
  });

  it('records that a raw call was ungoverned', async () => {
    const { response } = await client.chat.completions
      .create({ model: 'simulated-fast', messages })
      .withResponse();
    const execution = response.headers.get('countersign-execution') ?? '';
    expect(await house.call('viewer', 'execution.read', { params: { execution } })).toMatchObject({
      prompt: null,
      provider: 'simulated',
      verdict: {
        decision: 'permit',
        rules: [{ id: 'models.raw' }],
        monitored: [{ id: 'models.ungoverned' }],
      },
      custody: [{ step: 'ran' }, { step: 'answered' }],
    });
  });
});

describe('a provider that fails leaves a failed execution with its outcome', () => {
  it.each([
    ['up-dies', 502, 'gateway.provider_failed'],
    ['up-silent', 504, 'gateway.provider_timeout'],
    ['up-slow-body', 504, 'gateway.provider_timeout'],
    ['up-429', 429, 'gateway.provider_rate_limited'],
    ['up-401', 502, 'gateway.provider_failed'],
    ['up-400', 400, 'gateway.provider_refused'],
    ['up-redirect', 502, 'gateway.provider_failed'],
    ['up-html', 502, 'gateway.provider_failed'],
    ['simulated-fail-500', 502, 'gateway.provider_failed'],
    ['simulated-fail-429', 429, 'gateway.provider_rate_limited'],
    ['simulated-fail-timeout', 504, 'gateway.provider_timeout'],
  ])('%s: %i %s', async (model, status, code) => {
    const failure = await client.chat.completions.create({ model, messages }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ status, code });
    expect(failure instanceof OpenAI.APIError && failure.headers?.get('countersign-execution')).toMatch(
      /^exe_/,
    );
    expect(await newest()).toMatchObject({
      status: 'failed',
      problem_code: code,
      model,
      outcome_entry: expect.stringMatching(/^ent_/),
    });
  });

  it('passes on when to come back, and what the provider says about the request', async () => {
    const failure = async (model: string) =>
      client.chat.completions.create({ model, messages }).then(
        () => undefined,
        (error: unknown) => error,
      );
    const limited = await failure('up-429');
    expect(limited instanceof OpenAI.APIError && limited.headers?.get('retry-after')).toBe('7');
    expect(String(await failure('up-400'))).toContain('temperature must be below 2');
  });

  it('keeps what a provider says about our credential to itself', async () => {
    await expect(client.chat.completions.create({ model: 'up-401', messages })).rejects.not.toThrow(
      'verysecret',
    );
    const { rows } = await house.asOwner(
      `select count(*)::int as leaks from gateway_execution where problem_detail like '%secret%'`,
    );
    expect(rows).toEqual([{ leaks: 0 }]);
  });
});

describe('a stream', () => {
  const streamed = async (model: string, extra: object = {}) => {
    const chunks: OpenAI.Chat.ChatCompletionChunk[] = [];
    const started = await client.chat.completions
      .create({ model, messages, stream: true, ...extra })
      .withResponse();
    for await (const chunk of started.data) chunks.push(chunk);
    return { chunks, execution: started.response.headers.get('countersign-execution') ?? '' };
  };

  it.each(['simulated-fast', 'up-good'])(
    'of %s is what the whole reply would have been, and is recorded with its tokens',
    async (model) => {
      const { chunks, execution } = await streamed(model);
      const whole = await client.chat.completions.create({ model, messages });
      const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
      expect(text).toBe(whole.choices[0]?.message.content);
      expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop');
      expect(await house.call('viewer', 'execution.read', { params: { execution } })).toMatchObject({
        status: 'succeeded',
        output: { text },
        usage: { inputTokens: whole.usage?.prompt_tokens, outputTokens: whole.usage?.completion_tokens },
        finishReason: 'stop',
      });
    },
  );

  it('counts tokens for the client that asks', async () => {
    const { chunks } = await streamed('up-good', { stream_options: { include_usage: true } });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: expect.any(Number) } });
  });

  it('that breaks off tells the client, and is recorded as failed with what came', async () => {
    await expect(streamed('up-stream-dies')).rejects.toMatchObject({ code: 'gateway.provider_failed' });
    expect(await newest()).toMatchObject({ status: 'failed', problem_code: 'gateway.provider_failed' });
  });

  it('is recorded though the client goes away in the middle, or never reads', async () => {
    const begin = (signal: AbortSignal) =>
      fetch(`${house.address}/openai/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${client.apiKey}` },
        body: JSON.stringify({ model: 'up-long-stream', messages, stream: true }),
        signal,
      });
    const gone = new AbortController();
    const unread = new AbortController();
    const [left, ignored] = await Promise.all([begin(gone.signal), begin(unread.signal)]);
    gone.abort();
    const statusOf = async (response: Response) => {
      const execution = response.headers.get('countersign-execution') ?? '';
      return z
        .object({ status: z.string() })
        .parse(await house.call('viewer', 'execution.read', { params: { execution } })).status;
    };
    for (const response of [left, ignored])
      await expect.poll(() => statusOf(response), { timeout: 10_000 }).not.toBe('running');
    unread.abort();
  });

  it('that never begins is an ordinary refusal', async () => {
    await expect(streamed('up-429')).rejects.toMatchObject({
      status: 429,
      code: 'gateway.provider_rate_limited',
    });
    await expect(streamed('simulated-fail-500')).rejects.toMatchObject({ status: 502 });
  });
});

describe('providers', () => {
  it('shows whether there is a credential, never which', async () => {
    const shown = JSON.stringify(await house.call('viewer', 'provider.list', {}));
    expect(shown).toContain('"credential":true');
    expect(shown).not.toContain(credential);
    const { rows } = await house.asOwner(
      `select position('${credential}'::bytea in credential_wrapped) as found from gateway_provider`,
    );
    expect(rows).toEqual([{ found: 0 }]);
    const leaves = await house.asOwner(
      `select convert_from(leaf, 'UTF8') as leaf from ledger_leaf where action = 'provider.create'`,
    );
    expect(String(leaves.rows[0]?.leaf)).toContain('"credential":true');
    expect(String(leaves.rows[0]?.leaf)).not.toContain(credential);
  });

  it.each([
    ['a name that is taken', { name: 'own-models', models: ['another'] }, 409, 'provider.name_taken'],
    ['the built-in name', { name: 'simulated', models: ['another'] }, 409, 'provider.name_taken'],
    ['a model that is taken', { name: 'second', models: ['another', 'up-good'] }, 409, 'model.name_taken'],
    ['a built-in model', { name: 'second', models: ['simulated-fast'] }, 409, 'model.name_taken'],
    ['a prompt as a model', { name: 'second', models: ['prompt:a/b'] }, 409, 'model.name_taken'],
    [
      'a metadata address',
      { name: 'second', models: ['x'], baseUrl: 'http://169.254.169.254/v1' },
      422,
      'provider.base_url_refused',
    ],
  ])('refuses %s, and writes nothing', async (_name, given, status, code) => {
    const body = { kind: 'openai', baseUrl: upstream.baseUrl, ...given };
    await expect(house.call('admin', 'provider.create', { body })).rejects.toMatchObject({ status, code });
    const { rows } = await house.asOwner(
      'select (select count(*) from gateway_provider)::int as providers, (select count(*) from gateway_model)::int as models',
    );
    expect(rows).toEqual([{ providers: 1, models: 1 + misbehavingModels.length }]);
  });

  it('are an admin’s to name', async () => {
    const body = { name: 'third', kind: 'simulated', models: ['x'] };
    await expect(house.call('publisher', 'provider.create', { body })).rejects.toMatchObject({ status: 403 });
  });

  it('list their models in OpenAI’s shape', async () => {
    const ids = [];
    for await (const model of client.models.list()) ids.push(model.id);
    expect(ids).toContain('simulated-fast');
    expect(ids).toContain('up-good');
  });
});
