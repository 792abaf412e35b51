import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, listAt, type Reply, startHouse, type TestHouse, textAt } from './support/house.ts';
import { promptText, publishPrompt } from './support/proposals.ts';

/** Rollback, retirement and return: how an environment moves without a new change, and where it never goes. */
let house: TestHouse;
let people: TestHouse['northwind']['people'];
const library = 'writing';
const environment = 'production';

beforeAll(async () => {
  house = await startHouse();
  people = house.northwind.people;
  await house.done(people.admin.key, 'library.create', { body: { name: library, visibility: 'open' } });
});
afterAll(() => house.close());

const place = (path: string) => ({ library, path, environment, reason: 'Customers complained' });
const rollBack = (path: string, version: number, more: object = {}) =>
  house.call(people.publisher.key, 'rollback.create', { body: { ...place(path), version, ...more } });
const code = (reply: Reply) => [reply.status, at(reply.body, 'code')];

async function twoVersions(path: string): Promise<void> {
  for (const line of ['First', 'Second']) await publishPrompt(house, library, path, promptText(line));
}

const live = async (path: string) => {
  const query = { path, ref: 'main' };
  return at(await house.done(people.viewer.key, 'asset.read', { params: { library }, query }), 'live');
};
const said = async (path: string) => {
  const prompt = `${library}/${path.replace('.prompt', '')}`;
  return house.call(people.viewer.key, 'execution.create', { body: { prompt, variables: { topic: 'x' } } });
};

describe('a rollback', () => {
  test('makes what was approved there live again in one step, with its entry and in the history', async () => {
    await twoVersions('a.prompt');
    const moved = await rollBack('a.prompt', 1, { from: 2 });
    expect(moved.status, moved.text).toBe(201);
    expect(moved.body).toMatchObject({ kind: 'rollback', from: 2, to: 1, path: 'a.prompt' });
    expect(await live('a.prompt')).toEqual({ production: 1 });
    const ran = await said('a.prompt');
    expect(ran.body).toMatchObject({ status: 'succeeded', prompt: { version: 1 } });
    const history = await house.done(people.viewer.key, 'environment.history', {
      params: { environment },
      query: { library, path: 'a.prompt' },
    });
    expect(listAt(history, 'items')).toMatchObject([
      { kind: 'rollback', from: 2, to: 1, reason: 'Customers complained', by: { id: people.publisher.id } },
      { kind: 'publish', from: 1, to: 2 },
      { kind: 'publish', from: null, to: 1 },
    ]);
    const entry = await house.done(people.auditor.key, 'entry.read', {
      params: { entry: textAt(moved.body, 'entry') },
    });
    expect(entry).toMatchObject({
      action: 'rollback.create',
      actor: { id: people.publisher.id },
      data: { path: 'a.prompt', from: 2, to: 1, digest: at(moved.body, 'digest') },
    });
    expect(JSON.stringify(entry)).not.toContain('Customers complained');
    // Forward again is a rollback too: version 2 is as approved as it was.
    expect((await rollBack('a.prompt', 2)).status).toBe(201);
  });

  test('AT-12 AT-19: goes nowhere that was not approved for this very environment', async () => {
    await twoVersions('b.prompt');
    expect(code(await rollBack('b.prompt', 3))).toEqual([409, 'rollback.create.not_approved_there']);
    expect(code(await rollBack('b.prompt', 2))).toEqual([409, 'rollback.create.live_already']);
    expect(code(await rollBack('no.prompt', 1))).toEqual([409, 'rollback.create.not_approved_there']);
    const toStaging = { ...place('b.prompt'), environment: 'staging', version: 1 };
    const staged = await house.call(people.publisher.key, 'rollback.create', { body: toStaging });
    expect(code(staged)).toEqual([409, 'rollback.create.not_approved_there']);
    const nowhere = { ...place('b.prompt'), environment: 'moon', version: 1 };
    const lost = await house.call(people.publisher.key, 'rollback.create', { body: nowhere });
    expect(code(lost)).toEqual([422, 'environment.unknown']);
    expect(await live('b.prompt')).toEqual({ production: 2 });
  });

  test('that was decided on something else that is live no more is refused', async () => {
    await twoVersions('c.prompt');
    expect(code(await rollBack('c.prompt', 1, { from: 1 }))).toEqual([409, 'rollback.create.moved_on']);
    expect(code(await rollBack('c.prompt', 1, { from: null }))).toEqual([409, 'rollback.create.moved_on']);
    const raced = await Promise.all(Array.from({ length: 6 }, () => rollBack('c.prompt', 1, { from: 2 })));
    expect(raced.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    expect(await live('c.prompt')).toEqual({ production: 1 });
  });
});

describe('a retirement', () => {
  const act = (operation: string, path: string) =>
    house.call(people.publisher.key, operation, { body: place(path) });

  test('takes an asset out and puts it back; its versions stay', async () => {
    await twoVersions('r.prompt');
    expect((await act('retirement.create', 'r.prompt')).body).toMatchObject({ from: 2, to: null });
    expect(await live('r.prompt')).toEqual({});
    expect((await said('r.prompt')).status).toBe(404);
    expect(code(await act('retirement.create', 'r.prompt'))).toEqual([409, 'retirement.create.not_live']);
    expect((await act('retirement.end', 'r.prompt')).body).toMatchObject({
      from: null,
      to: 2,
      kind: 'restore',
    });
    expect((await said('r.prompt')).status).toBe(201);
    expect(code(await act('retirement.end', 'r.prompt'))).toEqual([409, 'retirement.end.not_retired']);
  });

  test('does not stand in the way of a new version, and is over with it', async () => {
    await twoVersions('s.prompt');
    await act('retirement.create', 's.prompt');
    await publishPrompt(house, library, 's.prompt', promptText('Third'));
    expect(await live('s.prompt')).toEqual({ production: 3 });
    expect(code(await act('retirement.end', 's.prompt'))).toEqual([409, 'retirement.end.not_retired']);
  });
});
