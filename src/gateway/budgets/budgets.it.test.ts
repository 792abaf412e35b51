import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createGatewayHouse, type GatewayHouse } from '../../../test/support/gateway-house.ts';
import { untilSigned, verifyLog } from '../../../test/support/test-log.ts';
import { type ManualClock, manualClock } from '../../platform/clock.ts';

let house: GatewayHouse;
let key: string;
let clock: ManualClock;
const created = z.object({ id: z.string() });

beforeAll(async () => {
  clock = manualClock('2026-11-23T09:00:00.000Z');
  house = await createGatewayHouse({ clock });
  key = await house.key('viewer');
});
afterEach(async () => {
  for (const { id } of await budgets()) await house.call('admin', 'budget.end', { params: { budget: id } });
});
afterAll(async () => {
  expect((await house.asOwner('select * from gateway_reservation')).rows).toEqual([]);
  await untilSigned(house.ledger);
  expect(await verifyLog(house.ledger, house.organization)).toMatchObject({ ok: true });
  await house.close();
});

const ask = (more: Readonly<Record<string, unknown>> = {}, signal?: AbortSignal) =>
  fetch(`${house.address}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({
      model: 'simulated-fast',
      messages: [{ role: 'user', content: 'Is there enough?' }],
      ...more,
    }),
    ...(signal === undefined ? {} : { signal }),
  });
const set = async (body: Readonly<Record<string, unknown>>) =>
  created.parse(await house.call('admin', 'budget.create', { body: { hard: true, ...body } })).id;
const item = z.object({
  id: z.string(),
  limit: z.number(),
  current: z.object({ spent: z.number(), reserved: z.number(), left: z.number() }),
});
const budgets = async () =>
  z.object({ items: z.array(item) }).parse(await house.call('auditor', 'budget.list', {})).items;
const useOf = async (id: string) => (await budgets()).find((budget) => budget.id === id)?.current;

it('AT-51 500 at once against a budget for 10: exactly 10 are admitted, the others are told when it starts anew', async () => {
  const budget = await set({ scope: 'organization', unit: 'executions', period: 'day', limit: 10 });
  const answers = await Promise.all(
    Array.from({ length: 500 }, async () => {
      const answer = await ask();
      return { status: answer.status, retry: answer.headers.get('retry-after'), body: await answer.json() };
    }),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
  const refused = answers.filter(({ status }) => status !== 200);
  expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([429]));
  expect(refused[0]).toMatchObject({
    retry: String(15 * 3_600),
    body: { error: { code: 'budget.exceeded' } },
  });
  expect(await useOf(budget)).toEqual({ spent: 10, reserved: 0, left: 0 });
  const { rows } = await house.asOwner(
    `select count(*)::int as n from ledger_leaf where action = 'execution.refuse'`,
  );
  expect(rows).toEqual([{ n: 490 }]);
  clock.advance(15 * 3_600_000);
  expect((await ask()).status).toBe(200);
});

it('AT-51 money: what is reserved is settled to what was used; a call that alone is too big is refused before anything is called', async () => {
  const budget = await set({
    scope: 'model',
    target: 'simulated-fast',
    unit: 'micro_usd',
    period: 'day',
    limit: 3_000,
  });
  const answer = await ask();
  expect(answer.status).toBe(200);
  const use = await useOf(budget);
  expect(use?.reserved).toBe(0);
  expect(use?.spent).toBeGreaterThan(0);
  expect(use?.spent).toBeLessThan(600);
  for (const more of [{ max_tokens: 100_000_000 }, { n: 128 }, { max_completion_tokens: 1e15 }]) {
    const tooBig = await ask(more);
    expect(tooBig.status).toBe(429);
    expect(await tooBig.json()).toMatchObject({
      error: { message: expect.stringContaining('This call alone') },
    });
  }
  expect((await ask({ model: 'simulated-careful' })).status).toBe(200);
  expect(await useOf(budget)).toEqual(use);
});

it('AT-51 a stream whose reader goes away is settled', async () => {
  const budget = await set({ scope: 'organization', unit: 'tokens', period: 'day', limit: 1_000_000 });
  const gone = new AbortController();
  const answer = await ask({ stream: true }, gone.signal);
  await answer.body?.getReader().read();
  gone.abort();
  await expect.poll(() => useOf(budget), { timeout: 10_000 }).toMatchObject({ reserved: 0 });
  expect((await useOf(budget))?.spent).toBeGreaterThan(0);
});

it('AT-51 a crash between reserving and settling is made good with an upper bound', async () => {
  const budget = await set({ scope: 'organization', unit: 'tokens', period: 'day', limit: 1_000_000 });
  await house.asOwner(`
    create function fault() returns trigger language plpgsql as $$ begin raise exception 'gone'; end $$;
    create trigger fault before update on gateway_execution for each row execute function fault()`);
  expect((await ask()).status).toBe(503);
  const reserved = (await useOf(budget))?.reserved ?? 0;
  expect(reserved).toBeGreaterThan(4_096);
  await house.asOwner('drop trigger fault on gateway_execution; drop function fault;');
  clock.advance(10 * 60_000);
  await house.gateway.start().stop();
  expect(await useOf(budget)).toMatchObject({ spent: reserved, reserved: 0 });
});

it('AT-51 usage that a provider leaves out counts as what was reserved; what it refuses counts nothing', async () => {
  let status = 200;
  const server = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(
      status === 200
        ? JSON.stringify({
            object: 'chat.completion',
            model: 'uncounted',
            choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hm.' } }],
            usage: { prompt_tokens: -50, completion_tokens: -50 },
          })
        : JSON.stringify({ error: { message: 'no' } }),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await house.call('admin', 'provider.create', {
    body: {
      name: 'uncounted',
      kind: 'openai',
      baseUrl: `http://127.0.0.1:${port}/v1`,
      credential: 'c',
      models: ['uncounted'],
    },
  });
  const tokens = await set({ scope: 'organization', unit: 'tokens', period: 'day', limit: 1_000_000 });
  expect((await ask({ model: 'uncounted', max_tokens: 100 })).status).toBe(200);
  const after = await useOf(tokens);
  expect(after).toMatchObject({ reserved: 0 });
  expect(after?.spent).toBeGreaterThan(100);
  status = 400;
  expect((await ask({ model: 'uncounted', max_tokens: 100 })).status).toBe(400);
  expect(await useOf(tokens)).toEqual(after);
  status = 200;
  // Nobody knows what it costs: where money is limited it does not run, and where the limit only tells it does.
  const money = await set({ scope: 'organization', unit: 'micro_usd', period: 'day', limit: 1_000_000 });
  const unknown = await ask({ model: 'uncounted' });
  expect(unknown.status).toBe(422);
  expect(await unknown.json()).toMatchObject({ error: { code: 'budget.price_unknown' } });
  await house.call('admin', 'budget.update', { params: { budget: money }, body: { limit: 1, hard: false } });
  expect((await ask({ model: 'uncounted' })).status).toBe(200);
  server.close();
});

it('tells once of half, most and all of a budget, as entries', async () => {
  const budget = await set({ scope: 'organization', unit: 'executions', period: 'month', limit: 4 });
  const told = async () =>
    (
      await house.asOwner(
        `select convert_from(leaf, 'UTF8')::json->'data'->>'percent' as percent from ledger_leaf where action = 'budget.alert' and subject_id = '${budget}' order by 1 desc`,
      )
    ).rows.map(({ percent }) => percent);
  for (const [calls, expected] of [
    [1, []],
    [1, ['50']],
    [1, ['50']],
    [1, ['50', '100']],
  ] as const) {
    for (let call = 0; call < calls; call += 1) expect((await ask()).status).toBe(200);
    await house.gateway.start().stop();
    await house.gateway.start().stop();
    expect(await told()).toEqual(expected);
  }
});

it('an answer says how the budgets of its caller stand, and amounts of nobody else', async () => {
  await set({ scope: 'organization', unit: 'executions', period: 'month', limit: 1_000 });
  const { rows } = await house.asOwner('select human_id from gateway_execution limit 1');
  await set({ scope: 'person', target: rows[0].human_id, unit: 'executions', period: 'minute', limit: 50 });
  const answer = await ask();
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'x-ratelimit-limit-requests': '50',
    'x-ratelimit-remaining-requests': '49',
    'x-ratelimit-reset-requests': expect.stringMatching(/^\d{1,2}s$/),
    'countersign-budget-scope': 'organization',
    'countersign-budget-used-percent': '1',
  });
  expect(answer.headers.get('countersign-budget-remaining')).toBeNull();
  const streamed = await ask({ stream: true });
  expect(streamed.headers.get('x-ratelimit-remaining-requests')).toBe('48');
  await streamed.text();
});
