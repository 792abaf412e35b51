import Anthropic from '@anthropic-ai/sdk';
import {
  ApiError,
  FunctionCallingConfigMode,
  type GenerateContentResponse,
  GoogleGenAI,
  Type,
} from '@google/genai';
import OpenAI from 'openai';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { awsKeys, type Clouds, startClouds, wanted } from '../../../test/support/clouds.ts';
import { createGatewayHouse, type GatewayHouse } from '../../../test/support/gateway-house.ts';
import { untilSigned, verifyLog } from '../../../test/support/test-log.ts';
import { startUpstream, type Upstream } from '../../../test/support/upstream.ts';

/** Providers of every kind on the wire that they publish, each called through every official client; and Google's own client. */
let house: GatewayHouse;
let clouds: Clouds;
let upstream: Upstream;
let openai: OpenAI;
let anthropic: Anthropic;
let google: GoogleGenAI;
const said = 'Please look up the weather in Lisbon for the coming days.';
const messages = [{ role: 'user' as const, content: said }];
const schema = {
  type: 'object',
  properties: { city: { type: 'string' }, days: { type: 'integer' } },
  required: ['city', 'days'],
};
const prompt = (model: string) =>
  `---\nmodel: ${model}\nconfig:\n  maxOutputTokens: 300\ninput:\n  schema:\n    text: string\n---\n{{role "system"}}\nYou reply.\n{{role "user"}}\n{{text}}\n`;
const models = ['gemini-test', 'claude-at-amazon', 'gpt-at-azure', 'gpt-at-newer'];

beforeAll(async () => {
  [house, upstream] = await Promise.all([createGatewayHouse({ log: captured.log }), startUpstream()]);
  clouds = await startClouds(`${upstream.baseUrl}/chat/completions`);
  const { origin } = clouds;
  const add = (body: object) => house.call('admin', 'provider.create', { body });
  await add({
    ...{ name: 'of-google', kind: 'google', baseUrl: `${origin}/v1beta`, credential: 'google-key' },
    models: ['gemini-test', 'gemini-busy', 'gemini-dies'],
  });
  const sentAs = {
    'claude-at-amazon': 'anthropic.claude-test-v1:0',
    'amazon-busy': 'busy',
    'amazon-dies': 'dies',
  };
  await add({
    ...{ name: 'of-amazon', kind: 'bedrock', baseUrl: origin, credential: `${awsKeys.id}:${awsKeys.secret}` },
    ...{ options: { signingRegion: awsKeys.region }, models: Object.keys(sentAs), sentAs },
  });
  const azure = { kind: 'azure', credential: 'azure-key' };
  await add({
    ...azure,
    name: 'azure',
    baseUrl: origin,
    models: ['gpt-at-azure'],
    sentAs: { 'gpt-at-azure': 'my-deployment' },
  });
  await add({
    ...{ ...azure, name: 'azure-newer', baseUrl: `${origin}/openai/v1`, models: ['gpt-at-newer'] },
    sentAs: { 'gpt-at-newer': 'my-deployment' },
  });
  const own = { baseUrl: upstream.baseUrl, credential: 'sk-of-x' };
  await add({
    ...own,
    name: 'of-openai',
    kind: 'openai',
    models: ['gpt-test', 'up-stream-dies', 'up-drips'],
  });
  await add({ ...own, name: 'of-anthropic', kind: 'anthropic', models: ['claude-test'] });
  await house.call('admin', 'library.create', { body: { name: 'anywhere', visibility: 'open' } });
  await house.publish(
    'anywhere',
    [...models, 'simulated-fast'].map((model) => ({ path: `${model}.prompt`, text: prompt(model) })),
  );
  const apiKey = await house.key('viewer');
  openai = new OpenAI({ apiKey, baseURL: `${house.address}/openai/v1`, maxRetries: 0 });
  anthropic = new Anthropic({ apiKey, baseURL: `${house.address}/anthropic`, maxRetries: 0 });
  google = new GoogleGenAI({ apiKey, httpOptions: { baseUrl: `${house.address}/google` } });
});
afterAll(async () => {
  await untilSigned(house.ledger);
  expect(await verifyLog(house.ledger, house.organization)).toMatchObject({ ok: true });
  await house.close();
  await clouds.close();
  await upstream.close();
});

/** What the house writes to its log, at the level that tells most. */
const captured = capturedLog();
function capturedLog() {
  let text = '';
  const stream = {
    write: (line: string) => {
      text += line;
    },
  };
  return { log: pino({ level: 'trace' }, stream), text: () => text };
}

const newest = async () => {
  const { rows } = await house.asOwner(
    'select status, problem_code, provider, model, model_answered, input_tokens, output_tokens from gateway_execution order by at desc, id desc limit 1',
  );
  return rows[0];
};

describe('a provider of every kind', () => {
  it.each(models)('%s: a chat, whole and streamed, recorded with its tokens', async (model) => {
    const whole = await openai.chat.completions.create({ model, messages, max_tokens: 50 });
    expect(whole.choices[0]).toMatchObject({ message: { content: said }, finish_reason: 'stop' });
    expect(await newest()).toMatchObject({
      status: 'succeeded',
      model,
      output_tokens: expect.stringMatching(/[57]/),
    });
    const stream = await openai.chat.completions.create({ model, messages, stream: true });
    let text = '';
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    expect(text).toBe(said);
    expect(await newest()).toMatchObject({ status: 'succeeded', input_tokens: expect.any(String) });
  });

  it.each(models)('%s: a governed prompt, through Anthropic’s client and through Google’s', async (model) => {
    const body = {
      model: `prompt:anywhere/${model}`,
      max_tokens: 100,
      messages: [],
      variables: { text: said },
    };
    const { content } = await anthropic.messages.create(body);
    expect(content).toMatchObject([{ type: 'text', text: expect.stringContaining(said) }]);
    const generated = await google.models.generateContent({
      model: `prompt:anywhere/${model}@production`,
      contents: '',
      config: { httpOptions: { extraBody: { variables: { text: said } } } },
    });
    expect(generated.text?.trim()).toBe(said);
    expect(clouds.asked.at(-1)?.text).toContain('You reply.');
  });

  const tool = {
    type: 'function' as const,
    function: { name: 'weather', description: 'Weather', parameters: schema },
  };
  it.each(['gemini-test', 'claude-at-amazon'])(
    '%s: a tool is called, whole and streamed, and answered; JSON is promised',
    async (model) => {
      const first = await openai.chat.completions.create({ model, messages, tools: [tool] });
      const message = first.choices[0]?.message;
      if (message === undefined) throw new Error('it answers');
      const [call] = message.tool_calls ?? [];
      expect(first.choices[0]?.finish_reason).toBe('tool_calls');
      expect(call).toMatchObject({ function: { name: 'weather' } });
      expect(JSON.parse(call?.type === 'function' ? call.function.arguments : '')).toEqual(
        JSON.parse(wanted),
      );
      const result = { role: 'tool' as const, tool_call_id: call?.id ?? '', content: 'Sunny' };
      const second = await openai.chat.completions.create({
        ...{ model, tools: [tool], messages: [...messages, message, result] },
      });
      expect(second.choices[0]?.message.content).not.toBeNull();
      const sent = clouds.asked.at(-1)?.text ?? '';
      expect(sent).toContain('Sunny');
      // What Google’s models thought goes back to them with the call.
      if (model === 'gemini-test') expect(sent).toContain('"thoughtSignature":"c2ln"');
      const stream = openai.chat.completions.stream({ model, messages, tools: [tool] });
      const [streamed] = (await stream.finalChatCompletion()).choices;
      expect(streamed?.message.tool_calls).toMatchObject([
        { function: { name: 'weather', arguments: wanted } },
      ]);
      const shaped = await openai.chat.completions.create({
        ...{ model, messages },
        response_format: { type: 'json_schema', json_schema: { name: 'w', schema } },
      });
      expect(shaped.choices[0]?.message.content).toBe(wanted);
    },
  );

  it('pictures go where there is a place for them, and are refused where there is none', async () => {
    const picture = (url: string) => [
      { role: 'user' as const, content: [{ type: 'image_url' as const, image_url: { url } }] },
    ];
    const inline = picture('data:image/png;base64,iVBORw0KGgo=');
    await openai.chat.completions.create({ model: 'gemini-test', messages: inline });
    expect(clouds.asked.at(-1)?.body).toMatchObject({
      contents: [{ parts: [{ inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=' } }] }],
    });
    await openai.chat.completions.create({ model: 'claude-at-amazon', messages: inline });
    expect(clouds.asked.at(-1)?.body).toMatchObject({
      messages: [{ content: [{ image: { format: 'png', source: { bytes: 'iVBORw0KGgo=' } } }] }],
    });
    await expect(
      openai.chat.completions.create({
        model: 'claude-at-amazon',
        messages: picture('https://x.example/a.png'),
      }),
    ).rejects.toMatchObject({ status: 422, code: 'execution.content_unsupported' });
  });

  it.each([
    ['gemini-busy', 429, 'gateway.provider_rate_limited', /Quota/],
    ['amazon-busy', 429, 'gateway.provider_rate_limited', /please wait/],
  ])('%s: %i, and what it says', async (model, status, code, words) => {
    const failure: unknown = await openai.chat.completions
      .create({ model, messages })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ status, code });
    expect(String(failure)).toMatch(words);
  });

  it.each(['gemini-dies', 'amazon-dies'])(
    '%s in the middle of a stream is a failure, never an end',
    async (model) => {
      const stream = await openai.chat.completions.create({ model, messages, stream: true });
      const read = async () => {
        for await (const chunk of stream) expect(chunk.choices[0]?.finish_reason ?? null).toBeNull();
      };
      await expect(read()).rejects.toMatchObject({ code: expect.stringMatching(/^gateway\./) });
      expect(await newest()).toMatchObject({ status: 'failed' });
    },
  );

  it('embeddings and counting at Google', async () => {
    const embedded = await openai.embeddings.create({
      model: 'gemini-test',
      input: ['a', 'b'],
      encoding_format: 'float',
    });
    expect(embedded.data.map(({ embedding }) => embedding)).toEqual([
      [0, 0.5],
      [1, 0.5],
    ]);
    const counted = await anthropic.messages.countTokens({ model: 'gemini-test', messages });
    expect(counted.input_tokens).toBeGreaterThan(0);
  });
});

describe('Google’s own client', () => {
  const everywhere = ['gemini-test', 'simulated-fast', 'gpt-test', 'claude-test'];

  it.each(everywhere)('talks to %s, whole and streamed', async (model) => {
    const contents = [{ role: 'user', parts: [{ text: said }] }];
    const config = { systemInstruction: 'Be brief.', temperature: 0.2, maxOutputTokens: 200 };
    const whole = await google.models.generateContent({ model, contents, config });
    expect(whole.text).toContain('Lisbon');
    expect(whole.candidates?.[0]?.finishReason).toBe('STOP');
    expect(await newest()).toMatchObject({
      status: 'succeeded',
      input_tokens: String(whole.usageMetadata?.promptTokenCount),
    });
    const pieces: GenerateContentResponse[] = [];
    for await (const piece of await google.models.generateContentStream({ model, contents, config }))
      pieces.push(piece);
    expect(pieces.map(({ text }) => text ?? '').join('')).toBe(whole.text);
    expect(pieces.at(-1)?.candidates?.[0]?.finishReason).toBe('STOP');
    expect(pieces.at(-1)?.usageMetadata?.totalTokenCount).toBe(whole.usageMetadata?.totalTokenCount);
  });

  it.each(everywhere)('has %s call a tool and keep to a schema', async (model) => {
    const parameters = {
      type: Type.OBJECT,
      properties: { city: { type: Type.STRING }, days: { type: Type.INTEGER } },
      required: ['city', 'days'],
    };
    const tools = [{ functionDeclarations: [{ name: 'weather', description: 'Weather', parameters }] }];
    const toolConfig = { functionCallingConfig: { mode: FunctionCallingConfigMode.ANY } };
    const asked = await google.models.generateContent({
      model,
      contents: said,
      config: { tools, toolConfig },
    });
    const [call] = asked.functionCalls ?? [];
    expect(call).toMatchObject({
      name: 'weather',
      args: { city: expect.any(String), days: expect.any(Number) },
    });
    const content = asked.candidates?.[0]?.content;
    if (content === undefined) throw new Error('it answers');
    const response = {
      functionResponse: { id: call?.id ?? '', name: 'weather', response: { sky: 'Sunny' } },
    };
    const contents = [
      { role: 'user', parts: [{ text: said }] },
      content,
      { role: 'user', parts: [response] },
    ];
    const answered = await google.models.generateContent({ model, contents, config: { tools } });
    expect(answered.functionCalls).toBeUndefined();
    const shaped = await google.models.generateContent({
      ...{ model, contents: said },
      config: { responseMimeType: 'application/json', responseSchema: parameters },
    });
    expect(z.object({ city: z.string(), days: z.int() }).parse(JSON.parse(shaped.text ?? ''))).toBeDefined();
  });

  it('counts, lists, and keeps what only Google knows for Google', async () => {
    expect(
      (await google.models.countTokens({ model: 'gemini-test', contents: said })).totalTokens,
    ).toBeGreaterThan(3);
    const names: (string | undefined)[] = [];
    for await (const { name } of await google.models.list()) names.push(name);
    expect(names).toContain('models/gemini-test');
    const config = { thinkingConfig: { thinkingBudget: 128 }, tools: [{ googleSearch: {} }] };
    await google.models.generateContent({ model: 'gemini-test', contents: said, config });
    expect(clouds.asked.at(-1)?.body).toMatchObject({
      generationConfig: { thinkingConfig: { thinkingBudget: 128 } },
      tools: [{ googleSearch: {} }],
    });
    await expect(
      google.models.generateContent({ model: 'gpt-test', contents: said, config }),
    ).rejects.toMatchObject({
      status: 422,
    });
    const cached = { cachedContent: 'cachedContents/1' };
    await expect(
      google.models.generateContent({ model: 'gemini-test', contents: said, config: cached }),
    ).rejects.toThrow('execution.unseen_input');
  });

  it('is told of errors in Google’s shape, also in the middle of a stream, and may go away', async () => {
    const failure: unknown = await google.models
      .generateContent({ model: 'nobody', contents: said })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApiError);
    expect(failure).toMatchObject({
      status: 422,
      message: expect.stringContaining('"reason":"model.unknown"'),
    });
    const read = async () => {
      for await (const piece of await google.models.generateContentStream({
        model: 'up-stream-dies',
        contents: said,
      }))
        expect(piece.candidates?.[0]?.finishReason).toBeUndefined();
    };
    await expect(read()).rejects.toThrow('gateway.provider_failed');
    const gone = new AbortController();
    const config = { abortSignal: gone.signal };
    const stream = await google.models.generateContentStream({ model: 'up-drips', contents: said, config });
    await expect(
      (async () => {
        for await (const _piece of stream) gone.abort();
      })(),
    ).rejects.toThrow(/abort/i);
  });

  it('gets a 404 for what we do not serve', async () => {
    const ask = async (path: string) =>
      (
        await fetch(`${house.address}/google/v1/${path}`, {
          method: 'POST',
          headers: { 'x-goog-api-key': openai.apiKey ?? '' },
          body: '{}',
        })
      ).status;
    for (const path of [
      'models/gemini-test:predict',
      'models/gemini-test:constructor',
      'cachedContents',
      'models/x',
    ])
      expect(await ask(path)).toBe(404);
    expect(await ask('models/gemini-test:generateContent')).toBe(400);
  });
});

describe('AT-49 where a call goes is what an admin said', () => {
  it.each(models)('%s: a redirect is not followed, and nothing goes to where it leads', async (model) => {
    const before = upstream.asked.length;
    const asked = [{ role: 'user' as const, content: 'go elsewhere' }];
    for (const stream of [false, true])
      await expect(openai.chat.completions.create({ model, messages: asked, stream })).rejects.toMatchObject({
        status: 502,
        code: 'gateway.provider_failed',
      });
    expect(upstream.asked.length).toBe(before);
  });

  it('whatever a client says about addresses is a member like any other', async () => {
    const before = upstream.asked.length;
    const { baseUrl } = upstream;
    const extra = { api_base: baseUrl, base_url: baseUrl, api_key: 'mine', extra_headers: { host: 'x' } };
    const headers = {
      'x-forwarded-host': '127.0.0.1',
      'x-portkey-custom-host': baseUrl,
      'x-base-url': baseUrl,
    };
    await openai.chat.completions.create({ model: 'gpt-at-azure', messages, ...extra }, { headers });
    const got = clouds.asked.at(-1);
    expect(got?.path).toBe('/openai/deployments/my-deployment/chat/completions?api-version=2024-10-21');
    expect(Object.keys(got?.headers ?? {})).not.toContain('x-base-url');
    expect(upstream.asked.length).toBe(before);
  });
});

describe('a credential', () => {
  it.each(models)('AT-50 %s: a provider that repeats ours is not repeated', async (model) => {
    for (const stream of [false, true]) {
      const asked = [{ role: 'user' as const, content: 'echo the headers' }];
      const failure: unknown = await openai.chat.completions
        .create({ model, messages: asked, stream })
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ status: 400, code: 'gateway.provider_refused' });
      expect(String(failure)).toContain('content-type');
    }
  });

  it('is exchanged, and the next call is made with the new one; a test says whether it answers', async () => {
    const list = z.object({ items: z.array(z.looseObject({ id: z.string(), name: z.string() })) });
    const { items } = list.parse(await house.call('admin', 'provider.list', {}));
    const params = { provider: items.find(({ name }) => name === 'of-amazon')?.id ?? '' };
    const test = () => house.call('admin', 'provider.test', { params, body: { model: 'claude-at-amazon' } });
    expect(await test()).toMatchObject({ answered: true, problem: null });
    const rotate = (credential: string) =>
      house.call('admin', 'provider.rotate', { params, body: { credential } });
    await rotate('wrong-key');
    expect(await test()).toMatchObject({ answered: false, problem: { code: 'gateway.provider_failed' } });
    await rotate('bedrock-api-key');
    expect(await test()).toMatchObject({ answered: true });
    await openai.chat.completions.create({ model: 'claude-at-amazon', messages });
    expect(clouds.asked.at(-1)?.headers.authorization).toBe('Bearer bedrock-api-key');
    const { rows } = await house.asOwner(
      `select convert_from(leaf, 'UTF8') as leaf from ledger_leaf where action in ('provider.rotate', 'provider.test')`,
    );
    expect(rows).toHaveLength(5);
  });

  it('AT-50 is in no table, entry, log line or answer of ours, after all of the above', async () => {
    const keys = [
      'google-key',
      'azure-key',
      'wrong-key',
      'bedrock-api-key',
      'wJalrXUtnFEMI',
      awsKeys.id,
      'sk-of-x',
    ];
    const { rows: tables } = await house.asOwner(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    for (const { name } of z.array(z.object({ name: z.string() })).parse(tables)) {
      const { rows } = await house.asOwner(`select t::text as row from "${name}" t`);
      const text = JSON.stringify(rows);
      // Bytes are shown in hexadecimal digits.
      for (const key of keys)
        for (const form of [key, Buffer.from(key).toString('hex'), Buffer.from(key).toString('base64')])
          expect({ name, key, found: text.includes(form) }).toEqual({ name, key, found: false });
    }
    const shown = JSON.stringify([
      await house.call('admin', 'provider.list', {}),
      await house.call('admin', 'execution.list', { query: { limit: '200' } }),
    ]);
    for (const key of keys)
      expect([shown.includes(key), captured.text().includes(key)]).toEqual([false, false]);
  });
});
