import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { at, listAt, type Member, startHouse, type TestHouse, textAt } from './support/house.ts';
import { promptText, publishPrompt } from './support/proposals.ts';

/** The list of executions over HTTP: what is in it, for whom, by which filters, page by page, live, and as a file. */
let house: TestHouse;
let people: TestHouse['northwind']['people'];
let budgeted = '';
let unapproved = '';
const [open, secret] = ['runs', 'sealed-runs'];
const model = 'simulated-careful';

beforeAll(async () => {
  house = await startHouse();
  people = house.northwind.people;
  const { admin, viewer, contributor, reviewer, approver, publisher } = people;
  const create = (body: object) => house.done(admin.key, 'library.create', { body });
  await create({ name: open, visibility: 'open' });
  await create({ name: secret, visibility: 'restricted' });
  for (const [role, { id }] of Object.entries({ contributor, reviewer, approver, publisher }))
    await house.done(admin.key, 'grant.create', {
      body: { principal: id, role, scope: { kind: 'library', library: secret }, reason: 'works there' },
    });
  const { branch } = await publishPrompt(house, open, 'hello.prompt', promptText('Hello'));
  await publishPrompt(house, secret, 'plan.prompt', promptText('Plan'));
  for (const who of [viewer, viewer, contributor]) await run(who, `${open}/hello`);
  await run(contributor, `${secret}/plan`);
  await raw(viewer, 'simulated-fast');
  await house.done(admin.key, 'budget.create', {
    body: { scope: 'model', target: model, unit: 'executions', period: 'month', limit: 1, hard: true },
  });
  expect((await raw(viewer, model)).status).toBe(200);
  expect((await raw(viewer, model)).status).toBe(429);
  const tried = await house.call(publisher.key, 'execution.create', {
    body: { prompt: `${open}/hello@branch:${branch}`, variables: { topic: 'rain' } },
  });
  expect([tried.status, at(tried.body, 'code')]).toEqual([403, 'execution.create.forbidden']);
  unapproved = textAt(tried.body, 'execution');
  budgeted = textAt((await list(viewer, { status: 'refused' }))[0], 'id');
});
afterAll(() => house.close());

const run = (who: Member, prompt: string) =>
  house.done(who.key, 'execution.create', { body: { prompt, variables: { topic: 'rain' } } });
const raw = (who: Member, called: string) =>
  house.ask('POST', '/openai/v1/chat/completions', {
    key: who.key,
    body: { model: called, messages: [{ role: 'user', content: 'Hello' }] },
  });
const list = async (who: Member, query: Record<string, string> = {}) =>
  listAt(await house.done(who.key, 'execution.list', { query }), 'items');
const count = async (who: Member, query: Record<string, string>) => (await list(who, query)).length;

describe('what was refused', () => {
  test('is a row with its verdict and no content, and its one entry proves it', async () => {
    const page = await house.done(people.auditor.key, 'execution.read', { params: { execution: budgeted } });
    expect(page).toMatchObject({
      status: 'refused',
      verdict: { decision: 'permit' },
      problem: { code: 'budget.exceeded' },
      call: null,
      usage: null,
      messages: [],
      contentShown: false,
      contentLocked: false,
      custody: [{ step: 'refused', by: { id: people.viewer.id } }],
    });
    expect(at(page, 'entries', 'intent')).toBe(at(page, 'entries', 'outcome'));
    const proof = await house.done(people.auditor.key, 'execution.prove', {
      params: { execution: budgeted },
    });
    expect(listAt(proof, 'entries')).toHaveLength(1);
    const { rows } = await house.asOwner(
      'select count(*)::int as n from gateway_payload where execution_id = $1',
      [budgeted],
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  test('says why in the rules’ words, and not what the caller could run instead', async () => {
    const page = await house.done(people.auditor.key, 'execution.read', {
      params: { execution: unapproved },
    });
    expect(page).toMatchObject({
      status: 'refused',
      verdict: { decision: 'forbid' },
      prompt: { library: open, version: null },
    });
    expect(textAt(page, 'problem', 'detail')).not.toContain('Or ask');
    const replayed = await house.done(people.publisher.key, 'policy.replay', {
      params: { execution: unapproved },
    });
    expect(replayed).toMatchObject({ same: true });
    expect(
      (await house.call(people.viewer.key, 'policy.replay', { params: { execution: unapproved } })).status,
    ).toBe(404);
  });

  test('is no use of what it asked for, and no call that policy permitted', async () => {
    const uses = await house.done(people.auditor.key, 'evidence.export', {
      body: {
        subject: { kind: 'version', library: open, path: 'hello.prompt', version: 1 },
        format: 'json',
        contents: false,
        reason: 'An audit',
      },
    });
    expect(JSON.stringify(uses)).not.toContain(unapproved);
  });
});

describe('the list', () => {
  test('filters by everything that it says it does', async () => {
    const { auditor, viewer, contributor } = people;
    const all = await list(auditor, {});
    expect(all.map((one) => at(one, 'status')).filter((status) => status === 'refused')).toHaveLength(2);
    for (const [query, expected] of [
      [{}, 8],
      [{ principal: contributor.id }, 2],
      [{ human: viewer.id }, 5],
      [{ prompt: `${open}/hello` }, 4],
      [{ prompt: `${open}/hello`, version: '1' }, 3],
      [{ prompt: `${open}/hello`, version: '2' }, 0],
      [{ model }, 2],
      [{ kind: 'raw' }, 3],
      [{ kind: 'governed' }, 5],
      [{ status: 'succeeded' }, 6],
      [{ status: 'refused' }, 2],
      [{ verdict: 'forbid' }, 1],
      [{ verdict: 'permit' }, 7],
      [{ status: 'refused', verdict: 'permit' }, 1],
      [{ kind: 'raw', status: 'refused' }, 1],
      [{ minCost: '1000000000' }, 0],
      [{ useCase: 'none' }, 0],
      [{ until: '2020-01-01T00:00:00Z' }, 0],
      [{ team: 'tea_00000000000000000000000000' }, 0],
      [{ human: 'nobody' }, 0],
    ] as const)
      expect([query, await count(auditor, query)]).toEqual([query, expected]);
    const without = await house.call(auditor.key, 'execution.list', { query: { version: '1' } });
    expect(without.status).toBe(400);
  });

  test('of a team is of those who are in it now', async () => {
    const { admin, viewer, contributor, auditor } = people;
    const team = textAt(
      await house.done(admin.key, 'team.create', { body: { name: 'runners', displayName: 'Runners' } }),
      'id',
    );
    const join = (person: string) =>
      house.done(admin.key, 'team.add_member', { params: { team: 'runners' }, body: { member: person } });
    expect(await count(auditor, { team })).toBe(0);
    await join(viewer.id);
    expect(await count(auditor, { team })).toBe(5);
    await join(contributor.id);
    const times = (await list(auditor, { team, limit: '4' })).map((one) => textAt(one, 'at'));
    expect(await count(auditor, { team })).toBe(7);
    expect(times).toEqual(times.toSorted().toReversed());
    expect(await count(auditor, { team, human: viewer.id })).toBe(5);
  });

  test('is the same page by page as whole', async () => {
    const ids = (await list(people.auditor)).map((one) => textAt(one, 'id'));
    const walked: string[] = [];
    let cursor: string | undefined;
    do {
      const query: Record<string, string> = { limit: '3', ...(cursor === undefined ? {} : { cursor }) };
      const page = await house.done(people.auditor.key, 'execution.list', { query });
      walked.push(...listAt(page, 'items').map((one) => textAt(one, 'id')));
      const next = at(page, 'next');
      cursor = typeof next === 'string' ? next : undefined;
    } while (cursor !== undefined);
    expect(walked).toEqual(ids);
  });

  test('AT-37 AT-47 shows one’s own, and to nobody a library that they do not know of', async () => {
    const { admin, viewer, auditor } = people;
    expect(await count(viewer, { principal: people.contributor.id })).toBe(0);
    expect((await list(viewer)).every((one) => at(one, 'principal', 'id') === viewer.id)).toBe(true);
    const lookout = await house.person(house.northwind, 'lookout', 'viewer');
    await house.done(admin.key, 'role.create', {
      body: { name: 'run-watch', permissions: ['execution.list', 'execution.list_all', 'execution.read'] },
    });
    await house.done(admin.key, 'grant.create', {
      body: { principal: lookout.id, role: 'run-watch', scope: { kind: 'organization' } },
    });
    const [sealed] = await list(auditor, { prompt: `${secret}/plan` });
    const hidden = textAt(sealed, 'id');
    expect(await count(lookout, {})).toBe((await count(auditor, {})) - 1);
    for (const query of [{}, { prompt: `${secret}/plan` }, { principal: people.contributor.id }])
      expect(JSON.stringify(await list(lookout, query))).not.toContain(secret);
    for (const operation of ['execution.read', 'execution.prove', 'policy.replay'])
      expect(
        (await house.call(lookout.key, operation, { params: { execution: hidden } })).status,
        operation,
      ).toBe(404);
    const file = await house.ask('GET', '/api/v1/executions/export?format=json', { key: lookout.key });
    expect(file.text).not.toContain(secret);
    expect(await count(house.fabrikam.people.admin, {})).toBe(0);
  });
});

describe('as a file', () => {
  test('is what the list is, as a table and as JSON, and a cell is never a formula', async () => {
    const { auditor } = people;
    const ids = (await list(auditor, { status: 'succeeded' })).map((one) => textAt(one, 'id'));
    const get = (format: string) =>
      house.ask('GET', `/api/v1/executions/export?format=${format}&status=succeeded`, { key: auditor.key });
    const table = await get('csv');
    expect(table.headers.get('content-disposition')).toContain('executions.csv');
    const [head = '', ...rows] = table.text.trimEnd().split('\r\n');
    expect(head.startsWith('id,at,status')).toBe(true);
    expect(rows.map((row) => row.slice(1, 31))).toEqual(ids);
    const json = await get('json');
    expect(listAt(json.body, 'items').map((one) => textAt(one, 'id'))).toEqual(ids);
    expect((await get('xml')).status).toBe(400);
  });
});

describe('live', () => {
  test('AT-45 AT-52 tells what begins and ends to who may see it, and ends with the right', async () => {
    const { admin, viewer, contributor, auditor } = people;
    const watcher = await house.person(house.northwind, 'run-watcher', 'auditor');
    const all = await followed(watcher.key, '?kind=governed');
    const own = await followed(contributor.key, '');
    const mine = textAt(await run(contributor, `${secret}/plan`), 'id');
    const other = textAt(await run(viewer, `${open}/hello`), 'id');
    await raw(viewer, 'simulated-fast');
    await vi.waitFor(() => expect(all.text()).toContain(other), { timeout: 10_000, interval: 50 });
    await vi.waitFor(() => expect(own.text()).toContain(mine), { timeout: 10_000, interval: 50 });
    expect(own.text()).not.toContain(other);
    const events = all
      .text()
      .split('\n')
      .filter((line) => line.startsWith('data: '));
    const told: unknown[] = events.map((line) => JSON.parse(line.slice(6)));
    expect(told.every((one) => at(one, 'prompt') !== null)).toBe(true);
    expect(told.find((one) => at(one, 'id') === other)).toMatchObject({ principal: { id: viewer.id } });
    own.stop();
    await house.done(admin.key, 'person.deactivate', { params: { person: watcher.id }, body: {} });
    await vi.waitFor(() => expect(all.isOver()).toBe(true), { timeout: 10_000, interval: 50 });
    expect((await house.ask('GET', '/api/v1/executions/follow?kind=odd', { key: auditor.key })).status).toBe(
      400,
    );
  });
});

const chat = (
  who: string,
  messages: readonly object[],
  headers: Record<string, string> = {},
  stream = false,
) =>
  house.ask('POST', '/openai/v1/chat/completions', {
    key: who,
    headers,
    body: { model: 'simulated-fast', messages, ...(stream ? { stream } : {}) },
  });
const user = (content: string) => ({ role: 'user', content });
const executionOf = (reply: { headers: Headers }) => reply.headers.get('countersign-execution') ?? '';
const read = (who: Member, operation: string, params: Record<string, string>) =>
  house.done(who.key, operation, { params });

describe('a trace', () => {
  const [given, span] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];

  test('is the caller’s, and each execution is a span of it, in the record and in the answer', async () => {
    const { viewer, contributor, auditor } = people;
    const outer = await chat(viewer.key, [user('Plan it')], { traceparent: `00-${given}-${span}-00` });
    const answered = outer.headers.get('traceparent') ?? '';
    expect(answered).toMatch(new RegExp(`^00-${given}-[0-9a-f]{16}-01$`));
    const inner = await chat(viewer.key, [user('Do it')], { traceparent: answered }, true);
    await chat(contributor.key, [user('Me too')], { traceparent: answered });
    const ours = await read(viewer, 'trace.read', { trace: given });
    const spans = listAt(ours, 'items').map((one) => [textAt(one, 'id'), at(one, 'trace')]);
    expect(spans).toEqual([
      [executionOf(outer), { id: given, span: answered.split('-')[2], parent: span }],
      [executionOf(inner), { id: given, span: expect.any(String), parent: answered.split('-')[2] }],
    ]);
    expect(at(ours, 'executions')).toBe(2);
    // AT-37: what others put into it shows to those only who see everybody's.
    expect(at(await read(auditor, 'trace.read', { trace: given }), 'executions')).toBe(3);
    expect((await house.call(people.reviewer.key, 'trace.read', { params: { trace: given } })).status).toBe(
      404,
    );
    const page = await read(viewer, 'execution.read', { execution: executionOf(inner) });
    const entry = await read(auditor, 'entry.read', { entry: textAt(page, 'entries', 'intent') });
    expect(at(entry, 'data', 'trace')).toEqual({
      id: given,
      parent: answered.split('-')[2],
      span: at(page, 'trace', 'span'),
    });
    expect(await count(auditor, { trace: given })).toBe(3);
  });

  test('begins with a call that names none, or none that is valid, and is called after it', async () => {
    const { viewer } = people;
    const first = await chat(viewer.key, [user('Begin')], {
      traceparent: `00-${given}-${'0'.repeat(16)}-01`,
    });
    const answered = first.headers.get('traceparent') ?? '';
    expect(answered).not.toContain(given);
    const trace = answered.split('-')[1] ?? '';
    expect(at(await read(viewer, 'trace.read', { trace }), 'executions')).toBe(1);
    const listed = listAt(await house.done(viewer.key, 'trace.list'), 'items').map((one) => at(one, 'id'));
    expect(listed).toEqual([given]);
    await chat(viewer.key, [user('Go on')], { traceparent: answered });
    const [newest, ...others] = listAt(await house.done(viewer.key, 'trace.list'), 'items');
    expect(newest).toMatchObject({ id: trace, executions: 2, first: { id: executionOf(first) } });
    expect(others).toHaveLength(1);
    expect((await house.call(viewer.key, 'trace.read', { params: { trace: 'nonsense' } })).status).toBe(404);
  });
});

describe('a conversation', () => {
  test('is known by what was said before, to the same principal; each turn leads to the one before and after', async () => {
    const { viewer, contributor, auditor } = people;
    const said: object[] = [{ role: 'system', content: 'Be brief.' }, user('Where is my parcel?')];
    const turns: string[] = [];
    for (const question of ['And tomorrow?', 'Thank you.', undefined]) {
      const reply = await chat(viewer.key, said);
      turns.push(executionOf(reply));
      said.push({ role: 'assistant', content: textAt(reply.body, 'choices', 0, 'message', 'content') });
      if (question !== undefined) said.push(user(question));
    }
    const [first = '', second = '', third = ''] = turns;
    expect(await read(viewer, 'execution.read', { execution: second })).toMatchObject({
      turnBefore: first,
      turnsAfter: [third],
      conversation: first.replace('exe_', 'cnv_'),
    });
    const conversation = textAt(await read(viewer, 'execution.read', { execution: first }), 'conversation');
    const whole = await read(viewer, 'conversation.read', { conversation });
    expect(listAt(whole, 'items').map((one) => at(one, 'id'))).toEqual(turns);
    const [newest] = listAt(await house.done(viewer.key, 'conversation.list'), 'items');
    expect(newest).toMatchObject({ id: conversation, executions: 3, first: { id: first } });
    expect(at(await read(auditor, 'conversation.read', { conversation }), 'executions')).toBe(3);
    const stranger = await chat(contributor.key, said.slice(0, 4));
    expect(await read(contributor, 'execution.read', { execution: executionOf(stranger) })).toMatchObject({
      turnBefore: null,
      conversation: null,
    });
    expect(
      (await house.call(contributor.key, 'conversation.read', { params: { conversation } })).status,
    ).toBe(404);
  });

  test('has the name that its caller gives it, for that caller alone (AT-44); its name is in no entry', async () => {
    const { viewer, contributor, auditor } = people;
    const headers = { 'countersign-conversation': 'case-4711' };
    const one = executionOf(await chat(viewer.key, [user('One')], headers));
    const two = executionOf(await chat(viewer.key, [user('Two')], headers));
    const other = executionOf(await chat(contributor.key, [user('Three')], headers));
    const page = await read(viewer, 'execution.read', { execution: two });
    expect(page).toMatchObject({ turnBefore: one, turnsAfter: [] });
    expect(at(await read(contributor, 'execution.read', { execution: other }), 'turnBefore')).toBeNull();
    const entry = await read(auditor, 'entry.read', { entry: textAt(page, 'entries', 'intent') });
    expect(at(entry, 'data')).toMatchObject({ conversation: at(page, 'conversation'), turnBefore: one });
    expect(JSON.stringify(entry)).not.toContain('4711');
    expect(await count(auditor, { conversation: textAt(page, 'conversation') })).toBe(2);
  });
});

describe('headers of ours', () => {
  test('that nobody knows are refused, with those that there are', async () => {
    const reply = await chat(people.viewer.key, [user('x')], { 'countersign-usecase': 'support' });
    expect(reply.status).toBe(400);
    expect(reply.text).toContain('countersign-use-case');
  });

  test('AT-44 claim no environment that the key does not name; tags are kept and found', async () => {
    const { viewer, auditor } = people;
    const made = await house.done(viewer.key, 'key.create', {
      body: { displayName: 'Staging only', scope: { environments: ['staging', 'production'] } },
    });
    const key = textAt(made, 'secret');
    const ask = (environment: string, by = key) =>
      chat(by, [user('x')], {
        'countersign-environment': environment,
        'countersign-tags': 'ticket=47, channel=mail',
      });
    expect((await ask('staging', viewer.key)).status).toBe(403);
    expect((await ask('moon')).status).toBe(403);
    const ran = executionOf(await ask('staging'));
    expect(await read(viewer, 'execution.read', { execution: ran })).toMatchObject({
      environment: 'staging',
      tags: ['channel=mail', 'ticket=47'],
    });
    expect((await list(auditor, { tag: 'ticket=47' })).map((one) => at(one, 'id'))).toEqual([ran]);
    const bad = await chat(viewer.key, [user('x')], { 'countersign-tags': 'no spaces=here' });
    expect(bad.status).toBe(400);
  });
});

async function followed(key: string, query: string) {
  const stop = new AbortController();
  const headers = { authorization: `Bearer ${key}` };
  const response = await fetch(`${house.address}/api/v1/executions/follow${query}`, {
    headers,
    signal: stop.signal,
  });
  let text = '';
  let over = false;
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const piece of response.body ?? []) text += decoder.decode(piece);
  };
  void read()
    .catch(() => undefined)
    .finally(() => {
      over = true;
    });
  return { text: () => text, isOver: () => over, stop: () => stop.abort() };
}
