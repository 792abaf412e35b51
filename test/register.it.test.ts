import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { listAt, type Member, startHouse, type TestHouse, textAt } from './support/house.ts';
import { movingClock } from './support/moving-clock.ts';
import { promptText, propose, publishPrompt } from './support/proposals.ts';

/** The register of models and use cases, and what budgets tell, over HTTP, on one house, in order. */
let house: TestHouse;
let people: TestHouse['northwind']['people'];
let supportKey: string;
const shelf = 'registered-shelf';
const clock = movingClock();

beforeAll(async () => {
  house = await startHouse({ clock });
  people = house.northwind.people;
  const create = (body: object) => house.done(people.admin.key, 'library.create', { body });
  await create({ name: 'policy', visibility: 'open' });
  await create({ name: shelf, visibility: 'open' });
  await publishPrompt(
    house,
    shelf,
    'hello.prompt',
    promptText('Hello').replace('---\n', '---\ncountersign:\n  useCase: support\n'),
  );
  const scope = { useCases: ['support', 'sales'] };
  const made = await house.done(people.viewer.key, 'key.create', { body: { displayName: 'Support', scope } });
  supportKey = textAt(made, 'secret');
});
afterAll(() => house.close());

const fast = (more: string, status = 'approved') =>
  `model: simulated-fast\nprovider: simulated\nstatus: ${status}\nowner: platform@acme.com\nrisk: medium\n${more}`;
const register = (path: string, text: string) => publishPrompt(house, 'policy', path, text);
const run = (who: Member) =>
  house.call(who.key, 'execution.create', {
    body: { prompt: `${shelf}/hello`, variables: { topic: 'rain' } },
  });
const raw = (key: string, headers: Record<string, string> = {}) =>
  house.ask('POST', '/openai/v1/chat/completions', {
    key,
    headers,
    body: { model: 'simulated-fast', messages: [{ role: 'user', content: 'Hello' }] },
  });
const soon = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 50 });

describe('a model', () => {
  test('that is not in the register runs, and rules are told nothing of it', async () => {
    const reply = await run(people.viewer);
    expect(reply).toMatchObject({ status: 201 });
    const replayed = await house.call(people.viewer.key, 'policy.replay', {
      params: { execution: textAt(reply.body, 'id') },
    });
    expect(replayed.body).toMatchObject({
      asked: { context: { useCase: 'support', modelStatus: null, approvedUseCases: null } },
    });
  });

  test('is registered by a change, as everybody may read; what cannot be read is not even committed', async () => {
    await expect(
      propose(house, people.contributor.key, 'policy', { path: 'bad.model.yaml', text: 'model: x\n' }),
    ).rejects.toThrow(/model.unparsable/);
    await register('fast.model.yaml', fast('price: { input: 3, output: 5 }\nuseCases: [support]\n'));
    await soon(async () => {
      const { body } = await house.call(people.viewer.key, 'register.list_models');
      expect(body).toMatchObject({
        items: [{ model: 'simulated-fast', status: 'approved', path: 'fast.model.yaml' }],
      });
    });
    expect((await house.call(house.fabrikam.people.viewer.key, 'register.list_models')).body).toMatchObject({
      items: [],
    });
  });

  test('costs what the register says, and the record names the file and its bytes', async () => {
    const { body } = await run(people.viewer);
    const { tokens, micro, version } = pricesOf(body);
    expect(micro).toBe(tokens.input * 3 + tokens.output * 5);
    expect(version).toMatch(/^fast\.model\.yaml@sha256:[0-9a-f]{64}$/);
  });

  test('that is approved for a use case runs for it and for no other, by whoever may say so', async () => {
    expect((await run(people.viewer)).status).toBe(201);
    const unsaid = await raw(people.viewer.key);
    expect(unsaid).toMatchObject({ status: 403 });
    expect(unsaid.text).toContain('approved for other use cases');
    const said = (useCase: string, key = supportKey) => raw(key, { 'countersign-use-case': useCase });
    expect((await said('support')).status).toBe(200);
    expect((await said('sales')).text).toContain('approved for other use cases');
    // A key that is not narrowed to it grants no claim, nor does one that says nothing reach a raw call.
    expect((await said('support', people.viewer.key)).text).toContain('does not reach the use case support');
    expect((await raw(supportKey)).status).toBe(403);
    expect((await said('Not a name')).status).toBe(400);
  });

  test('that is proposed runs only where a rule permits it', async () => {
    await register('fast.model.yaml', fast('', 'proposed'));
    await soon(async () => expect((await run(people.viewer)).status).toBe(403));
    expect((await run(people.viewer)).text).toContain('proposed and not approved yet');
    await register(
      'pilot.cedar',
      '@id("pilot")\n@mode("enforce")\n@reason("A pilot.")\npermit (principal, action == Action::"execution.create", resource) when { context has modelStatus && context.modelStatus == "proposed" };\n',
    );
    await soon(async () => expect((await run(people.viewer)).status).toBe(201));
  });

  test('that is banned is refused everywhere, whoever permits it', async () => {
    await register('fast.model.yaml', fast('', 'banned'));
    await soon(async () => expect((await run(people.viewer)).status).toBe(403));
    const refused = await Promise.all([
      run(people.viewer),
      raw(people.viewer.key),
      house.ask('POST', '/openai/v1/responses', {
        key: people.viewer.key,
        body: { model: 'simulated-fast', input: 'Hello' },
      }),
      house.ask('POST', '/anthropic/v1/messages', {
        key: people.viewer.key,
        body: { model: 'simulated-fast', max_tokens: 9, messages: [{ role: 'user', content: 'Hello' }] },
      }),
    ]);
    for (const reply of refused) {
      expect(reply.status).toBe(403);
      expect(reply.text).toContain('This model is banned.');
    }
  });
});

describe('a model that retires', () => {
  const told = async (who: Member) =>
    listAt(await house.done(who.key, 'notice.list'), 'items')
      .map((one) => textAt(one, 'text'))
      .filter((text) => text.includes('retires soon'));
  /** One round, on a node of its own. */
  const round = async () => {
    await house.house.policies.start().stop();
    await house.settled();
  };

  test('is told of to the owners of prompts that use it, 30 and 7 days before, once each', async () => {
    const day = new Date(clock.now().getTime() + 40 * 86_400_000).toISOString().slice(0, 10);
    await register('fast.model.yaml', fast(`retires: "${day}"\n`));
    await soon(async () =>
      expect((await house.call(people.viewer.key, 'register.list_models')).body).toMatchObject({
        items: [{ retires: day }],
      }),
    );
    await round();
    expect(await told(people.contributor)).toEqual([]);
    clock.advance(11 * 86_400_000);
    await Promise.all([round(), round()]);
    await round();
    expect(await told(people.contributor)).toEqual([
      `The model simulated-fast retires soon (${day}), and prompts of yours use it: change them to another`,
    ]);
    expect(await told(people.viewer)).toEqual([]);
    clock.advance(23 * 86_400_000);
    await round();
    expect(await told(people.contributor)).toHaveLength(2);
    const { rows } = await house.asOwner('select days from policy_retirement order by days');
    expect(rows).toEqual([{ days: 7 }, { days: 30 }]);
  });
});

test('who sets a budget, whom it is for and admins are told of it once, in the app', async () => {
  const { admin, viewer, auditor } = people;
  const body = {
    scope: 'person',
    target: viewer.id,
    unit: 'executions',
    period: 'month',
    limit: 2,
    hard: true,
  };
  await house.done(admin.key, 'budget.create', { body });
  expect((await run(viewer)).status).toBe(201);
  await house.house.gateway.start().stop();
  await house.house.gateway.start().stop();
  await house.settled();
  const told = async (who: Member) =>
    listAt(await house.done(who.key, 'notice.list'), 'items')
      .map((one) => textAt(one, 'text'))
      .filter((text) => text.includes('budget'));
  for (const who of [admin, viewer])
    expect(await told(who)).toEqual(['50 % of this month’s budget for this person is spent']);
  expect(await told(auditor)).toEqual([]);
});

test('the owner of an app is told once a day that it calls models without a prompt where a rule warns of it', async () => {
  const { admin, viewer } = people;
  const app = textAt(
    await house.done(admin.key, 'app.create', { body: { displayName: 'Old script', role: 'viewer' } }),
    'id',
  );
  const body = { displayName: 'Old script', app };
  const key = textAt(await house.done(admin.key, 'key.create', { body }), 'secret');
  await register(
    'raw-calls.cedar',
    `@id("raw_calls.${app}.any")\n@mode("enforce")\n@reason("Use a prompt.")\n@obligation("warn")\nforbid (principal == App::"${app}", action == Action::"execution.create_raw", resource);\n`,
  );
  await soon(async () => {
    const reply = await raw(key);
    expect(reply.status).toBe(200);
    expect(reply.headers.get('countersign-warning')).toContain('Use a prompt.');
  });
  await house.house.gateway.start().stop();
  await raw(key);
  await house.house.gateway.start().stop();
  await house.settled();
  const told = async (who: Member) =>
    listAt(await house.done(who.key, 'notice.list'), 'items').filter((one) =>
      textAt(one, 'text').includes('without an approved prompt'),
    );
  expect(await told(admin)).toHaveLength(1);
  expect(await told(viewer)).toEqual([]);
});

describe('a use case', () => {
  test('is registered by a change', async () => {
    await register(
      'support.use-case.yaml',
      'name: support\ntitle: Answering\nowner: a@acme.com\npurpose: Drafts.\nrisk: high\nlegalBasis: Contract\n',
    );
    await soon(async () => {
      const { body } = await house.call(people.viewer.key, 'register.list_use_cases');
      expect(body).toMatchObject({ items: [{ name: 'support', risk: 'high' }] });
    });
  });
});

function pricesOf(execution: unknown) {
  const pick = (from: unknown, ...names: string[]): unknown =>
    names.reduce(
      (value, name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : value),
      from,
    );
  const count = (...names: string[]) => Number(pick(execution, ...names));
  return {
    tokens: { input: count('usage', 'inputTokens'), output: count('usage', 'outputTokens') },
    micro: count('costMicroUsd'),
    version: pick(execution, 'call', 'priceVersion'),
  };
}
