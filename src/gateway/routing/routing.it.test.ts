import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createGatewayHouse, type GatewayHouse } from '../../../test/support/gateway-house.ts';
import { untilSigned, verifyLog } from '../../../test/support/test-log.ts';
import { startUpstream, type Upstream } from '../../../test/support/upstream.ts';

/** Who answers for a name: by weight, again, and somebody else, and never around a rule. */
let house: GatewayHouse;
let upstream: Upstream;
let client: OpenAI;
const messages = [{ role: 'user' as const, content: 'The invoice of March was paid twice.' }];
const abroad = ['far-good'];
const home = [
  ...['up-good', 'up-other', 'up-400', 'up-401', 'up-429', 'up-silent', 'up-stream-dies', 'up-dies'],
  ...['up-flaky-1', 'up-flaky-2', 'up-flaky-9', 'barred', 'up-recalled'],
  ...['up-misshapen-1', 'up-misshapen-9', 'up-cached'],
];
const rules = `@id("t.barred") @mode("enforce") @reason("Not this one.") forbid
  (principal, action, resource) when { context.model == "barred" };
@id("t.home") @mode("enforce") @reason("At home.") @obligation("force_region:home") permit
  (principal, action, resource) when { context.model == "up-401" || context.model == "far-good" || context.model == "up-other" };
@id("t.rest") @mode("enforce") @reason("Anything else.") permit
  (principal, action, resource) when { !["up-401", "far-good", "up-other"].contains(context.model) };`;

beforeAll(async () => {
  [house, upstream] = await Promise.all([createGatewayHouse({ providerTimeoutMs: 5_000 }), startUpstream()]);
  const provider = (name: string, kind: string, region: string, models: readonly string[]) =>
    house.call('admin', 'provider.create', {
      body: { name, kind, baseUrl: upstream.baseUrl, credential: 'sk-of-the-house', models, region },
    });
  await provider('at-home', 'openai', 'home', home);
  await provider('abroad', 'anthropic', 'abroad', abroad);
  await house.call('admin', 'library.create', { body: { name: 'policy', visibility: 'open' } });
  await house.publish('policy', [{ path: 'routes.cedar', text: rules }]);
  client = new OpenAI({
    ...{ apiKey: await house.key('viewer'), baseURL: `${house.address}/openai/v1`, maxRetries: 0 },
  });
});
afterAll(async () => {
  await untilSigned(house.ledger);
  expect(await verifyLog(house.ledger, house.organization)).toMatchObject({ ok: true });
  await house.close();
  await upstream.close();
});

type Line = string | { readonly model: string; readonly weight?: number; readonly timeoutMs?: number };
/** A route whose first line has the weight, and whose others are asked in order. */
const route = (name: string, lines: readonly Line[], retries = 0) =>
  house.call('admin', 'route.set', {
    params: { route: name },
    body: {
      retries,
      targets: lines.map((line, place) => ({
        weight: place === 0 ? 1 : 0,
        ...(typeof line === 'string' ? { model: line } : line),
      })),
    },
  });

const page = z.looseObject({
  status: z.string(),
  provider: z.string(),
  model: z.string(),
  call: z.looseObject({ route: z.string(), tries: z.array(z.looseObject({})) }).nullable(),
});
const read = async (response: Pick<Response, 'headers'>) =>
  page.parse(
    await house.call('viewer', 'execution.read', {
      params: { execution: response.headers.get('countersign-execution') ?? '' },
    }),
  );
const whole = (model: string) => client.chat.completions.create({ model, messages }).withResponse();
const failureOf = async (model: string): Promise<InstanceType<typeof OpenAI.APIError>> => {
  const failure = await whole(model).catch((error: unknown) => error);
  if (failure instanceof OpenAI.APIError) return failure;
  throw new Error('it answers');
};
const streamed = async (model: string) => {
  const { data, response } = await client.chat.completions
    .create({ model, messages, stream: true })
    .withResponse();
  let text = '';
  for await (const chunk of data) text += chunk.choices[0]?.delta.content ?? '';
  return { text, response };
};
const askedFor = (model: string) => upstream.asked.filter(({ body }) => body.model === model).length;

describe('a target that fails', () => {
  it.each(['simulated-fail-500', 'up-401', 'up-429', 'up-dies'])(
    '%s: the next one answers, whole and streamed, and both are recorded',
    async (bad) => {
      // Of targets that policy asks the same of.
      const good = bad === 'up-401' ? 'up-other' : 'up-good';
      const name = `after-${bad}`;
      await route(name, [bad, good]);
      const { data, response } = await whole(name);
      expect(data.model).toBe(good);
      const { text, response: begun } = await streamed(name);
      expect(text).toContain('paid twice');
      for (const one of [response, begun])
        expect(await read(one)).toMatchObject({
          status: 'succeeded',
          provider: 'at-home',
          model: good,
          modelAnswered: good,
          call: {
            route: name,
            tries: [
              { model: bad, problem: expect.stringMatching(/^gateway\./) },
              { model: good, problem: null },
            ],
          },
        });
    },
  );

  it('that takes too long gives way in its own time, not in that of the call', async () => {
    await route('patient', [{ model: 'up-silent', timeoutMs: 150 }, 'up-good']);
    expect((await whole('patient')).data.model).toBe('up-good');
    const { response } = await streamed('patient');
    expect((await read(response)).call?.tries).toMatchObject([
      { problem: 'gateway.provider_timeout' },
      { problem: null },
    ]);
  });

  it('is asked again as often as the route says, and the entry tells it', async () => {
    await route('again', ['up-flaky-2'], 2);
    const { response } = await whole('again');
    expect((await read(response)).call?.tries.map(({ problem }) => problem)).toEqual([
      'gateway.provider_failed',
      'gateway.provider_failed',
      null,
    ]);
    expect(askedFor('up-flaky-2')).toBe(3);
    const { rows } = await house.asOwner(
      `select convert_from(leaf, 'UTF8') as leaf from ledger_leaf where action = 'execution.complete'
       and position('${response.headers.get('countersign-execution')}' in convert_from(leaf, 'UTF8')) > 0`,
    );
    expect(JSON.parse(String(rows[0]?.leaf))).toMatchObject({
      data: {
        provider: 'at-home',
        model: 'up-flaky-2',
        tries: [
          { problem: 'gateway.provider_failed' },
          { problem: 'gateway.provider_failed' },
          { problem: null },
        ],
      },
    });
    await route('once', ['up-flaky-9'], 1);
    expect(await failureOf('once')).toMatchObject({ status: 502, code: 'gateway.provider_failed' });
    expect(askedFor('up-flaky-9')).toBe(2);
  });

  it('by the request’s own fault is not asked again, nor is anybody else', async () => {
    await route('mine', ['up-400', 'up-good'], 3);
    const before = askedFor('up-good');
    expect(await failureOf('mine')).toMatchObject({ status: 400, code: 'gateway.provider_refused' });
    expect([askedFor('up-400'), askedFor('up-good')]).toEqual([1, before]);
  });

  it('in the middle of its answer ends it: a part of it is out already', async () => {
    await route('halfway', ['up-stream-dies', 'up-good'], 2);
    await expect(streamed('halfway')).rejects.toMatchObject({ code: 'gateway.provider_failed' });
    expect(askedFor('up-stream-dies')).toBe(1);
  });

  it('five times in a row is left alone, and the list says so', async () => {
    await route('resting', ['up-dies', 'up-good']);
    for (let time = 0; time < 6; time += 1) await whole('resting');
    const before = askedFor('up-dies');
    const { response } = await whole('resting');
    expect(askedFor('up-dies')).toBe(before);
    expect((await read(response)).model).toBe('up-good');
    expect(await house.call('viewer', 'route.list', {})).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({
          name: 'resting',
          targets: [
            expect.objectContaining({ model: 'up-dies', circuit: 'open' }),
            expect.objectContaining({ model: 'up-good', circuit: 'closed', failures: 0 }),
          ],
        }),
      ]),
    });
  });
});

describe('weights', () => {
  it('share the calls', async () => {
    await route('shared', [
      { model: 'up-good', weight: 1 },
      { model: 'simulated-fast', weight: 1 },
    ]);
    const answered = await Promise.all(
      Array.from({ length: 24 }, async () => (await whole('shared')).data.model),
    );
    expect(new Set(answered)).toEqual(new Set(['up-good', 'simulated-fast']));
  });
});

describe('policy judges every target', () => {
  it('and one that it forbids is not begun with, nor gone on to', async () => {
    await route('around', ['barred', 'up-good']);
    await route('onto', ['simulated-fail-500', 'barred']);
    expect((await read((await whole('around')).response)).model).toBe('up-good');
    expect(await failureOf('onto')).toMatchObject({ status: 502 });
    await route('only', ['barred']);
    expect(await failureOf('only')).toMatchObject({ status: 403 });
    expect(askedFor('barred')).toBe(0);
  });

  it('with its region: nothing leaves it because somebody fails', async () => {
    await route('near', ['up-401', 'far-good']);
    expect(await failureOf('near')).toMatchObject({ status: 502 });
    expect(askedFor('far-good')).toBe(0);
  });

  it('and what it asks of one it must ask of the next, or that is left out', async () => {
    await route('unlike', ['up-401', 'up-good']);
    const before = askedFor('up-good');
    expect(await failureOf('unlike')).toMatchObject({ status: 502 });
    expect(askedFor('up-good')).toBe(before);
  });

  it('a key that is narrowed to models reaches a route by its name only', async () => {
    await route('named', ['up-good']);
    const ask = async (models: string[]) =>
      new OpenAI({
        ...{ apiKey: await house.key('viewer', { models }), baseURL: client.baseURL, maxRetries: 0 },
      }).chat.completions
        .create({ model: 'named', messages })
        .then(({ model }) => model);
    await expect(ask(['up-good'])).rejects.toMatchObject({ status: 403 });
    expect(await ask(['named'])).toBe('up-good');
  });

  it('a model that is recalled is passed by', async () => {
    await route('recalled', ['up-recalled', 'up-good']);
    expect((await whole('recalled')).data.model).toBe('up-recalled');
    const target = { kind: 'model', model: 'up-recalled' };
    await house.call('publisher', 'recall.create', { body: { target, reason: 'It makes things up' } });
    await expect.poll(async () => (await whole('recalled')).data.model).toBe('up-good');
  });
});

describe('a route', () => {
  it('is listed like a model, works for a prompt and for embeddings, and is gone when it is deleted', async () => {
    await route('by-name', ['simulated-fail-500', 'up-good']);
    await house.call('admin', 'library.create', { body: { name: 'routed', visibility: 'open' } });
    const text = '---\nmodel: by-name\n---\n{{role "user"}}\nThe invoice was paid twice.\n';
    await house.publish('routed', [{ path: 'hello.prompt', text }]);
    expect((await whole('prompt:routed/hello')).data.model).toBe('up-good');
    const embedded = await client.embeddings.create({
      model: 'by-name',
      input: 'x',
      encoding_format: 'float',
    });
    expect(embedded.model).toBe('up-good');
    expect((await client.models.list()).data.map(({ id }) => id)).toContain('by-name');
    await house.call('admin', 'route.delete', { params: { route: 'by-name' } });
    expect(await failureOf('by-name')).toMatchObject({ status: 422, code: 'model.unknown' });
  });

  it.each([
    ['a model that nobody has', ['nobody'], 422, 'route.target_unknown'],
    ['a model twice', ['up-good', 'up-good'], 422, 'route.target_twice'],
    ['no weight', [{ model: 'up-good', weight: 0 }], 422, 'route.no_weight'],
  ])('refuses %s', async (_why, lines, status, code) => {
    await expect(route('faulty', lines)).rejects.toMatchObject({ status, code });
  });

  it('refuses the name of a model, and a model the name of a route', async () => {
    await expect(route('up-good', ['up-other'])).rejects.toMatchObject({ code: 'model.name_taken' });
    await route('taken', ['up-good']);
    const body = { name: 'late', kind: 'simulated', models: ['taken'] };
    await expect(house.call('admin', 'provider.create', { body })).rejects.toMatchObject({
      code: 'model.name_taken',
    });
  });
});

describe('what a prompt says about its answers', () => {
  const prompt = (model: string, terms: string) =>
    `---\nmodel: ${model}\ncountersign:\n  ${terms}\ninput:\n  schema:\n    text: string\noutput:\n  format: json\n  schema:\n    city: string\n---\n{{role "user"}}\nThe city: {{text}}\n`;
  const run = async (reference: string, text: string) => {
    const { data, response } = await client.chat.completions
      .create({ model: `prompt:${reference}`, messages: [], ...{ variables: { text } } })
      .withResponse();
    const execution = response.headers.get('countersign-execution') ?? '';
    return { execution, data, page: await house.call('viewer', 'execution.read', { params: { execution } }) };
  };

  beforeAll(async () => {
    const cached = prompt('up-cached', 'cacheSeconds: 600');
    await house.call('admin', 'library.create', { body: { name: 'terms', visibility: 'open' } });
    await house.call('admin', 'library.create', { body: { name: 'others', visibility: 'open' } });
    await house.publish('terms', [
      { path: 'once.prompt', text: prompt('up-misshapen-1', 'retryInvalidOutput: 1') },
      { path: 'never.prompt', text: prompt('up-misshapen-9', 'retryInvalidOutput: 2') },
      { path: 'cached.prompt', text: cached },
    ]);
    await house.publish('others', [{ path: 'cached.prompt', text: cached }]);
  });

  it('one that is not what was promised is asked for anew, and all that was used is counted', async () => {
    const { page: shown, data } = await run('terms/once', 'Lisbon');
    const last = data.usage?.completion_tokens ?? 0;
    const [first] = upstream.asked.filter(({ body }) => body.model === 'up-misshapen-1');
    expect(askedFor('up-misshapen-1')).toBe(2);
    // The very same is asked: what a model is told is what was approved.
    expect(upstream.asked.at(-1)?.body).toEqual(first?.body);
    expect(shown).toMatchObject({
      status: 'succeeded',
      call: { tries: [{ problem: 'execution.output_invalid' }, { problem: null }] },
    });
    const { usage } = z.object({ usage: z.object({ outputTokens: z.int() }) }).parse(shown);
    expect(usage.outputTokens).toBeGreaterThan(last);
  });

  it('as often as it says, and no oftener', async () => {
    await expect(run('terms/never', 'Lisbon')).rejects.toMatchObject({ code: 'execution.output_invalid' });
    expect(askedFor('up-misshapen-9')).toBe(3);
  });

  it('AT-50 the very same question is given its answer again, for nothing, and says from where; any other is asked', async () => {
    const first = await run('terms/cached', 'Lisbon');
    const again = await run('terms/cached', 'Lisbon');
    expect(again.data.choices).toEqual(first.data.choices);
    expect(again.execution).not.toBe(first.execution);
    expect(again.page).toMatchObject({
      status: 'succeeded',
      usage: { inputTokens: 0, outputTokens: 0 },
      call: { answeredFrom: first.execution },
    });
    const stream = client.chat.completions.stream({
      ...{ model: 'prompt:terms/cached', messages: [], ...{ variables: { text: 'Lisbon' } } },
    });
    expect(await stream.finalContent()).toBe(first.data.choices[0]?.message.content);
    expect(askedFor('up-cached')).toBe(1);
    // Another library, even with the same bytes; other variables; other policy; content that was erased.
    await run('others/cached', 'Lisbon');
    await run('terms/cached', 'Porto');
    expect(askedFor('up-cached')).toBe(3);
    await house.asOwner(
      `update gateway_execution set erased_at = now(), key_wrapped = null where id = '${first.execution}'`,
    );
    await run('terms/cached', 'Lisbon');
    expect(askedFor('up-cached')).toBe(4);
    const rule = '@id("t.more") @mode("monitor") @reason("Watch.") forbid (principal, action, resource);';
    await house.publish('policy', [{ path: 'more.cedar', text: rule }]);
    // In force within a second; the old rules judge meanwhile.
    const askedSince = async () => {
      await run('terms/cached', 'Lisbon');
      return askedFor('up-cached');
    };
    await expect.poll(askedSince, { timeout: 20_000 }).toBe(5);
    expect(await askedSince()).toBe(5);
  });
});
