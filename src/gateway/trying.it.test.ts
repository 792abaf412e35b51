import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createGatewayHouse, type GatewayHouse } from '../../test/support/gateway-house.ts';
import { untilSigned, verifyLog } from '../../test/support/test-log.ts';
import { until } from '../../test/support/until.ts';

/** What somebody tries in the browser is an execution like any other: streamed, stopped, refused, on another model. */
const prompt = `---
model: simulated-fast
input:
  schema:
    text: string
---
{{role "user"}}
{{text}}
`;

let house: GatewayHouse;
const page = z.object({ items: z.array(z.looseObject({ id: z.string(), status: z.string() })) });
const body = (text: string, more: object = {}) => ({ prompt: 'trying/echo', variables: { text }, ...more });

beforeAll(async () => {
  house = await createGatewayHouse();
  await house.call('admin', 'library.create', { body: { name: 'trying', visibility: 'open' } });
  await house.publish('trying', [
    { path: 'echo.prompt', text: prompt },
    { path: 'slowly.prompt', text: prompt.replace('simulated-fast', 'simulated-slow') },
  ]);
});
afterAll(async () => {
  await untilSigned(house.ledger);
  expect(await verifyLog(house.ledger, house.organization)).toMatchObject({ ok: true });
  await house.close();
});

async function ask(key: string, sent: object, signal?: AbortSignal): Promise<Response> {
  return fetch(`${house.address}/api/v1/executions/stream`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(sent),
    ...(signal === undefined ? {} : { signal }),
  });
}

const ended = z.looseObject({
  id: z.string(),
  status: z.string(),
  model: z.string(),
  output: z.object({ text: z.string() }).nullable(),
  prompt: z.looseObject({ version: z.number().nullable(), digest: z.string() }),
});

function eventsOf(text: string): { texts: string[]; end: z.output<typeof ended> } {
  const events = text
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => /^event: (\w+)\ndata: (.*)$/s.exec(block) ?? []);
  const of = (name: string) => events.filter(([, event]) => event === name).map(([, , data]) => data ?? '');
  const [end, second] = of('end');
  expect(second).toBeUndefined();
  expect(events.at(-1)?.[1]).toBe('end');
  const texts = of('text').map((data) => z.object({ text: z.string() }).parse(JSON.parse(data)).text);
  return { texts, end: ended.parse(JSON.parse(end ?? '')) };
}

it('streams what comes out, and ends with the record, which reads the same', async () => {
  const { texts, end } = eventsOf(
    await (await ask(await house.key('viewer'), body('One thing. Another thing is here.'))).text(),
  );
  expect(texts.length).toBeGreaterThan(3);
  expect(texts.join('')).toBe(end.output?.text);
  expect(end).toMatchObject({ status: 'succeeded', prompt: { version: 1 } });
  const page = await house.call('viewer', 'execution.read', { params: { execution: end.id } });
  expect(page).toMatchObject({ status: 'succeeded', output: { text: texts.join('') } });
});

it('a refusal before the first word is a plain problem', async () => {
  const key = await house.key('viewer');
  for (const [sent, status] of [
    [{ ...body('x'), surprise: 1 }, 400],
    [{ ...body('x'), model: 'simulated-fast' }, 422],
    [{ prompt: 'trying/nothing' }, 404],
    [{ prompt: 'trying/echo' }, 422],
  ] as const) {
    const reply = await ask(key, sent);
    expect(reply.status, JSON.stringify(sent)).toBe(status);
    expect(await reply.json()).toMatchObject({ code: expect.any(String), detail: expect.any(String) });
  }
});

it('who stops it has it stopped, and recorded as that: the provider is called no longer', async () => {
  const stop = new AbortController();
  const slowly = { prompt: 'trying/slowly', variables: { text: 'There is time.' } };
  const asked = ask(await house.key('viewer'), slowly, stop.signal).catch(() => undefined);
  const newest = (status: string) => async () => {
    const listed = await house.call('viewer', 'execution.list', { query: { limit: '1' } });
    return page.parse(listed).items.find((one) => one.status === status);
  };
  const running = await until(newest('running'));
  stop.abort();
  await asked;
  const stopped = await until(newest('stopped'));
  expect(stopped).toMatchObject({ id: running.id, problem: { code: 'execution.stopped' }, usage: null });
});

it('another model than the prompt says is a trial of those who work on the library, recorded as unpublished', async () => {
  const other = body('Which model?', { trial: { model: 'simulated-careful' } });
  const refused = await ask(await house.key('viewer'), other);
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ code: 'execution.create.forbidden' });
  const { end } = eventsOf(await (await ask(await house.key('contributor'), other)).text());
  expect(end).toMatchObject({
    status: 'succeeded',
    model: 'simulated-careful',
    prompt: { version: null },
    environment: null,
  });
  const narrowed = await house.key('contributor', { environments: ['production'] });
  expect((await ask(narrowed, other)).status, 'a key for production reaches no trial').toBe(403);
  const whole = await house.call('contributor', 'execution.create', { body: other });
  expect(whole).toMatchObject({ model: 'simulated-careful', prompt: { version: null } });
});
