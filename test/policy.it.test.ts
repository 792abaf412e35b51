import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { gitClient } from './support/git-client.ts';
import { at, listAt, type Member, startHouse, type TestHouse, textAt } from './support/house.ts';
import { commit, promptText, propose, publishPrompt } from './support/proposals.ts';

/** An organization's own rules over HTTP, on one house, in order: each test adds to what is in force. */
let house: TestHouse;
let people: TestHouse['northwind']['people'];
const shelf = 'ruled-shelf';

beforeAll(async () => {
  house = await startHouse();
  people = house.northwind.people;
  const create = (body: object) => house.done(people.admin.key, 'library.create', { body });
  await create({ name: 'policy', visibility: 'open' });
  await create({ name: shelf, visibility: 'open' });
  await publishPrompt(house, shelf, 'hello.prompt', promptText('Hello'));
});
afterAll(() => house.close());

const rule = (id: string, effect: string, mode = 'enforce', more = '') =>
  `@id("${id}")\n@mode("${mode}")\n@reason("Because of ${id}.")\n${more}${effect}\n`;
const run = (who: Member) =>
  house.call(who.key, 'execution.create', {
    body: { prompt: `${shelf}/hello`, variables: { topic: 'rain' } },
  });
const raw = (who: Member, model = 'simulated-fast') =>
  house.ask('POST', '/openai/v1/chat/completions', {
    key: who.key,
    body: { model, messages: [{ role: 'user', content: 'Hello' }] },
  });
const replayOf = (who: Member, execution: string) =>
  house.call(who.key, 'policy.replay', { params: { execution } });
const inForce = (path: string, text: string) => publishPrompt(house, 'policy', path, text);
/** The promise of a second is held by `test/fault/two-nodes.it.test.ts`; here it only has to come. */
const soon = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 50 });

describe('to begin with', () => {
  test('the built-in rules are in force, and the set is kept with the entry policy.apply before it judges', async () => {
    const page = await house.done(people.viewer.key, 'policy.read');
    expect(listAt(page, 'rules').every((one) => at(one, 'builtIn') === true)).toBe(true);
    expect(textAt(await house.done(people.viewer.key, 'policy.read_schema'), 'text')).toContain(
      'entity Team',
    );
    expect((await run(people.viewer)).status).toBe(201);
    expect((await raw(people.viewer)).status).toBe(200);
    await house.settled();
    const entries = await house.done(people.auditor.key, 'entry.list', { query: { action: 'policy.apply' } });
    expect(listAt(entries, 'items')).toMatchObject([{ subject: { id: textAt(page, 'version') } }]);
  });

  test('a verdict is replayed from what was recorded, by whoever may read the execution', async () => {
    const execution = textAt((await run(people.viewer)).body, 'id');
    const replayed = await replayOf(people.viewer, execution);
    expect(replayed.body).toMatchObject({
      same: true,
      recorded: { decision: 'permit', rules: [{ id: 'prompts.published' }] },
      asked: { principal: { id: people.viewer.id }, context: { environment: 'production', governed: true } },
    });
    expect((await replayOf(people.reviewer, execution)).status).toBe(404);
    expect((await replayOf(people.auditor, execution)).status).toBe(200);
    expect((await replayOf(house.fabrikam.people.admin, execution)).status).toBe(404);
  });
});

describe('a rule that is published', () => {
  test('is in force soon, refuses in its own words, and says what would do', async () => {
    const refuse = rule(
      'raw.only_slow',
      'forbid (principal, action == Action::"execution.create_raw", resource) when { context.model == "simulated-fast" };',
    );
    await inForce('raw.cedar', refuse);
    await soon(async () => expect((await raw(people.viewer)).status).toBe(403));
    const refused = await raw(people.viewer);
    expect(refused.text).toContain('Because of raw.only_slow.');
    expect(refused.text).toContain(`${shelf}/hello`);
    expect((await run(people.viewer)).status).toBe(201);
  });

  test('its refusals are replayed too, by who was refused and by auditors', async () => {
    await house.settled();
    const entries = await house.done(people.auditor.key, 'entry.list', {
      query: { action: 'execution.refuse' },
    });
    const execution = textAt(listAt(entries, 'items')[0], 'subject', 'id');
    expect((await replayOf(people.auditor, execution)).body).toMatchObject({
      same: true,
      recorded: { decision: 'forbid', rules: [{ id: 'raw.only_slow' }] },
    });
    expect((await replayOf(people.viewer, execution)).status).toBe(200);
    expect((await replayOf(people.reviewer, execution)).status).toBe(404);
  });

  test('of a team applies to its people, and to the apps that they own', async () => {
    const { admin, publisher } = people;
    await house.done(admin.key, 'team.create', {
      body: { name: 'interns', displayName: 'Interns' },
    });
    const add = { params: { team: 'interns' }, body: { member: publisher.id } };
    await house.done(admin.key, 'team.add_member', add);
    await inForce(
      'interns.cedar',
      rule('interns', 'forbid (principal in Team::"interns", action, resource);'),
    );
    await soon(async () => expect((await run(publisher)).status).toBe(403));
    expect((await run(people.viewer)).status).toBe(201);
  });

  test('replaces a built-in permit of its id, and never a built-in forbid', async () => {
    const narrower = rule(
      'prompts.published',
      `permit (principal, action == Action::"execution.create", resource in Library::"${shelf}") when { resource.published };`,
    );
    const wider = rule('prompts.unpublished_in_production', 'permit (principal, action, resource);');
    await inForce('own.cedar', `${narrower}\n${wider}`);
    await soon(async () => {
      const page = await house.done(people.viewer.key, 'policy.read');
      const ids = listAt(page, 'rules').map((one) => `${textAt(one, 'id')} ${textAt(one, 'file')}`);
      expect(ids).toContain('prompts.published own.cedar');
      expect(ids).not.toContain('prompts.published built-in/prompts.cedar');
      expect(ids).toContain('prompts.unpublished_in_production built-in/prompts.cedar');
    });
  });
});

describe('a rule that does not fit', () => {
  const bad = rule('misspelt', 'forbid (principal, action, resource)\nwhen { context.modle == "x" };');

  test('is told while one writes, with line, column and what was meant', async () => {
    const faults = await house.done(people.contributor.key, 'asset.check', {
      params: { library: 'policy' },
      body: { path: 'bad.cedar', text: bad },
    });
    expect(listAt(faults, 'faults')).toMatchObject([
      { line: 5, column: 8, message: expect.stringContaining('id you mean `model`?') },
    ]);
  });

  test('AT-08: never comes into force', async () => {
    await expect(inForce('bad.cedar', bad)).rejects.toThrow(/answered 4/);
  });
});

describe('a simulation', () => {
  const simulate = async (body: object) => {
    const id = textAt(await house.done(people.admin.key, 'policy.simulate', { body }), 'id');
    const read = () => house.done(people.admin.key, 'policy.read_simulation', { params: { simulation: id } });
    await vi.waitFor(async () => expect(at(await read(), 'state')).toBe('done'), { timeout: 10_000 });
    return { id, result: at(await read(), 'result') };
  };
  const noHello = rule('no.hello', `forbid (principal, action, resource == Prompt::"${shelf}/hello");`);

  test('says which recorded calls would go another way, by which rule, by whom and for what', async () => {
    await publishPrompt(house, shelf, 'tried.prompt', promptText('Tried'));
    for (let time = 0; time < 3; time += 1) {
      const body = { prompt: `${shelf}/tried`, variables: { topic: 'rain' } };
      await house.done(people.viewer.key, 'execution.create', { body });
    }
    const noTried = rule('no.tried', `forbid (principal, action, resource == Prompt::"${shelf}/tried");`);
    const { id, result } = await simulate({ files: [{ path: 'no-tried.cedar', text: noTried }], days: 1 });
    expect(result).toMatchObject({
      effects: { forbidden: 3, permitted: 0, obliged: 0 },
      groups: { prompt: [{ name: `${shelf}/tried`, changed: 3 }], rule: [{ name: 'no.tried' }] },
    });
    // The raw call at the very beginning, which the rules in force would refuse by now.
    expect(at(result, 'already')).toBeGreaterThanOrEqual(1);
    expect(listAt(result, 'examples')[0]).toMatchObject({
      effect: { kind: 'forbidden', rules: [{ reason: 'Because of no.tried.' }] },
    });
    // Counts for who may not see the calls of others; nobody else's organization at all.
    const counted = await house.done(people.contributor.key, 'policy.read_simulation', {
      params: { simulation: id },
    });
    expect(listAt(counted, 'result', 'examples')).toEqual([]);
    const stranger = { params: { simulation: id } };
    expect(
      (await house.call(house.fabrikam.people.admin.key, 'policy.read_simulation', stranger)).status,
    ).toBe(404);
  });

  test('of a change goes by what it proposes, refused calls included, and leaves its entries', async () => {
    const { change } = await propose(house, people.contributor.key, 'policy', {
      path: 'raw.cedar',
      text: rule(
        'raw.only_slow',
        'forbid (principal, action == Action::"execution.create_raw", resource) when { context.model == "none" };',
      ),
    });
    const { result } = await simulate({ change });
    expect(at(result, 'effects', 'permitted')).toBeGreaterThan(0);
    await house.settled();
    const done = await house.done(people.auditor.key, 'entry.list', {
      query: { action: 'policy.complete_simulation' },
    });
    expect(listAt(done, 'items').length).toBeGreaterThanOrEqual(2);
  });

  test('of chosen calls is for those who may see them, counts no others, and is no check of a change', async () => {
    const ran = textAt((await run(people.viewer)).body, 'id');
    const files = [{ path: 'no-hello.cedar', text: noHello }];
    const one = await simulate({ files, only: { executions: [ran] } });
    expect(one.result).toMatchObject({ judged: 1, effects: { forbidden: 1 } });
    const raws = await simulate({ files, only: { kind: 'raw' } });
    expect(raws.result).toMatchObject({ effects: { forbidden: 0, permitted: 0, obliged: 0 } });
    expect(at(raws.result, 'judged')).toBeGreaterThan(0);
    const body = { files, only: { executions: [ran] } };
    expect((await house.call(people.contributor.key, 'policy.simulate', { body })).status).toBe(403);
  });

  test('starts by itself when a change of the policy is submitted, in the name of who submitted it', async () => {
    const { change } = await propose(house, people.contributor.key, 'policy', {
      path: 'unasked.cedar',
      text: noHello,
    });
    await vi.waitFor(
      async () => {
        const list = await house.done(people.contributor.key, 'policy.list_simulations');
        expect(listAt(list, 'items')).toContainEqual(
          expect.objectContaining({ change, by: people.contributor.id, state: 'done', only: null }),
        );
      },
      { timeout: 10_000, interval: 100 },
    );
    const checks = await house.done(people.contributor.key, 'check.list', { params: { change } });
    const found = listAt(checks, 'items').find((check) => at(check, 'name') === 'simulation');
    expect(found).toMatchObject({ state: 'passed', detail: expect.stringContaining('would be forbidden') });
  });

  test('of what cannot be read is refused with the reason', async () => {
    const body = { files: [{ path: 'bad.cedar', text: 'permit (' }] };
    const reply = await house.call(people.admin.key, 'policy.simulate', { body });
    expect(reply.status).toBe(422);
    expect(at(reply.body, 'code')).toBe('policy.simulate.unreadable');
  });
});

describe('a change of the policy', () => {
  const cases = (decision: string) =>
    `tests:\n  - name: hello runs\n    request: { prompt: ${shelf}/hello, environment: production }\n    expect: { decision: ${decision} }\n`;
  const checkOf = async (change: string, name: string) => {
    const page = await house.done(people.contributor.key, 'check.list', { params: { change } });
    return listAt(page, 'items').find((check) => at(check, 'name') === name);
  };

  test('is held to its test cases, its own and those that are live', async () => {
    const path = 'hello.policy-test.yaml';
    const failing = await propose(house, people.contributor.key, 'policy', { path, text: cases('forbid') });
    expect(await checkOf(failing.change, 'policy_tests')).toMatchObject({
      ...{ state: 'failed', required: true },
      findings: [{ path, line: 2, message: expect.stringContaining('Expected forbid, and it is permit') }],
    });
    await commit(house, people.contributor.key, 'policy', failing.branch, { path, text: cases('permit') });
    expect(await checkOf(failing.change, 'policy_tests')).toMatchObject({ state: 'passed' });
    await inForce('live.policy-test.yaml', cases('permit'));
    const against = await propose(house, people.contributor.key, 'policy', {
      path: 'no-hello.cedar',
      text: rule('no.hello', `forbid (principal, action, resource == Prompt::"${shelf}/hello");`),
    });
    expect(await checkOf(against.change, 'policy_tests')).toMatchObject({ state: 'failed' });
    const edited = {
      path: 'no-hello.cedar',
      text: rule('no.hello', `forbid (principal, action, resource == Prompt::"${shelf}/hello");`),
    };
    const told = await house.done(people.viewer.key, 'policy.test', {
      body: { files: [edited], over: 'live' },
    });
    expect(listAt(told, 'items')).toMatchObject([
      { path: 'live.policy-test.yaml', failure: expect.stringContaining('no.hello') },
    ]);
    expect(
      listAt(await house.done(people.viewer.key, 'policy.test', { body: { files: [edited] } }), 'items'),
    ).toEqual([]);
    await soon(async () =>
      expect(await checkOf(against.change, 'simulation')).toMatchObject({
        state: 'passed',
        detail: expect.stringContaining('would be forbidden'),
      }),
    );
  });
});

test('a push that breaks a test case is told at once; the command line runs them before', async () => {
  const client = gitClient();
  try {
    const { host } = new URL(house.address);
    const address = `http://git:${people.contributor.key}@${host}/git/${house.northwind.name}/policy.git`;
    await client.git('.', 'clone', '-q', address, 'policy');
    const text = rule('no.hello', `forbid (principal, action, resource == Prompt::"${shelf}/hello");`);
    await client.commit('policy', 'Break it', { 'no-hello.cedar': text });
    const pushed = await client.run('policy', 'push', 'origin', 'HEAD:refs/heads/break-it');
    expect(pushed.code).toBe(0);
    expect(pushed.err).toContain('policy tests: 1 of 1 would not hold');
    expect(pushed.err).toContain('live.policy-test.yaml:2: hello runs: Expected permit');
    const program = fileURLToPath(new URL('../clients/cli/bin/countersign.mjs', import.meta.url));
    const env = {
      PATH: process.env.PATH,
      COUNTERSIGN_ADDRESS: house.address,
      COUNTERSIGN_KEY: people.viewer.key,
    };
    const args = [program, 'policy', 'test', join(client.folder, 'policy')];
    const failed = await promisify(execFile)(process.execPath, args, { env }).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({ code: 1, stdout: expect.stringContaining('hello runs: Expected permit') });
  } finally {
    client.remove();
  }
});

describe('what took part', () => {
  test('is counted for each rule, and raw calls are listed apart', async () => {
    const use = await house.done(people.viewer.key, 'policy.read_use');
    const times = new Map(listAt(use, 'items').map((one) => [at(one, 'rule'), at(one, 'times')]));
    expect(times.get('raw.only_slow')).toBeGreaterThan(0);
    expect(times.get('models.ungoverned')).toBeGreaterThan(0);
    const listed = await house.done(people.auditor.key, 'execution.list', { query: { kind: 'raw' } });
    const raws = listAt(listed, 'items');
    expect(new Set(raws.map((one) => at(one, 'prompt')))).toEqual(new Set([null]));
    expect(new Set(raws.map((one) => at(one, 'status')))).toEqual(new Set(['succeeded', 'refused']));
  });
});
