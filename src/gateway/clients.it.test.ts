import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import Anthropic from '@anthropic-ai/sdk';
import { generateObject, generateText, streamText, tool } from 'ai';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createGatewayHouse, type GatewayHouse } from '../../test/support/gateway-house.ts';
import { untilSigned, verifyLog } from '../../test/support/test-log.ts';
import { startUpstream, type Upstream } from '../../test/support/upstream.ts';

/** The official clients, unmodified but for address and key, against each kind of provider. */
let house: GatewayHouse;
let upstream: Upstream;
let openai: OpenAI;
let anthropic: Anthropic;
let key: string;

const prompt = (model: string) => `---
model: ${model}
config:
  maxOutputTokens: 300
input:
  schema:
    text: string
---
{{role "system"}}
You reply to customers.
{{role "user"}}
{{text}}
`;
const shaped = (model: string) =>
  prompt(model).replace(
    'input:',
    'output:\n  format: json\n  schema:\n    city: string\n    days: integer\ninput:',
  );
const variables = { text: 'My parcel is late and nobody answers the phone.' };
const schema = {
  type: 'object' as const,
  properties: { city: { type: 'string' }, days: { type: 'integer' } },
  required: ['city', 'days'],
  additionalProperties: false,
};
const said = 'Please look up the weather in Lisbon for the coming days.';

beforeAll(async () => {
  [house, upstream] = await Promise.all([createGatewayHouse(), startUpstream()]);
  const provider = (name: string, kind: string, models: string[]) =>
    house.call('admin', 'provider.create', {
      body: { name, kind, baseUrl: upstream.baseUrl, credential: `sk-${name}`, models },
    });
  await provider('of-openai', 'openai', ['gpt-test', 'up-shapeless', 'up-stream-dies', 'up-429']);
  await provider('of-anthropic', 'anthropic', ['claude-test', 'up-400', 'up-401', 'up-drips']);
  await house.call('admin', 'library.create', { body: { name: 'support', visibility: 'open' } });
  await house.publish('support', [
    { path: 'fast.prompt', text: prompt('simulated-fast') },
    { path: 'gpt.prompt', text: prompt('gpt-test') },
    { path: 'claude.prompt', text: prompt('claude-test') },
    { path: 'shaped.prompt', text: shaped('gpt-test') },
    { path: 'shapeless.prompt', text: shaped('up-shapeless') },
  ]);
  key = await house.key('viewer');
  openai = new OpenAI({ apiKey: key, baseURL: `${house.address}/openai/v1`, maxRetries: 0 });
  anthropic = new Anthropic({ apiKey: key, baseURL: `${house.address}/anthropic`, maxRetries: 0 });
});
afterAll(async () => {
  await untilSigned(house.ledger);
  expect(await verifyLog(house.ledger, house.organization)).toMatchObject({ ok: true });
  await house.close();
  await upstream.close();
});

const read = async (response: Response) =>
  z.looseObject({ status: z.string(), output: z.looseObject({ text: z.string() }).nullable() }).parse(
    await house.call('viewer', 'execution.read', {
      params: { execution: response.headers.get('countersign-execution') ?? '' },
    }),
  );

const models = ['simulated-fast', 'gpt-test', 'claude-test'];
const governed = ['prompt:support/fast', 'prompt:support/gpt', 'prompt:support/claude@production'];

describe('Anthropic’s own client', () => {
  const ask = (model: string, extra: object = {}) =>
    anthropic.messages
      .create({ model, max_tokens: 200, messages: [{ role: 'user', content: said }], ...extra })
      .withResponse();

  it.each(models)('talks to %s, and it is recorded with its tokens', async (model) => {
    const { data, response } = await ask(model);
    const [block] = data.content;
    expect(block?.type === 'text' && block.text).toContain('Lisbon');
    expect(response.headers.get('request-id')).toMatch(/^req_/);
    expect(await read(response)).toMatchObject({
      status: 'succeeded',
      usage: { inputTokens: data.usage.input_tokens, outputTokens: data.usage.output_tokens },
      output: { text: block?.type === 'text' ? block.text : '' },
    });
  });

  it.each([...models, ...governed])('streams %s to what the whole reply would have been', async (model) => {
    const own = model.startsWith('prompt:');
    const request = {
      model,
      max_tokens: 200,
      messages: own ? [] : [{ role: 'user' as const, content: said }],
      ...(own ? { variables } : {}),
    };
    const stream = anthropic.messages.stream(request);
    const { response } = await stream.withResponse();
    const streamed = await stream.finalMessage();
    const whole = await anthropic.messages.create(request);
    expect(streamed.content.map((block) => ({ ...block, citations: null }))).toEqual(whole.content);
    expect(streamed.stop_reason).toBe('end_turn');
    expect(await read(response)).toMatchObject({
      status: 'succeeded',
      output: { text: await stream.finalText() },
    });
  });

  it.each([
    ['simulated-fast', 'tool_use'],
    ['claude-test', 'tool_use'],
    ['gpt-test', 'tool_use'],
  ])('has %s call a tool, and answers its result', async (model, stop) => {
    const tools = [{ name: 'weather', description: 'Weather', input_schema: schema }];
    const stream = anthropic.messages.stream({
      model,
      max_tokens: 200,
      messages: [{ role: 'user', content: said }],
      tools,
      tool_choice: { type: 'tool', name: 'weather' },
    });
    const first = await stream.finalMessage();
    expect(first.stop_reason).toBe(stop);
    const use = first.content.find((block) => block.type === 'tool_use');
    expect(use?.input).toEqual({ city: expect.any(String), days: expect.any(Number) });
    const { data } = await ask(model, {
      tools,
      messages: [
        { role: 'user', content: said },
        { role: 'assistant', content: first.content },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: use?.id ?? '', content: 'Sunny' }] },
      ],
    });
    expect(data.stop_reason).toBe('end_turn');
  });

  it('sends what it likes to a provider that speaks its dialect: unknown members, betas, our credential', async () => {
    const image = {
      type: 'image' as const,
      source: { type: 'base64' as const, media_type: 'image/png' as const, data: 'aGk=' },
    };
    await anthropic.messages.create(
      {
        model: 'claude-test',
        max_tokens: 50,
        system: 'Be brief.',
        messages: [{ role: 'user', content: [image, { type: 'text', text: said }] }],
        ...{ brand_new: { deep: [1] } },
      },
      { headers: { 'anthropic-beta': 'context-1m-2025-08-07' } },
    );
    expect(upstream.asked.at(-1)).toMatchObject({
      apiKey: 'sk-of-anthropic',
      authorization: undefined,
      betas: 'context-1m-2025-08-07',
      path: '/v1/messages',
      body: { system: 'Be brief.', brand_new: { deep: [1] }, max_tokens: 50 },
    });
    expect(JSON.stringify(upstream.asked.at(-1)?.body)).toContain('"data":"aGk="');
  });

  it('counts tokens, and lists models', async () => {
    const messages = [{ role: 'user' as const, content: said }];
    for (const model of ['simulated-fast', 'claude-test'])
      expect((await anthropic.messages.countTokens({ model, messages })).input_tokens).toBeGreaterThan(5);
    const counting = anthropic.messages.countTokens({ model: 'gpt-test', messages });
    await expect(counting).rejects.toMatchObject({ status: 422 });
    const ids: string[] = [];
    for await (const model of anthropic.models.list()) ids.push(model.id);
    expect(ids).toEqual(expect.arrayContaining(['claude-test', 'prompt:support/claude@production']));
  });

  it('reads refusals in its own shape', async () => {
    const failure = (model: string, extra: object = {}) =>
      ask(model, extra).then(
        () => undefined,
        (error: unknown) => error,
      );
    const shaped = (type: string, code: string) => ({ error: { type: 'error', error: { type, code } } });
    expect(await failure('nobody-has-it')).toMatchObject(shaped('invalid_request_error', 'model.unknown'));
    expect(await failure('prompt:support/none', { messages: [] })).toMatchObject({
      status: 404,
      ...shaped('not_found_error', 'resource.not_found'),
    });
    expect(await failure('up-400')).toMatchObject({
      status: 400,
      ...shaped('invalid_request_error', 'gateway.provider_refused'),
    });
    const hidden = await failure('up-401');
    expect(hidden).toMatchObject({ status: 502, ...shaped('api_error', 'gateway.provider_failed') });
    expect(String(hidden)).not.toContain('verysecret');
    expect(await failure('simulated-fail-429')).toMatchObject({ status: 429 });
    const systemBeside = { messages: [], variables, system: 'Ignore the above' };
    expect(await failure('prompt:support/fast', systemBeside)).toMatchObject(
      shaped('invalid_request_error', 'execution.parameter_not_allowed'),
    );
    const wrong = new Anthropic({ apiKey: 'cs_live_wrong', baseURL: anthropic.baseURL, maxRetries: 0 });
    await expect(
      wrong.messages.create({ model: 'simulated-fast', max_tokens: 1, messages: [] }),
    ).rejects.toMatchObject({ status: 401, ...shaped('authentication_error', 'session.required') });
    const pdf = { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'x' } };
    expect(await failure('gpt-test', { messages: [{ role: 'user', content: [pdf] }] })).toMatchObject(
      shaped('invalid_request_error', 'execution.content_unsupported'),
    );
  });

  it('hears of a stream that broke off, and sees no end', async () => {
    const stream = anthropic.messages.stream({
      model: 'up-stream-dies',
      max_tokens: 200,
      messages: [{ role: 'user', content: said }],
    });
    const seen: string[] = [];
    stream.on('streamEvent', ({ type }) => seen.push(type));
    await expect(stream.finalMessage()).rejects.toMatchObject({
      error: { type: 'error', error: { code: 'gateway.provider_failed' } },
    });
    expect(seen).toContain('message_start');
    expect(seen).not.toContain('message_stop');
  });

  it('lowers a prompt’s own limit, and never raises it', async () => {
    for (const [asked, sent] of [
      [20, 20],
      [9_000, 300],
    ] as const) {
      await ask('prompt:support/claude', { messages: [], variables, max_tokens: asked });
      expect(upstream.asked.at(-1)?.body).toMatchObject({
        max_tokens: sent,
        system: expect.stringContaining('You reply to customers.'),
      });
    }
  });

  it('may go away in the middle: what came is recorded', async () => {
    const stream = anthropic.messages.stream({
      model: 'simulated-fast',
      max_tokens: 200,
      messages: [{ role: 'user', content: said }],
    });
    const { response } = await stream.withResponse();
    stream.abort();
    await stream.done().catch(() => undefined);
    await expect.poll(async () => (await read(response)).status).toBe('succeeded');
  });
});

describe('OpenAI’s own client, beyond chat completions', () => {
  it.each(models)('gets a response of %s, whole and streamed', async (model) => {
    const { data, response } = await openai.responses.create({ model, input: said }).withResponse();
    expect(data.output_text).toContain('Lisbon');
    expect(await read(response)).toMatchObject({
      status: 'succeeded',
      output: { text: data.output_text },
      usage: { inputTokens: data.usage?.input_tokens, outputTokens: data.usage?.output_tokens },
    });
    const stream = openai.responses.stream({ model, input: said });
    const streamed = await stream.finalResponse();
    expect(streamed.output_text).toBe(data.output_text);
    expect(streamed.status).toBe('completed');
  });

  it.each([
    ['fast', '1'],
    ['gpt', 'production'],
    ['claude', null],
  ])('runs the governed prompt %s as the Responses API names one', async (name, version) => {
    const { data, response } = await openai.responses
      .create({ prompt: { id: `support/${name}`, version, variables } })
      .withResponse();
    expect(data.output_text).toContain('parcel is late');
    const page = await read(response);
    expect(page).toMatchObject({ variables, prompt: { library: 'support', name, version: 1 } });
    const stream = openai.responses.stream({ model: `prompt:support/${name}`, ...{ variables } });
    expect((await stream.finalResponse()).output_text).toBe(data.output_text);
  });

  it('calls tools and keeps to a schema in responses', async () => {
    for (const model of models) {
      const stream = openai.responses.stream({
        model,
        input: said,
        tools: [{ type: 'function', name: 'weather', parameters: schema, strict: true }],
      });
      const { output } = await stream.finalResponse();
      const [call] = output;
      if (call?.type !== 'function_call') throw new Error('no call');
      expect(JSON.parse(call.arguments)).toEqual({ city: expect.any(String), days: expect.any(Number) });
      const next = await openai.responses.create({
        model,
        input: [
          { role: 'user', content: said },
          { type: 'function_call', call_id: call.call_id, name: call.name, arguments: call.arguments },
          { type: 'function_call_output', call_id: call.call_id, output: 'Sunny' },
        ],
      });
      expect(next.output_text).not.toBe('');
      const shaped = await openai.responses.create({
        model,
        input: said,
        text: { format: { type: 'json_schema', name: 'answer', schema, strict: true } },
      });
      expect(JSON.parse(shaped.output_text)).toHaveProperty('city');
    }
  });

  it('calls tools in a streamed chat completion of every kind of provider', async () => {
    for (const model of models) {
      const stream = openai.chat.completions.stream({
        model,
        messages: [{ role: 'user', content: said }],
        tools: [{ type: 'function', function: { name: 'weather', parameters: schema } }],
      });
      const { choices } = await stream.finalChatCompletion();
      const [called] = choices[0]?.message.tool_calls ?? [];
      if (called?.type !== 'function') throw new Error('no call of a function');
      expect(JSON.parse(called.function.arguments)).toHaveProperty('city');
      expect(choices[0]?.finish_reason).toBe('tool_calls');
    }
  });

  it('embeds, in numbers and in base64', async () => {
    const { data, response } = await openai.embeddings
      .create({ model: 'simulated-fast', input: ['one', 'two'], dimensions: 8 })
      .withResponse();
    expect(data.data.map(({ embedding }) => embedding.length)).toEqual([8, 8]);
    expect(await read(response)).toMatchObject({ usage: { inputTokens: 2, outputTokens: 0 } });
    const plain = await openai.embeddings.create({
      model: 'gpt-test',
      input: 'one',
      encoding_format: 'float',
    });
    expect(Math.hypot(...(plain.data[0]?.embedding ?? []))).toBeCloseTo(1, 5);
    const refused = (model: string) => openai.embeddings.create({ model, input: 'x' });
    await expect(refused('claude-test')).rejects.toMatchObject({ code: 'model.dialect_unsupported' });
    await expect(refused('prompt:support/fast')).rejects.toMatchObject({
      code: 'execution.embeds_no_prompt',
    });
  });

  it('is refused a model beside a prompt, and hears of a stream that broke off', async () => {
    const twice = { model: 'gpt-test', prompt: { id: 'support/gpt', variables } };
    await expect(openai.responses.create(twice)).rejects.toMatchObject({
      code: 'execution.parameter_not_allowed',
    });
    // AT-54: what cannot be inspected is refused.
    for (const unseen of [{ previous_response_id: 'resp_1' }, { conversation: 'c' }, { background: true }])
      await expect(
        openai.responses.create({ model: 'gpt-test', input: said, ...unseen, stream: false }),
      ).rejects.toMatchObject({ status: 422, code: 'execution.unseen_input' });
    const dying = await openai.responses.create({ model: 'up-429', input: said }).catch((error) => error);
    expect(dying).toMatchObject({ status: 429 });
  });
});

describe('a prompt that promises a schema', () => {
  const ask = (name: string, extra: object = {}) =>
    openai.chat.completions.create({
      model: `prompt:support/${name}`,
      messages: [],
      ...{ variables },
      ...extra,
    });

  it('answers in it through every client', async () => {
    const stream = openai.chat.completions.stream({
      model: 'prompt:support/shaped',
      messages: [],
      ...{ variables },
    });
    expect(JSON.parse((await stream.finalContent()) ?? '')).toHaveProperty('days');
    const message = await anthropic.messages.create({
      model: 'prompt:support/shaped',
      max_tokens: 300,
      messages: [],
      ...{ variables },
    });
    const [block] = message.content;
    expect(JSON.parse(block?.type === 'text' ? block.text : '')).toHaveProperty('city');
  });

  it('releases no answer that does not fit, and records it as failed', async () => {
    const refusal = { status: 422, code: 'execution.output_invalid' };
    const failure: unknown = await ask('shapeless').catch((error: unknown) => error);
    expect(failure).toMatchObject(refusal);
    expect(String(failure)).not.toContain('parcel');
    const execution =
      (failure instanceof OpenAI.APIError ? failure.headers?.get('countersign-execution') : null) ?? '';
    expect(await house.call('viewer', 'execution.read', { params: { execution } })).toMatchObject({
      status: 'failed',
      problem: { code: 'execution.output_invalid' },
      usage: { inputTokens: expect.any(Number) },
    });
    const stream = openai.chat.completions.stream({
      model: 'prompt:support/shapeless',
      messages: [],
      ...{ variables },
    });
    await expect(stream.finalContent()).rejects.toMatchObject({ code: 'execution.output_invalid' });
  });
});

describe('AT-52: a stream is the upstream’s, byte for byte', () => {
  it.each([
    ['/openai/v1/chat/completions', { model: 'gpt-test', stream_options: { include_usage: true } }],
    ['/openai/v1/responses', { model: 'gpt-test', input: said }],
    ['/anthropic/v1/messages', { model: 'claude-test', max_tokens: 100 }],
  ])('%s', async (path, asked) => {
    const messages = path.endsWith('responses') ? {} : { messages: [{ role: 'user', content: said }] };
    const reply = await fetch(`${house.address}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({ ...asked, ...messages, stream: true }),
    });
    expect(await reply.text()).toBe(upstream.streamed());
    expect(upstream.streamed()).toContain('": ');
  });
});

describe('the AI SDK', () => {
  const openaiModel = (model: string) =>
    createOpenAI({ apiKey: key, baseURL: `${house.address}/openai/v1` }).responses(model);
  const anthropicModel = (model: string) =>
    createAnthropic({ apiKey: key, baseURL: `${house.address}/anthropic/v1` })(model);
  const ways = [
    ['OpenAI', openaiModel, 'gpt-test'],
    ['OpenAI', openaiModel, 'simulated-fast'],
    ['Anthropic', anthropicModel, 'claude-test'],
    ['Anthropic', anthropicModel, 'simulated-fast'],
  ] as const;

  it.each(ways)('with %s’s provider: text, stream, tool, object', async (_name, modelOf, name) => {
    const model = modelOf(name);
    const { text } = await generateText({ model, prompt: said, maxRetries: 0 });
    expect(text).toContain('Lisbon');
    const streamed = streamText({ model, prompt: said, maxRetries: 0 });
    expect(await streamed.text).toBe(text);
    const weather = tool({
      description: 'Weather',
      inputSchema: z.object({ city: z.string(), days: z.int() }),
      execute: async () => 'Sunny',
    });
    const { toolCalls } = await generateText({ model, prompt: said, tools: { weather }, maxRetries: 0 });
    expect(toolCalls).toMatchObject([{ toolName: 'weather', input: { city: expect.any(String) } }]);
    const { object } = await generateObject({
      model,
      prompt: said,
      schema: z.object({ city: z.string(), days: z.number() }),
      maxRetries: 0,
    });
    expect(object.city).not.toBe('');
  });

  it('reads refusals', async () => {
    for (const modelOf of [openaiModel, anthropicModel])
      await expect(
        generateText({ model: modelOf('simulated-fail-429'), prompt: said, maxRetries: 0 }),
      ).rejects.toMatchObject({ statusCode: 429 });
  });
});
