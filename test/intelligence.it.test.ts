import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createLog } from '../src/platform/log.ts';
import { at, listAt, type Member, startHouse, type TestHouse, textAt } from './support/house.ts';
import { type MailCatcher, startMailCatcher } from './support/mail-catcher.ts';
import { type MovingClock, movingClock } from './support/moving-clock.ts';
import { promptText, publishPrompt } from './support/proposals.ts';

/** Figures over HTTP, on one house: what they count, that they can be made again, and what they do not show. */
const waiting = { timeout: 20_000, interval: 50 };
let house: TestHouse;
let people: TestHouse['northwind']['people'];
let clock: MovingClock;
let mail: MailCatcher;
/** Seven further viewers. */
let crew: Member[];
const open = 'figures';
const secret = 'figures-secret';

beforeAll(async () => {
  clock = movingClock();
  mail = await startMailCatcher();
  house = await startHouse({
    clock,
    mail: { host: '127.0.0.1', port: mail.port, secure: false, login: undefined, from: 'cs@example.com' },
  });
  people = house.northwind.people;
  const create = (body: object) => house.done(people.admin.key, 'library.create', { body });
  await create({ name: open, visibility: 'open' });
  await create({ name: secret, visibility: 'restricted' });
  for (const role of ['contributor', 'reviewer', 'approver', 'publisher'] as const)
    await house.done(people.admin.key, 'grant.create', {
      body: {
        principal: people[role].id,
        role,
        scope: { kind: 'library', library: secret },
        reason: 'works there',
      },
    });
  await publishPrompt(house, open, 'hello.prompt', promptText('Hello'));
  await publishPrompt(house, open, 'rare.prompt', promptText('Rare'));
  await publishPrompt(house, secret, 'plan.prompt', promptText('Plan'));
  crew = [];
  for (let index = 0; index < 7; index += 1)
    crew.push(await house.person(house.northwind, `figures-${index}`, 'viewer'));
});
afterAll(async () => {
  await house.close();
  await mail.close();
});

const run = (who: Member, prompt: string) =>
  house.done(who.key, 'execution.create', { body: { prompt, variables: { topic: 'rain' } } });
const raw = (who: Member) =>
  house.ask('POST', '/openai/v1/chat/completions', {
    key: who.key,
    body: { model: 'simulated-fast', messages: [{ role: 'user', content: 'Hello' }] },
  });

async function home(who: Member): Promise<ReadonlyMap<string, unknown>> {
  await house.settled();
  const page = await house.done(who.key, 'measure.read');
  return new Map(listAt(page, 'figures').map((figure) => [textAt(figure, 'id'), figure]));
}
const figureValue = (figures: ReadonlyMap<string, unknown>, id: string) => at(figures.get(id), 'value');

describe('the figures', () => {
  test('count what has ended, name their definition, and the log that they were computed from', async () => {
    await run(people.viewer, `${open}/hello`);
    await run(people.viewer, `${open}/hello`);
    await run(people.reviewer, `${open}/hello`);
    expect((await raw(people.viewer)).status).toBe(200);
    const figures = await home(people.viewer);
    expect(figureValue(figures, 'executions_7d')).toBe(4);
    expect(figureValue(figures, 'active_people_7d')).toBe(2);
    expect(figures.get('governed_share_28d')).toMatchObject({
      value: 0.75,
      n: 4,
      low: expect.closeTo(0.3, 1),
    });
    expect(figureValue(figures, 'median_approval_hours_28d')).toBeGreaterThanOrEqual(0);
    for (const figure of figures.values())
      expect(textAt(figure, 'definition')).toContain(`${textAt(figure, 'measure')}: `);
    await vi.waitFor(async () => {
      const { rows } = await house.asOwner(
        'select count(*)::int as n from ledger_position where organization_id = $1',
        [house.northwind.id],
      );
      for (const figure of (await home(people.viewer)).values())
        expect(at(figure, 'log')).toEqual({ first: 0, last: rows[0].n - 1 });
    }, waiting);
    const list = listAt(await house.done(people.viewer.key, 'measure.list'), 'items');
    const names = list.map((measure) => textAt(measure, 'name'));
    for (const figure of figures.values()) expect(names).toContain(textAt(figure, 'measure'));
    expect(new Set(names).size).toBe(names.length);
  });

  test('are of one organization', async () => {
    expect(figureValue(await home(house.fabrikam.people.admin), 'executions_7d')).toBe(0);
  });

  test('come out the same, byte for byte, when they are made again from the log', async () => {
    await house.settled();
    const rebuilt = await house.done(people.admin.key, 'measure.rebuild', { body: {} });
    expect(rebuilt).toMatchObject({ same: true });
    expect(at(rebuilt, 'entries')).toBeGreaterThan(40);
    // A row that the log does not say is found, and gone.
    await house.asOwner(
      'update intelligence_day_total set executions = executions + 1 where organization_id = $1',
      [house.northwind.id],
    );
    expect(await house.done(people.admin.key, 'measure.rebuild', { body: {} })).toMatchObject({
      same: false,
    });
    expect(await house.done(people.admin.key, 'measure.rebuild', { body: {} })).toMatchObject({ same: true });
    expect(figureValue(await home(people.viewer), 'executions_7d')).toBe(4);
  });

  test('are equal over every roll-up: no grain counts another way', async () => {
    const { rows } = await house.asOwner(
      `select 'week' as grain, sum(executions)::int n, sum(succeeded)::int s from intelligence_week_use where organization_id = $1
       union all select 'day', sum(executions)::int, sum(succeeded)::int from intelligence_day_use where organization_id = $1
       union all select 'total', sum(executions)::int, sum(succeeded)::int from intelligence_day_total where organization_id = $1
       union all select 'timed', sum(executions)::int, sum(executions)::int from intelligence_day_duration where organization_id = $1`,
      [house.northwind.id],
    );
    const { rows: people } = await house.asOwner(
      `select person_id, week, days, executions, governed, succeeded from intelligence_person_total where organization_id = $1
       except select person_id, week, bit_or(days), sum(executions), sum(governed), sum(succeeded)
       from intelligence_person_week where organization_id = $1 group by 1, 2`,
      [house.northwind.id],
    );
    expect(people).toEqual([]);
    expect(rows.map(({ n, s }) => [n, s])).toEqual(Array.from({ length: 4 }, () => [4, 4]));
  });
});

const pages = ['measure.read', 'measure.overview', 'measure.adoption'] as const;
const read = (who: Member, page: string, query: Record<string, string> = {}) =>
  house.done(who.key, page, { query });
const groups = async (who: Member, by: string, weeks = '4') =>
  new Map(
    listAt(await read(who, 'measure.compare', { by, weeks }), 'items').map((row) => [
      textAt(row, 'name'),
      row,
    ]),
  );

/** Every figure anywhere in a page. */
function figuresIn(value: unknown): { id: string; figure: unknown }[] {
  if (Array.isArray(value)) return value.flatMap(figuresIn);
  if (typeof value !== 'object' || value === null) return [];
  const id = Reflect.get(value, 'id');
  if (typeof id === 'string' && 'definition' in value) return [{ id, figure: { ...value, log: null } }];
  return Object.values(value).flatMap(figuresIn);
}

describe('over weeks', () => {
  beforeAll(async () => {
    for (const member of crew) await run(member, `${open}/hello`);
    for (const member of crew.slice(0, 2)) await run(member, `${open}/rare`);
    for (const member of crew.slice(0, 3)) await raw(member);
    clock.advance(8 * 86_400_000);
  });

  test('two pages never disagree about the same figure', async () => {
    await house.settled();
    for (const who of [people.viewer, people.admin]) {
      const seen = new Map<string, unknown>();
      let twice = 0;
      for (const page of pages)
        for (const { id, figure } of figuresIn(await read(who, page))) {
          if (seen.has(id)) {
            twice += 1;
            expect(figure, `${id} on ${page}`).toEqual(seen.get(id));
          }
          seen.set(id, figure);
        }
      expect(twice).toBeGreaterThan(6);
    }
    const overview = await read(people.viewer, 'measure.overview');
    const adoption = await read(people.viewer, 'measure.adoption');
    expect(at(overview, 'segments')).toEqual(at(adoption, 'segments'));
    expect(at(figuresIn(overview).find(({ id }) => id === 'active_share_28d')?.figure, 'value')).toBeCloseTo(
      Number(
        listAt(adoption, 'active', 'days')
          .map((day) => at(day, 'month'))
          .at(-1),
      ) / Number(at(listAt(adoption, 'funnel', 'steps')[0], 'people')),
    );
  });

  test('groups of fewer than five people are not shown, nor what would give them away', async () => {
    await house.settled();
    const libraries = await groups(people.viewer, 'library');
    // Raw calls were made by four people: neither they nor what is left without them can be shown.
    expect(at(libraries.get('Raw calls'), 'executions')).toBeNull();
    expect(at(libraries.get(open), 'executions')).toBeNull();
    for (const member of crew.slice(3)) await raw(member);
    clock.advance(7 * 86_400_000);
    await house.settled();
    const prompts = await groups(people.viewer, 'prompt');
    expect(at(prompts.get(`${open}/rare`), 'executions')).toBeNull();
    expect(at(prompts.get(`${open}/hello`), 'executions')).toBeNull();
    expect(at(prompts.get(`${open}/rare`), 'weeks')).toBe(1);
  });

  test('a restricted library is in no number of those who may not know of it', async () => {
    const of = async (who: Member) => {
      await house.settled();
      const found: unknown[] = [];
      for (const page of pages) found.push(figuresIn(await read(who, page)));
      for (const by of ['team', 'library', 'prompt', 'model', 'app'])
        for (const weeks of ['4', '12']) found.push([...(await groups(who, by, weeks))]);
      return JSON.stringify(found);
    };
    const before = await of(people.viewer);
    const knowing = await of(people.auditor);
    for (let index = 0; index < 6; index += 1) await run(people.contributor, `${secret}/plan`);
    expect(await of(people.viewer)).toBe(before);
    expect(await of(people.auditor)).not.toBe(knowing);
    clock.advance(7 * 86_400_000);
    expect(await of(people.viewer)).not.toContain(secret);
    expect(await of(house.fabrikam.people.admin)).not.toContain(open);
  });

  test('with seven people everywhere a group is shown, with its interval, and in both windows alike', async () => {
    for (const member of crew) {
      await run(member, `${open}/hello`);
      await raw(member);
    }
    clock.advance(7 * 86_400_000);
    await house.settled();
    for (const weeks of ['4', '12']) {
      const shown = await groups(people.viewer, 'library', weeks);
      expect(shown.get(open)).toMatchObject({ people: 7, executions: 7, perPerson: 1, shownWeeks: 1 });
      expect(at(shown.get(open), 'governed')).toMatchObject({
        value: 1,
        n: 7,
        low: expect.closeTo(0.646, 3),
      });
      expect(at(shown.get('Raw calls'), 'executions')).toBe(7);
    }
  });

  test('breadth and reuse count different prompts, and people who share one', async () => {
    const figures = new Map(
      figuresIn(await read(people.viewer, 'measure.adoption')).map(({ id, figure }) => [id, figure]),
    );
    // Nine ran one prompt, two of them a second one too; both prompts have at least two people.
    expect(figures.get('breadth_4w')).toMatchObject({ value: 1, n: 9 });
    expect(figures.get('reuse_share_4w')).toMatchObject({ value: 1, n: 2 });
    expect(figures.get('depth_4w')).toMatchObject({ n: 9 });
  });

  test('one who sees a single library gets no numbers of a group that is too small', async () => {
    const guest = await house.person(house.northwind, 'figures-guest', 'viewer');
    const grants = await house.done(people.admin.key, 'grant.list');
    const grant = listAt(grants, 'items').find((one) => JSON.stringify(one).includes(guest.id));
    await house.done(people.admin.key, 'grant.create', {
      body: {
        principal: guest.id,
        role: 'viewer',
        scope: { kind: 'library', library: secret },
        reason: 'reads there',
      },
    });
    await house.done(people.admin.key, 'grant.revoke', { params: { grant: textAt(grant, 'id') }, body: {} });
    const figures = await home(guest);
    expect(figureValue(figures, 'executions_7d')).toBeNull();
    expect((await house.call(guest.key, 'measure.overview')).status).toBe(403);
  });

  test('and made again from the log they are the same', async () => {
    await house.settled();
    expect(await house.done(people.admin.key, 'measure.rebuild', { body: {} })).toMatchObject({ same: true });
  });
});

describe('what one keeps', () => {
  test('views are one’s own', async () => {
    const body = { name: 'Teams, 12 weeks', page: 'groups', filters: { by: 'team', weeks: '12' } };
    const made = await house.done(people.viewer.key, 'view.create', { body });
    expect(made).toMatchObject(body);
    expect((await house.call(people.viewer.key, 'view.create', { body })).status).toBe(409);
    const views = async (who: Member) => listAt(await house.done(who.key, 'view.list'), 'items');
    expect(await views(people.viewer)).toEqual([made]);
    expect(await views(people.reviewer)).toEqual([]);
    const params = { view: textAt(made, 'id') };
    expect((await house.call(people.reviewer.key, 'view.delete', { params })).status).toBe(404);
    expect((await house.call(people.viewer.key, 'view.delete', { params })).status).toBe(204);
    expect(await views(people.viewer)).toEqual([]);
  });

  test('a letter comes every week with the page’s figures and a picture, until its reader leaves', async () => {
    const silent = createLog('silent');
    const reader = await house.person(house.northwind, 'figures-reader', 'viewer');
    const letters = () => mail.letters.filter(({ to }) => to.includes(reader.email));
    const made = await house.done(reader.key, 'letter.create', { body: { every: 'week' } });
    expect((await house.call(reader.key, 'letter.create', { body: { every: 'week' } })).status).toBe(409);
    expect(new Date(textAt(made, 'nextAt')).getUTCDay()).toBe(1);
    await house.house.intelligence.sendDue(silent);
    expect(letters()).toEqual([]);
    clock.advance(7 * 86_400_000);
    // What the mail server does not take now comes later, once.
    mail.refuse(1, 451);
    await house.house.intelligence.sendDue(silent);
    await vi.waitFor(async () => {
      await house.house.intelligence.sendDue(silent);
      expect(letters()).toHaveLength(1);
    }, waiting);
    await house.house.intelligence.sendDue(silent);
    const [letter] = letters();
    const overview = await read(reader, 'measure.overview');
    for (const figure of listAt(overview, 'figures')) expect(letter?.text).toContain(textAt(figure, 'title'));
    expect(letter?.text).toContain('Content-Type: image/png');
    expect(letter?.text).toContain('/intelligence');
    expect(letter?.text).not.toContain(secret);
    await house.settled();
    const sent = await house.house.ledger.list(house.northwind.id, { action: 'letter.send', limit: 10 });
    expect(sent.map(({ entry }) => entry.data)).toMatchObject([{ person: reader.id, every: 'week' }]);
    await house.done(people.admin.key, 'person.deactivate', { params: { person: reader.id }, body: {} });
    clock.advance(7 * 86_400_000);
    await house.house.intelligence.sendDue(silent);
    expect(letters()).toHaveLength(1);
    await house.settled();
    expect(
      await house.house.ledger.list(house.northwind.id, { action: 'letter.end', limit: 10 }),
    ).toHaveLength(1);
  });
});
