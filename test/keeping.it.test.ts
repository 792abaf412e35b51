import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyBundle } from '../clients/sdk/src/verify.ts';
import { at, listAt, type Member, startHouse, type TestHouse, textAt } from './support/house.ts';
import { movingClock } from './support/moving-clock.ts';
import { promptText, publishPrompt } from './support/proposals.ts';
import { untilSigned } from './support/test-log.ts';
import { until } from './support/until.ts';

/** What is kept of content, and what goes away: retention, legal holds and erasures (AT-35). */
const clock = movingClock();
const day = 86_400_000;
let house: TestHouse;
let admin: Member;
let second: Member;
let viewer: Member;

beforeAll(async () => {
  house = await startHouse({ clock, retentionFloorDays: 30 });
  ({ admin, viewer } = house.northwind.people);
  second = await house.person(house.northwind, 'second-admin', 'admin');
  await house.done(admin.key, 'library.create', { body: { name: 'kept-shelf', visibility: 'open' } });
  await publishPrompt(house, 'kept-shelf', 'hello.prompt', promptText('Hello'));
});
afterAll(() => house.close());

const run = async (topic: string, key = viewer.key) =>
  textAt(
    await house.done(key, 'execution.create', { body: { prompt: 'kept-shelf/hello', variables: { topic } } }),
    'id',
  );
const read = (execution: string, key = viewer.key) =>
  house.done(key, 'execution.read', { params: { execution } });
const isErased = async (execution: string) => at(await read(execution), 'erased') !== null;
const request = (target: object) =>
  house.done(admin.key, 'erasure.request', { body: { target, reason: 'She asked us to forget her' } });
const decide = (erasure: string, by: Member, how: 'approve' | 'reject' = 'approve') =>
  house.call(by.key, `erasure.${how}`, { params: { erasure }, body: {} });
const place = async (target: object) =>
  textAt(
    await house.done(admin.key, 'legal_hold.place', { body: { target, reason: 'A lawsuit is coming' } }),
    'id',
  );
const lift = (hold: string) =>
  house.done(admin.key, 'legal_hold.lift', { params: { hold }, body: { reason: 'It was settled' } });
const done = (erasure: string) =>
  until(async () => {
    const { items } = { items: listAt(await house.done(admin.key, 'erasure.list'), 'items') };
    return items.find((item) => at(item, 'id') === erasure && at(item, 'state') === 'done');
  });
const entriesAbout = async (subject: string) => {
  await untilSigned(house.house.ledger);
  return listAt(await house.done(admin.key, 'entry.list', { query: { subject } }), 'items');
};
/** What the database still holds of content, as its owner sees it. */
const stored = async (execution: string) => {
  const { rows } = await house.asOwner(
    `select (select count(*)::int from gateway_payload where execution_id = $1) as payloads,
       (select key_wrapped is not null from gateway_execution where id = $1) as key`,
    [execution],
  );
  return rows[0];
};

describe('AT-35 an erasure', () => {
  it('takes two people, takes the key and the content away, and leaves every proof valid', async () => {
    const execution = await run('canary.jones@example.com');
    const bundle = await house.done(viewer.key, 'execution.prove', { params: { execution } });
    const erasure = textAt(await request({ kind: 'executions', ids: [execution] }), 'id');
    expect(await decide(erasure, admin)).toMatchObject({
      status: 403,
      body: { code: 'erasure.approve.same_person' },
    });
    expect(await stored(execution)).toEqual({ payloads: 2, key: true });
    expect((await decide(erasure, second)).status).toBe(200);
    expect(await done(erasure)).toMatchObject({ erased: 1, held: 0 });
    expect(await stored(execution)).toEqual({ payloads: 0, key: false });
    const page = await read(execution);
    expect(page).toMatchObject({
      erased: { why: 'erasure', erasure },
      contentShown: false,
      messages: [],
      variables: {},
      output: null,
    });
    expect(JSON.stringify(page)).not.toContain('canary.jones');
    const after = await house.done(viewer.key, 'execution.prove', { params: { execution } });
    for (const proof of [bundle, after]) expect(await verifyBundle(proof)).toMatchObject({ ok: true });
    expect((await entriesAbout(erasure)).map((entry) => at(entry, 'action'))).toEqual([
      'erasure.complete',
      'erasure.erase',
      'erasure.approve',
      'erasure.request',
    ]);
    expect(await decide(erasure, second)).toMatchObject({
      body: { code: 'erasure.approve.decided_already' },
    });
  });

  it('of a person takes all that they and their apps ran, and nobody decides about their own', async () => {
    const worker = await house.person(house.northwind, 'worker', 'viewer', 'admin');
    const [one, two, other] = [await run('a', worker.key), await run('b', worker.key), await run('c')];
    const erasure = textAt(await request({ kind: 'principal', id: worker.id }), 'id');
    expect(await decide(erasure, worker)).toMatchObject({
      status: 403,
      body: { code: 'erasure.approve.own_executions' },
    });
    await decide(erasure, second);
    expect(await done(erasure)).toMatchObject({ erased: 2 });
    expect([await stored(one), await stored(two)].map(({ key }) => key)).toEqual([false, false]);
    expect(await isErased(other)).toBe(false);
  });

  it('of words takes what holds them, in or out, and no entry and no row keeps the words', async () => {
    const [about, other] = [await run('Ms. Zyzzyva of Lund'), await run('somebody else')];
    const erasure = textAt(await request({ kind: 'words', words: 'ms. zyzzyva' }), 'id');
    await decide(erasure, second);
    expect(await done(erasure)).toMatchObject({ erased: 1, target: { words: null } });
    expect([await isErased(about), await isErased(other)]).toEqual([true, false]);
    expect(JSON.stringify(await entriesAbout(erasure)).toLowerCase()).not.toContain('zyzzyva');
    const { rows } = await house.asOwner('select words from gateway_erasure where id = $1', [erasure]);
    expect(rows).toEqual([{ words: null }]);
  });

  it('that is refused erases nothing', async () => {
    const execution = await run('kept after all');
    const erasure = textAt(await request({ kind: 'executions', ids: [execution] }), 'id');
    expect((await decide(erasure, admin, 'reject')).body).toMatchObject({ state: 'refused' });
    expect(await decide(erasure, second)).toMatchObject({ status: 409 });
    expect(await isErased(execution)).toBe(false);
  });
});

describe('a legal hold', () => {
  it('beats an erasure, whatever it is placed on, and what it kept is said', async () => {
    for (const targetOf of [
      (execution: string) => ({ kind: 'execution', execution }),
      () => ({ kind: 'library', library: 'kept-shelf' }),
      () => ({ kind: 'principal', principal: viewer.id }),
      () => ({ kind: 'organization' }),
    ]) {
      const execution = await run('evidence');
      const hold = await place(targetOf(execution));
      const erasure = textAt(await request({ kind: 'executions', ids: [execution] }), 'id');
      await decide(erasure, second);
      expect(await done(erasure)).toMatchObject({ erased: 0, held: 1 });
      expect(await read(execution)).toMatchObject({ erased: null, held: true, contentShown: true });
      await lift(hold);
      expect(await read(execution)).toMatchObject({ held: false });
    }
  });

  it('that was lifted is lifted once, and names what exists', async () => {
    const hold = await place({ kind: 'organization' });
    await lift(hold);
    const body = { reason: 'Once more' };
    expect(await house.call(admin.key, 'legal_hold.lift', { params: { hold }, body })).toMatchObject({
      status: 409,
      body: { code: 'legal_hold.lift.lifted_already' },
    });
    const strange = {
      target: { kind: 'principal', principal: house.fabrikam.people.viewer.id },
      reason: 'Why',
    };
    expect(await house.call(admin.key, 'legal_hold.place', { body: strange })).toMatchObject({
      status: 422,
      body: { code: 'legal_hold.place.unknown_target' },
    });
  });
});

describe('retention', () => {
  const set = (body: object) => house.call(admin.key, 'retention.update', { body });

  it('erases what is due by the most specific rule, keeps what is held, and is recorded', async () => {
    const [plain, classed, held] = [await run('plain'), await run('classed'), await run('held')];
    await house.asOwner("update gateway_execution set data_classes = '{health}' where id = $1", [classed]);
    const hold = await place({ kind: 'execution', execution: held });
    await set({ library: 'kept-shelf', days: 40 });
    await set({ dataClass: 'health', days: 90 });
    clock.advance(41 * day);
    await set({ days: 60 });
    await until(async () => ((await isErased(plain)) ? true : undefined));
    expect(await read(plain)).toMatchObject({ erased: { why: 'retention', erasure: null } });
    expect(await stored(plain)).toEqual({ payloads: 0, key: false });
    expect([await isErased(classed), await isErased(held)]).toEqual([false, false]);
    clock.advance(50 * day);
    await lift(hold);
    await until(async () => ((await isErased(held)) && (await isErased(classed)) ? true : undefined));
    const about = await entriesAbout(house.northwind.id);
    expect(about.filter((entry) => at(entry, 'action') === 'retention.erase').length).toBeGreaterThan(1);
    const bundle = await house.done(viewer.key, 'execution.prove', { params: { execution: held } });
    expect(await verifyBundle(bundle)).toMatchObject({ ok: true });
  });

  it('never goes below the floor, not even with a rule that got into the table', async () => {
    expect(await set({ days: 29 })).toMatchObject({
      status: 422,
      body: { code: 'retention.update.below_floor' },
    });
    const execution = await run('young');
    await house.asOwner("update gateway_retention set days = 1 where library_id = '' and data_class = ''");
    await set({ library: 'kept-shelf', days: null });
    clock.advance(29 * day);
    await set({ dataClass: 'health', days: null });
    clock.advance(2 * day);
    const older = await run('younger');
    await set({ dataClass: 'phone', days: 50 });
    await until(async () => ((await isErased(execution)) ? true : undefined));
    expect(await isErased(older)).toBe(false);
    expect(at(await house.done(admin.key, 'retention.list'), 'floorDays')).toBe(30);
  });
});
