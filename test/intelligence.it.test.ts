import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { at, listAt, type Member, startHouse, type TestHouse, textAt } from './support/house.ts';
import { promptText, publishPrompt } from './support/proposals.ts';

/** Figures over HTTP, on one house: what they count, that they can be made again, and what they do not show. */
let house: TestHouse;
let people: TestHouse['northwind']['people'];
const open = 'figures';
const secret = 'figures-secret';

beforeAll(async () => {
  house = await startHouse();
  people = house.northwind.people;
  const create = (body: object) => house.done(people.admin.key, 'library.create', { body });
  await create({ name: open, visibility: 'open' });
  await create({ name: secret, visibility: 'restricted' });
  await house.done(people.admin.key, 'grant.create', {
    body: {
      principal: people.contributor.id,
      role: 'contributor',
      scope: { kind: 'library', library: secret },
      reason: 'writes there',
    },
  });
  await publishPrompt(house, open, 'hello.prompt', promptText('Hello'));
});
afterAll(() => house.close());

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
    });
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
    expect(rows.map(({ n, s }) => [n, s])).toEqual(Array.from({ length: 4 }, () => [4, 4]));
  });
});
