import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, listAt, type Reply, startHouse, type TestHouse, textAt } from './support/house.ts';
import { commit, promptText, propose, publishPrompt } from './support/proposals.ts';
import { startUpstream, type Upstream } from './support/upstream.ts';

/** What is recalled is served by nobody: not by name, number, digest or branch, not raw, and not the rest of a stream. */
let house: TestHouse;
let upstream: Upstream;
let people: TestHouse['northwind']['people'];
const library = 'writing';

beforeAll(async () => {
  [house, upstream] = await Promise.all([startHouse(), startUpstream()]);
  people = house.northwind.people;
  await house.done(people.admin.key, 'library.create', { body: { name: library, visibility: 'open' } });
  const models = ['up-drips', 'up-silent', 'up-plain'];
  const provider = { name: 'upstream', kind: 'openai', baseUrl: upstream.baseUrl, models };
  await house.done(people.admin.key, 'provider.create', { body: provider });
});
afterAll(async () => {
  await house.close();
  await upstream.close();
});

const reason = 'It promises refunds that we do not give.';
const code = (reply: Reply) => [reply.status, at(reply.body, 'code')];
const recall = (target: object) =>
  house.call(people.publisher.key, 'recall.create', { body: { target, reason } });
const lift = (id: string) =>
  house.call(people.publisher.key, 'recall.lift', { params: { recall: id }, body: { reason: 'Mended' } });
const run = (prompt: string) =>
  house.call(people.viewer.key, 'execution.create', { body: { prompt, variables: { topic: 'x' } } });
const raw = (model: string, more: object = {}) =>
  house.ask('POST', '/openai/v1/chat/completions', {
    key: people.viewer.key,
    body: { model, messages: [{ role: 'user', content: 'Hello' }], ...more },
  });

/** Asks until it answers so: what was recalled is refused within the second, and what was lifted runs again as soon. */
async function until(ask: () => Promise<Reply>, status: number): Promise<Reply> {
  for (;;) {
    const reply = await ask();
    if (reply.status === status) return reply;
  }
}

describe('a recall of a version', () => {
  test('stops these bytes by every name, and nothing else', async () => {
    await publishPrompt(house, library, 'a.prompt', promptText('Good'));
    await publishPrompt(house, library, 'a.prompt', promptText('Bad'));
    const digest = textAt((await run(`${library}/a`)).body, 'prompt', 'digest');
    const made = await recall({ kind: 'version', library, path: 'a.prompt', version: 2 });
    expect(made.status, made.text).toBe(201);
    expect(made.body).toMatchObject({ target: { kind: 'version', version: 2, digest }, lifted: null });
    await until(() => run(`${library}/a`), 422);
    await commit(house, people.contributor.key, library, 'same-again', {
      path: 'copy.prompt',
      text: promptText('Bad'),
    });
    const contributor = people.contributor.key;
    const names = [`${library}/a`, `${library}/a@production`, `${library}/a@2`, `${library}/a@${digest}`];
    for (const prompt of names) {
      const refused = await run(prompt);
      expect(code(refused)).toEqual([422, 'execution.recalled']);
      expect(textAt(refused.body, 'detail')).toContain(reason);
      expect(at(refused.body, 'recall')).toBe(at(made.body, 'id'));
      expect(
        code(
          await house.ask('POST', '/openai/v1/chat/completions', {
            key: people.viewer.key,
            body: { model: `prompt:${prompt}`, messages: [], variables: { topic: 'x' } },
          }),
        )[0],
      ).toBe(422);
    }
    const body = { prompt: `${library}/copy@branch:same-again`, variables: { topic: 'x' } };
    expect(code(await house.call(contributor, 'execution.create', { body }))).toEqual([
      422,
      'execution.recalled',
    ]);
    expect((await run(`${library}/a@1`)).status).toBe(201);
    // Nobody is told no without a record.
    const entries = await house.done(people.auditor.key, 'entry.list', {
      query: { action: 'execution.refuse', limit: '50' },
    });
    expect(
      listAt(entries, 'items').filter((entry) => at(entry, 'data', 'problem') === 'execution.recalled')
        .length,
    ).toBeGreaterThan(0);

    expect(code(await recall({ kind: 'version', library, path: 'a.prompt', version: 2 }))).toEqual([
      409,
      'recall.create.recalled_already',
    ]);
    const back = await house.call(people.publisher.key, 'rollback.create', {
      body: {
        library,
        path: 'a.prompt',
        environment: 'production',
        version: 1,
        reason: 'Back to the good one',
      },
    });
    expect(back.status).toBe(201);
    expect((await run(`${library}/a`)).body).toMatchObject({ prompt: { version: 1 } });
    const forward = await house.call(people.publisher.key, 'rollback.create', {
      body: { library, path: 'a.prompt', environment: 'production', version: 2, reason: 'And forward again' },
    });
    expect(code(forward)).toEqual([409, 'rollback.create.recalled']);

    const id = textAt(made.body, 'id');
    expect((await lift(id)).body).toMatchObject({
      lifted: { by: { id: people.publisher.id }, reason: 'Mended' },
    });
    expect(code(await lift(id))).toEqual([409, 'recall.lift.lifted_already']);
    await until(() => run(`${library}/a@2`), 201);
  });

  test('is not undone by publishing the same bytes anew', async () => {
    await publishPrompt(house, library, 'again.prompt', promptText('Again bad'));
    await publishPrompt(house, library, 'again.prompt', promptText('Better'));
    await recall({ kind: 'version', library, path: 'again.prompt', version: 1 });
    const { change } = await propose(house, people.contributor.key, library, {
      path: 'again.prompt',
      text: promptText('Again bad'),
    });
    const page = await house.done(people.reviewer.key, 'change.read', { params: { change } });
    const seen = {
      revision: textAt(page, 'revision'),
      digest: textAt(page, 'digest'),
      shown: textAt(page, 'shown'),
    };
    await house.done(people.reviewer.key, 'change.review', {
      params: { change },
      body: { revision: seen.revision, verdict: 'endorse' },
    });
    await house.done(people.approver.key, 'change.approve', { params: { change }, body: seen });
    const published = await house.call(people.publisher.key, 'change.publish', {
      params: { change },
      body: { revision: seen.revision, digest: seen.digest },
    });
    expect(code(published)).toEqual([409, 'change.publish.recalled']);
  });
});

describe('a recall of an asset', () => {
  test('stops every version of it, and every prompt that includes it', async () => {
    await publishPrompt(house, library, '_tone.prompt', 'Be kind.');
    await publishPrompt(house, library, 'letter.prompt', `${promptText('Letter')}{{> tone}}\n`);
    expect((await run(`${library}/letter`)).status).toBe(201);
    const made = await recall({ kind: 'asset', library, path: '_tone.prompt' });
    expect(made.status, made.text).toBe(201);
    await until(() => run(`${library}/letter`), 422);
    await lift(textAt(made.body, 'id'));
    await until(() => run(`${library}/letter`), 201);
    expect(code(await recall({ kind: 'asset', library, path: 'never.prompt' }))).toEqual([
      422,
      'recall.create.unknown_asset',
    ]);
    expect(code(await recall({ kind: 'workflow', library, path: 'letter.prompt' }))).toEqual([
      422,
      'recall.create.not_a_workflow',
    ]);
    expect(code(await recall({ kind: 'version', library, path: 'letter.prompt', version: 7 }))).toEqual([
      422,
      'recall.create.unknown_version',
    ]);
  });
});

describe('a recall of a model', () => {
  test('stops it raw and in prompts, and says who used it since when', async () => {
    const one = await raw('up-plain');
    expect(one.status, one.text).toBe(200);
    await raw('up-plain');
    const made = await recall({ kind: 'model', model: 'up-plain' });
    const id = textAt(made.body, 'id');
    const refused = await until(() => raw('up-plain'), 422);
    expect(at(refused.body, 'error', 'code')).toBe('execution.recalled');
    const models = await house.done(people.viewer.key, 'model.list');
    expect(listAt(models, 'items').find((model) => at(model, 'name') === 'up-plain')).toMatchObject({
      status: 'recalled',
    });
    const uses = await house.done(people.auditor.key, 'recall.uses', { params: { recall: id } });
    // Two, and those that were still served within the second.
    expect(at(uses, 'executions')).toBeGreaterThanOrEqual(2);
    expect(listAt(uses, 'items')).toMatchObject([
      {
        principal: { id: people.viewer.id },
        onBehalfOf: null,
        executions: at(uses, 'executions'),
        running: 0,
        first: at(uses, 'since'),
      },
    ]);
    expect(code(await house.call(people.viewer.key, 'recall.uses', { params: { recall: id } }))).toEqual([
      403,
      'recall.uses.forbidden',
    ]);
    const { items } = {
      items: listAt(
        await house.done(people.viewer.key, 'recall.list', { query: { state: 'in_force' } }),
        'items',
      ),
    };
    expect(items.some((item) => at(item, 'id') === id)).toBe(true);
    // The users are named in the log, for whoever tells them.
    for (;;) {
      const traced = await house.done(people.auditor.key, 'entry.list', {
        query: { action: 'recall.trace', limit: '50' },
      });
      const found = listAt(traced, 'items').find((entry) => at(entry, 'subject', 'id') === id);
      if (found === undefined) continue;
      expect(found).toMatchObject({
        data: { people: [people.viewer.id], peopleCount: 1, model: 'up-plain' },
      });
      break;
    }
    await lift(id);
    await until(() => raw('up-plain'), 200);
  });

  test('breaks off streams and calls under way, and records them as stopped', async () => {
    const response = await fetch(`${house.address}/openai/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${people.viewer.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'up-drips',
        messages: [{ role: 'user', content: 'Go on' }],
        stream: true,
      }),
    });
    const execution = response.headers.get('countersign-execution') ?? '';
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(first?.done).toBe(false);
    const made = [
      await recall({ kind: 'model', model: 'up-drips' }),
      // Never answers by itself within this test.
      undefined,
    ];
    let text = '';
    for (;;) {
      const piece = await reader?.read();
      if (piece === undefined || piece.done) break;
      text += new TextDecoder().decode(piece.value);
    }
    expect(text).toContain('execution.recalled');
    expect(text).not.toContain('[DONE]');
    const kept = await house.done(people.viewer.key, 'execution.read', { params: { execution } });
    expect(kept).toMatchObject({ status: 'stopped', problem: { code: 'execution.recalled' }, output: null });
    const audited = await house.done(people.auditor.key, 'execution.read_content', {
      params: { execution },
      body: { reason: 'To see what it said' },
    });
    expect(at(audited, 'output')).not.toBeNull();

    const waiting = raw('up-silent');
    for (;;) {
      const running = await house.done(people.auditor.key, 'execution.list', {
        query: { status: 'running' },
      });
      if (listAt(running, 'items').length > 0) break;
    }
    await recall({ kind: 'model', model: 'up-silent' });
    const broken = await waiting;
    expect(broken.status).toBe(422);
    expect(at(broken.body, 'error', 'code')).toBe('execution.recalled');
    expect(made[0]?.status).toBe(201);
  });
});
