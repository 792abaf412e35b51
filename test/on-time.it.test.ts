import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, listAt, type Member, type Reply, startHouse, type TestHouse, textAt } from './support/house.ts';
import {
  approve,
  commit,
  promptText,
  propose,
  publish,
  publishPrompt,
  review,
  seen,
} from './support/proposals.ts';
import { type ShiftedClock, shiftedClock } from './support/shifted-clock.ts';
import { until } from './support/until.ts';

/** What happens at its time: scheduled publications and the end of emergencies. Late is fine, early never. */
let house: TestHouse;
let clock: ShiftedClock;
let people: TestHouse['northwind']['people'];
let secondApprover: Member;
let secondPublisher: Member;
const library = 'writing';
const hourMs = 3_600_000;

beforeAll(async () => {
  clock = shiftedClock();
  house = await startHouse({ clock });
  people = house.northwind.people;
  await house.done(people.admin.key, 'library.create', { body: { name: library, visibility: 'open' } });
  secondApprover = await house.person(house.northwind, 'second-approver', 'approver');
  secondPublisher = await house.person(house.northwind, 'second-publisher', 'publisher');
});
afterAll(() => house.close());

const code = (reply: Reply) => [reply.status, at(reply.body, 'code')];
const inMs = (ms: number) => new Date(clock.now().getTime() + ms).toISOString();
const live = async (path: string) => {
  const query = { path, ref: 'main' };
  return at(await house.done(people.viewer.key, 'asset.read', { params: { library }, query }), 'live');
};
const run = (name: string) =>
  house.call(people.viewer.key, 'execution.create', {
    body: { prompt: `${library}/${name}`, variables: { topic: 'x' } },
  });
const stateOf = async (change: string) => (await seen(house, people.viewer.key, change)).state;
const actsOf = async (change: string) =>
  listAt((await seen(house, people.viewer.key, change)).page, 'history').map((act) => textAt(act, 'action'));

async function approved(path: string, text = promptText(path)): Promise<string> {
  const { change } = await propose(house, people.contributor.key, library, { path, text });
  await review(house, people.reviewer.key, change);
  expect((await approve(house, people.approver.key, change)).status).toBe(200);
  return change;
}

async function schedule(change: string, ms: number, key = people.publisher.key): Promise<Reply> {
  const { revision, digest } = await seen(house, key, change);
  const body = { revision, digest, at: inMs(ms), notes: 'Comes at night' };
  return house.call(key, 'change.schedule', { params: { change }, body });
}

describe('a scheduled publication', () => {
  test('is made when it is due, not before, in the name of who scheduled it', async () => {
    const change = await approved('night.prompt');
    const scheduled = await schedule(change, hourMs);
    expect(scheduled.status, scheduled.text).toBe(200);
    expect(scheduled.body).toMatchObject({
      state: 'approved',
      schedule: { by: { id: people.publisher.id }, notes: 'Comes at night' },
      may: { 'change.schedule': { allowed: false }, 'change.unschedule': { allowed: true } },
    });
    expect(code(await schedule(change, hourMs))).toEqual([409, 'change.schedule.scheduled_already']);
    // Another one that is due shows that the loop went by, and left this one alone.
    const marker = await approved('marker.prompt');
    await schedule(marker, 30 * 60_000);
    clock.shift(31 * 60_000);
    await until(async () => ((await stateOf(marker)) === 'published' ? true : undefined));
    expect(await stateOf(change)).toBe('approved');
    clock.shift(30 * 60_000);
    await until(async () => ((await stateOf(change)) === 'published' ? true : undefined));
    const { page } = await seen(house, people.viewer.key, change);
    expect(page).toMatchObject({ notes: 'Comes at night', schedule: null });
    const [entry] = listAt(page, 'history').filter((act) => at(act, 'action') === 'change.publish');
    const told = await house.done(people.auditor.key, 'entry.read', {
      params: { entry: textAt(entry, 'entry') },
    });
    expect(told).toMatchObject({
      actor: { id: people.publisher.id, credential: { kind: 'key' } },
      data: { scheduled: at(scheduled.body, 'schedule', 'entry') },
    });
    const versions = await house.done(people.viewer.key, 'version.list', {
      params: { library },
      query: { path: 'night.prompt' },
    });
    expect(listAt(versions, 'items')).toMatchObject([
      { number: 1, notes: 'Comes at night', approvedFor: ['production'] },
    ]);
  });

  test.each([
    ['new bytes came', 'stale_revision'],
    ['an approver left', 'not_approved'],
    ['its publisher lost the role', 'forbidden'],
  ])('is not made when %s meanwhile, and that is recorded', async (why, ending) => {
    const path = `${ending}.prompt`;
    const { change, branch } = await propose(house, people.contributor.key, library, { path });
    await review(house, people.reviewer.key, change);
    const leaver = await house.person(house.northwind, `leaver-${ending}`, 'approver');
    expect((await approve(house, leaver.key, change)).status).toBe(200);
    const publisher = await house.person(house.northwind, `publisher-${ending}`, 'publisher', 'viewer');
    expect((await schedule(change, hourMs, publisher.key)).status).toBe(200);
    const admin = people.admin.key;
    if (why === 'new bytes came')
      await commit(house, people.contributor.key, library, branch, { path, text: promptText('Newer') });
    if (why === 'an approver left')
      await house.done(admin, 'person.deactivate', { params: { person: leaver.id }, body: {} });
    if (why === 'its publisher lost the role') {
      const grants = listAt(await house.done(admin, 'grant.list', { query: { limit: '200' } }), 'items');
      const [held] = grants.filter(
        (grant) => at(grant, 'principal', 'id') === publisher.id && at(grant, 'role') === 'publisher',
      );
      await house.done(admin, 'grant.revoke', { params: { grant: textAt(held, 'id') } });
    }
    clock.shift(hourMs + 1_000);
    await until(async () => ((await actsOf(change)).includes('change.schedule_failed') ? true : undefined));
    const { page } = await seen(house, people.viewer.key, change);
    expect(page).toMatchObject({ schedule: null });
    expect(at(page, 'state')).not.toBe('published');
    const failed = listAt(page, 'history').find((act) => at(act, 'action') === 'change.schedule_failed');
    const entry = await house.done(people.auditor.key, 'entry.read', {
      params: { entry: textAt(failed, 'entry') },
    });
    expect(entry).toMatchObject({
      actor: { kind: 'system', id: 'changes' },
      data: { problem: `change.publish.${ending}`, scheduledBy: publisher.id },
    });
  });

  test('can be called off, and wants approved content and a time within 90 days', async () => {
    const change = await approved('off.prompt');
    for (const ms of [-1_000, 91 * 24 * hourMs])
      expect(code(await schedule(change, ms))).toEqual([422, 'change.schedule.bad_time']);
    await schedule(change, hourMs);
    const off = await house.call(secondPublisher.key, 'change.unschedule', { params: { change }, body: {} });
    expect(off.body).toMatchObject({ schedule: null, state: 'approved' });
    const again = await house.call(secondPublisher.key, 'change.unschedule', {
      params: { change },
      body: {},
    });
    expect(code(again)).toEqual([409, 'change.unschedule.none']);
    const unapproved = await propose(house, people.contributor.key, library);
    expect(code(await schedule(unapproved.change, hourMs))).toEqual([409, 'change.publish.not_approved']);
    // What is published by hand waits for no time any more.
    await schedule(change, hourMs);
    expect((await publish(house, people.publisher.key, change)).status).toBe(200);
    clock.shift(hourMs + 1_000);
    const marker = await approved('after-off.prompt');
    await schedule(marker, 1_000);
    clock.shift(2_000);
    await until(async () => ((await stateOf(marker)) === 'published' ? true : undefined));
    expect(await actsOf(change)).not.toContain('change.schedule_failed');
  });
});

const why = 'Customers are told to pay twice; stop it now.';
async function breakGlass(change: string, more: object = {}, key = people.responder.key): Promise<Reply> {
  const { revision, digest } = await seen(house, key, change);
  const body = { revision, digest, reason: why, expiresAt: inMs(hourMs), ...more };
  return house.call(key, 'break_glass.create', { params: { change }, body });
}
async function judge(change: string, verdict: 'uphold' | 'undo', key = people.approver.key): Promise<Reply> {
  const { digest } = await seen(house, key, change);
  const body = { verdict, digest, comment: 'I looked at it' };
  return house.call(key, 'break_glass.review', { params: { change }, body });
}

describe('break-glass', () => {
  test('publishes without approval, says so everywhere, and goes back at its expiry', async () => {
    await publishPrompt(house, library, 'pay.prompt', promptText('Pay twice'));
    const { change } = await propose(house, people.contributor.key, library, {
      path: 'pay.prompt',
      text: promptText('Pay once'),
      submit: false,
    });
    const broken = await breakGlass(change);
    expect(broken.status, broken.text).toBe(200);
    expect(broken.body).toMatchObject({
      state: 'published',
      breakGlass: { state: 'live', reviewDue: true, by: { id: people.responder.id }, reason: why },
    });
    expect(await live('pay.prompt')).toEqual({ production: 2 });
    expect((await run('pay')).body).toMatchObject({ prompt: { version: 2 } });
    const listed = await house.done(people.viewer.key, 'break_glass.list', { query: { state: 'due' } });
    expect(listAt(listed, 'items').map((item) => at(item, 'change'))).toContain(change);
    const back = await house.call(people.publisher.key, 'rollback.create', {
      body: { library, path: 'pay.prompt', environment: 'production', version: 1, reason: 'Back and forth' },
    });
    expect(back.status).toBe(201);
    const forth = await house.call(people.publisher.key, 'rollback.create', {
      body: { library, path: 'pay.prompt', environment: 'production', version: 2, reason: 'Back and forth' },
    });
    expect(code(forth)).toEqual([409, 'rollback.create.not_approved_there']);
    clock.shift(hourMs);
    // From that instant on, whether or not the loop went by.
    expect(code(await run('pay@2'))).toEqual([422, 'execution.break_glass_ended']);
    await until(async () => ((await actsOf(change)).includes('break_glass.expire') ? true : undefined));
    expect(await live('pay.prompt')).toEqual({ production: 1 });
    expect((await seen(house, people.viewer.key, change)).page).toMatchObject({
      breakGlass: { state: 'expired', reviewDue: true },
    });
    // It stays red until somebody says what to think of it; then the same bytes come the ordinary way.
    expect((await judge(change, 'undo')).body).toMatchObject({
      breakGlass: { state: 'undone', reviewDue: false },
    });
    const params = { library };
    const opened = await house.done(people.contributor.key, 'change.create', {
      body: { library, branch: 'main', title: 'Pay once, properly' },
    });
    const proper = textAt(opened, 'id');
    await house.done(people.contributor.key, 'change.submit', { params: { change: proper }, body: {} });
    expect(code(await breakGlass(proper))).toEqual([409, 'break_glass.create.again']);
    await review(house, people.reviewer.key, proper);
    await approve(house, people.approver.key, proper);
    expect((await publish(house, people.publisher.key, proper)).status).toBe(200);
    expect(await live('pay.prompt')).toEqual({ production: 2 });
    await until(async () => ((await run('pay')).status === 201 ? true : undefined));
    const history = await house.done(people.viewer.key, 'environment.history', {
      params: { environment: 'production' },
      query: { ...params, path: 'pay.prompt' },
    });
    expect(listAt(history, 'items').map((move) => [at(move, 'kind'), at(move, 'to')])).toEqual([
      ['publish', 2],
      ['rollback', 1],
      ['break_glass', 2],
      ['publish', 1],
    ]);
  });

  test('goes back to nothing where nothing was, with several assets, and leaves what came since', async () => {
    await publishPrompt(house, library, 'one.prompt', promptText('One'));
    const { change, branch } = await propose(house, people.contributor.key, library, {
      path: 'one.prompt',
      text: promptText('One, quickly'),
    });
    await commit(house, people.contributor.key, library, branch, {
      path: 'two.prompt',
      text: promptText('Two, quickly'),
    });
    expect((await breakGlass(change)).status).toBe(200);
    expect([await live('one.prompt'), await live('two.prompt')]).toEqual([
      { production: 2 },
      { production: 1 },
    ]);
    await publishPrompt(house, library, 'one.prompt', promptText('One, properly'));
    clock.shift(hourMs);
    await until(async () => ((await actsOf(change)).includes('break_glass.expire') ? true : undefined));
    expect([await live('one.prompt'), await live('two.prompt')]).toEqual([{ production: 3 }, {}]);
  });

  test('upheld in time, it stays and counts as approved', async () => {
    await publishPrompt(house, library, 'up.prompt', promptText('Before'));
    const { change } = await propose(house, people.contributor.key, library, {
      path: 'up.prompt',
      text: promptText('After'),
    });
    await breakGlass(change);
    const upheld = await judge(change, 'uphold');
    expect(upheld.body).toMatchObject({ breakGlass: { state: 'upheld', review: { verdict: 'uphold' } } });
    const late = await judge(change, 'undo', secondApprover.key);
    expect(code(late)).toEqual([409, 'break_glass.review.reviewed_already']);
    expect(textAt(late.body, 'detail')).toContain(textAt(upheld.body, 'breakGlass', 'review', 'entry'));
    clock.shift(9 * hourMs);
    expect((await run('up')).body).toMatchObject({ prompt: { version: 2 }, status: 'succeeded' });
    expect((await run('up@2')).status).toBe(201);
    expect(await live('up.prompt')).toEqual({ production: 2 });
  });

  test('undone, it goes back at once', async () => {
    await publishPrompt(house, library, 'undo.prompt', promptText('Before'));
    const { change } = await propose(house, people.contributor.key, library, {
      path: 'undo.prompt',
      text: promptText('After'),
    });
    await breakGlass(change);
    expect((await judge(change, 'undo')).status).toBe(200);
    expect(await live('undo.prompt')).toEqual({ production: 1 });
    expect((await run('undo')).body).toMatchObject({ prompt: { version: 1 } });
    await until(async () => ((await run('undo@2')).status === 422 ? true : undefined));
  });

  test('is reviewed by an approver who had no part in it', async () => {
    const both = await house.person(house.northwind, 'both', 'contributor', 'approver', 'responder');
    const { change } = await propose(house, both.key, library);
    expect((await breakGlass(change, {}, people.responder.key)).status).toBe(200);
    expect(code(await judge(change, 'uphold', both.key))).toEqual([
      403,
      'break_glass.review.own_contribution',
    ]);
    const other = await propose(house, people.contributor.key, library);
    expect((await breakGlass(other.change, {}, both.key)).status).toBe(200);
    expect(code(await judge(other.change, 'uphold', both.key))).toEqual([
      403,
      'break_glass.review.own_contribution',
    ]);
    const plain = await publishPrompt(house, library, 'plain.prompt', promptText('Plain'));
    expect(code(await judge(plain.change, 'undo'))).toEqual([409, 'break_glass.review.none']);
  });

  test('wants a reason, at most 8 hours, something unapproved that parses and merges, and none of the rules', async () => {
    const { change } = await propose(house, people.contributor.key, library);
    expect((await breakGlass(change, { reason: 'Because I can' })).status).toBe(400);
    for (const ms of [0, 8 * hourMs + 60_000])
      expect(code(await breakGlass(change, { expiresAt: inMs(ms) }))).toEqual([
        422,
        'break_glass.create.bad_expiry',
      ]);
    expect(code(await breakGlass(change, { digest: `sha256:${'0'.repeat(64)}` }))).toEqual([
      409,
      'break_glass.create.stale_revision',
    ]);
    const done = await approved('approved.prompt');
    expect(code(await breakGlass(done))).toEqual([409, 'break_glass.create.approved']);
    const overtaken = await propose(house, people.contributor.key, library, { path: 'both.prompt' });
    await publishPrompt(house, library, 'both.prompt', promptText('Sooner'));
    expect(code(await breakGlass(overtaken.change))).toEqual([409, 'break_glass.create.unfit']);
    const rules = await propose(house, people.contributor.key, library, {
      path: 'all.cedar',
      text: '@id("all")\npermit(principal, action, resource);\n',
    });
    expect(code(await breakGlass(rules.change))).toEqual([409, 'break_glass.create.governing']);
    expect(code(await breakGlass(change, {}, people.admin.key))).toEqual([
      403,
      'break_glass.create.forbidden',
    ]);
  });
});
