import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, listAt, type Member, startHouse, type TestHouse, textAt } from './support/house.ts';
import { approve, commit, promptText, publish, review, seen } from './support/proposals.ts';

/** From staging to production, through the one publish path. */
let house: TestHouse;
let people: TestHouse['northwind']['people'];
/** Writes, and may approve what others wrote. */
let writer: Member;
let secondApprover: Member;
const library = 'writing';

beforeAll(async () => {
  house = await startHouse();
  people = house.northwind.people;
  await house.done(people.admin.key, 'library.create', { body: { name: library, visibility: 'open' } });
  writer = await house.person(house.northwind, 'writer', 'contributor', 'reviewer', 'approver');
  secondApprover = await house.person(house.northwind, 'second-approver', 'approver', 'reviewer');
});
afterAll(() => house.close());

async function open(key: string, branch: string, environment: string): Promise<string> {
  const body = { library, branch, title: `${branch} to ${environment}`, environment };
  const change = textAt(await house.done(key, 'change.create', { body }), 'id');
  await house.done(key, 'change.submit', { params: { change }, body: {} });
  return change;
}

async function decideAndPublish(change: string) {
  expect((await review(house, people.reviewer.key, change)).body).toMatchObject({ waitingFor: ['approval'] });
  expect((await approve(house, people.approver.key, change)).body).toMatchObject({ state: 'approved' });
  const published = await publish(house, people.publisher.key, change);
  expect(published.status, published.text).toBe(200);
  return published.body;
}

const live = async (path: string) => {
  const query = { path, ref: 'main' };
  return at(await house.done(people.viewer.key, 'asset.read', { params: { library }, query }), 'live');
};
const assetsOf = async (change: string) =>
  listAt((await seen(house, people.viewer.key, change)).page, 'assets');

describe('a version that is live in staging', () => {
  test('goes to production as the same version, by a change of its own', async () => {
    await commit(house, writer.key, library, 'tone', { path: 'tone.prompt', text: promptText('One') });
    await decideAndPublish(await open(writer.key, 'tone', 'staging'));
    expect(await live('tone.prompt')).toEqual({ staging: 1 });

    const change = await open(people.contributor.key, 'tone', 'production');
    expect(await assetsOf(change)).toMatchObject([{ path: 'tone.prompt', status: 'added', base: null }]);
    // Who wrote what production does not have yet decides nothing about it, though somebody else proposes it (AT-04).
    for (const refused of [await review(house, writer.key, change), await approve(house, writer.key, change)])
      expect([refused.status, at(refused.body, 'code')]).toEqual([
        403,
        expect.stringMatching(/own_contribution$/),
      ]);
    const published = await decideAndPublish(change);
    expect(listAt(published, 'versions')).toMatchObject([{ path: 'tone.prompt', number: 1 }]);
    expect(await live('tone.prompt')).toEqual({ staging: 1, production: 1 });
    // The page of what has ended shows what it did, not what is left to do.
    expect(await assetsOf(change)).toMatchObject([{ path: 'tone.prompt', status: 'added' }]);
    const moves = await house.done(people.viewer.key, 'environment.history', {
      params: { environment: 'production' },
    });
    expect(listAt(moves, 'items')[0]).toMatchObject({
      from: null,
      to: 1,
      change,
      reason: 'tone to production',
    });
  });

  test('when nothing is left to promote, the change cannot be submitted and says why', async () => {
    const body = { library, branch: 'main', title: 'Again', environment: 'production' };
    const change = textAt(await house.done(people.contributor.key, 'change.create', { body }), 'id');
    const refused = await house.call(people.contributor.key, 'change.submit', {
      params: { change },
      body: {},
    });
    expect(at(refused.body, 'code')).toBe('change.submit.empty');
    expect(textAt(refused.body, 'detail')).toContain('live in production already');
    await house.done(people.contributor.key, 'change.withdraw', { params: { change }, body: {} });
  });

  test('main itself promotes everything that is pending, and approvals bind exactly that', async () => {
    for (const name of ['a']) {
      await commit(house, writer.key, library, `main-${name}`, {
        path: `${name}.prompt`,
        text: promptText(name),
      });
      await decideAndPublish(await open(writer.key, `main-${name}`, 'staging'));
    }
    const change = await open(people.contributor.key, 'main', 'production');
    expect((await assetsOf(change)).map((asset) => at(asset, 'path'))).toEqual(['a.prompt']);
    await review(house, people.reviewer.key, change);
    await approve(house, people.approver.key, change);
    // One more goes to staging: what was approved is not what would go live any more.
    await commit(house, writer.key, library, 'main-c', { path: 'c.prompt', text: promptText('c') });
    await decideAndPublish(await open(writer.key, 'main-c', 'staging'));
    expect((await seen(house, people.viewer.key, change)).state).toBe('in_review');
    expect(at((await publish(house, people.publisher.key, change)).body, 'code')).toBe(
      'change.publish.not_approved',
    );
    await decideAndPublish(change);
    expect(await live('c.prompt')).toEqual({ staging: 1, production: 1 });
  });

  test('an edit on top of it is shown from what production has, and its writer counts', async () => {
    await commit(house, writer.key, library, 'two', { path: 'tone.prompt', text: promptText('Two') });
    await decideAndPublish(await open(writer.key, 'two', 'staging'));
    await commit(house, people.contributor.key, library, 'three', {
      path: 'tone.prompt',
      text: promptText('Three'),
    });
    const change = await open(people.contributor.key, 'three', 'production');
    const [asset] = await assetsOf(change);
    expect(textAt(asset, 'base', 'text')).toContain('One');
    expect(textAt(asset, 'head', 'text')).toContain('Three');
    expect(at((await approve(house, writer.key, change)).body, 'code')).toBe(
      'change.approve.own_contribution',
    );
    await review(house, people.reviewer.key, change);
    expect((await approve(house, secondApprover.key, change)).status).toBe(200);
    expect((await publish(house, people.publisher.key, change)).status).toBe(200);
    expect(await live('tone.prompt')).toEqual({ staging: 2, production: 3 });
  });

  test('a partial that only staging has goes to production with the prompt that uses it, shown and approved', async () => {
    const using = (line: string) => `${promptText(line)}{{> sign}}\n`;
    await commit(house, writer.key, library, 'sign', { path: '_sign.prompt', text: 'Yours' });
    await decideAndPublish(await open(writer.key, 'sign', 'staging'));
    await commit(house, people.contributor.key, library, 'signed', {
      path: 'signed.prompt',
      text: using('Letter'),
    });
    const change = await open(people.contributor.key, 'signed', 'production');
    expect((await assetsOf(change)).map((asset) => at(asset, 'path'))).toEqual([
      '_sign.prompt',
      'signed.prompt',
    ]);
    expect(at((await approve(house, writer.key, change)).body, 'code')).toBe(
      'change.approve.own_contribution',
    );
    await decideAndPublish(change);
    expect(await live('_sign.prompt')).toEqual({ staging: 1, production: 1 });
  });
});
