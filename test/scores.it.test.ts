import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, listAt, type Member, startHouse, type TestHouse, textAt } from './support/house.ts';
import { type MovingClock, movingClock } from './support/moving-clock.ts';
import { promptText, publishPrompt } from './support/proposals.ts';

/** Scores over HTTP, and what the page of quality makes of them. */
let house: TestHouse;
let people: TestHouse['northwind']['people'];
let clock: MovingClock;
let crew: Member[];
const library = 'scores';
const dayMs = 86_400_000;

beforeAll(async () => {
  clock = movingClock();
  house = await startHouse({ clock });
  people = house.northwind.people;
  await house.done(people.admin.key, 'library.create', { body: { name: library, visibility: 'open' } });
  await publishPrompt(house, library, 'hello.prompt', promptText('Hello'));
  crew = [];
  for (let index = 0; index < 5; index += 1)
    crew.push(await house.person(house.northwind, `scores-${index}`, 'viewer'));
});
afterAll(async () => house.close());

async function run(key: string): Promise<string> {
  const body = { prompt: `${library}/hello`, variables: { topic: 'rain' } };
  return textAt(await house.done(key, 'execution.create', { body }), 'id');
}
const score = (key: string, execution: string, body: object) =>
  house.call(key, 'score.create', { params: { execution }, body });
const scoresOf = async (key: string, execution: string) =>
  listAt(await house.done(key, 'score.list', { params: { execution } }), 'items');
const thumb = (value: boolean) => ({ config: 'acceptance', value });

describe('a score', () => {
  test('AT-40 says who gave it by the key, never by what is sent', async () => {
    const own = await run(people.viewer.key);
    const claimed = await score(people.viewer.key, own, { ...thumb(true), source: 'app' });
    expect(claimed.status).toBe(400);
    expect(await scoresOf(people.viewer.key, own)).toEqual([]);
    expect((await score(people.viewer.key, own, thumb(true))).body).toMatchObject({ source: 'person' });
    const made = await house.done(people.admin.key, 'app.create', {
      body: { displayName: 'Scores app', role: 'viewer' },
    });
    const key = textAt(
      await house.done(people.admin.key, 'key.create', {
        body: { displayName: 'Scores', app: textAt(made, 'id') },
      }),
      'secret',
    );
    const by = await run(key);
    expect((await score(key, by, thumb(false))).body).toMatchObject({ source: 'app' });
    expect((await score(key, own, thumb(false))).status).toBe(404);
  });

  test('is superseded by the next of the same person; both stay, and one counts', async () => {
    const execution = await run(people.viewer.key);
    await score(people.viewer.key, execution, thumb(true));
    clock.advance(dayMs);
    await score(people.viewer.key, execution, { ...thumb(false), reason: 'wrong' });
    expect(await scoresOf(people.viewer.key, execution)).toMatchObject([
      { value: true, stands: false, reason: null },
      { value: false, stands: true, reason: 'wrong', mine: true, by: { id: people.viewer.id } },
    ]);
    await house.settled();
    const { rows } = await house.asOwner(
      `select sum(scores)::int as scores, sum(good)::int as good from intelligence_day_score
       where organization_id = $1 and source = 'person'`,
      [house.northwind.id],
    );
    // One from before, good; of these two the second.
    expect(rows).toEqual([{ scores: 2, good: 1 }]);
    expect(await house.done(people.admin.key, 'measure.rebuild', { body: {} })).toMatchObject({ same: true });
  });

  test('two at once of one person are not both the latest', async () => {
    const execution = await run(people.viewer.key);
    const replies = await Promise.all(
      [true, false, true].map((value) => score(people.viewer.key, execution, thumb(value))),
    );
    for (const { status } of replies) expect([201, 409]).toContain(status);
    const standing = (await scoresOf(people.viewer.key, execution)).filter(
      (one) => at(one, 'stands') === true,
    );
    expect(standing).toHaveLength(1);
  });

  test('is by what the organization scores by, and of what one may read', async () => {
    const config = { name: 'use-of-it', categories: ['as it is', 'edited'] };
    expect((await house.call(people.viewer.key, 'score_config.create', { body: config })).status).toBe(403);
    await house.done(people.admin.key, 'score_config.create', { body: config });
    expect((await house.call(people.admin.key, 'score_config.create', { body: config })).status).toBe(409);
    expect(
      (await house.call(people.admin.key, 'score_config.create', { body: { ...config, name: 'acceptance' } }))
        .status,
    ).toBe(409);
    const execution = await run(people.viewer.key);
    for (const [body, status, code] of [
      [{ config: 'use-of-it', value: 'edited' }, 201, undefined],
      [{ config: 'use-of-it', value: 'thrown away' }, 422, 'score.create.wrong_value'],
      [{ config: 'rating', value: 6 }, 422, 'score.create.wrong_value'],
      [{ config: 'unheard-of', value: 1 }, 422, 'score.create.unknown_config'],
      [{ ...thumb(true), reason: 'my own words' }, 400, undefined],
    ] as const) {
      const reply = await score(people.viewer.key, execution, body);
      expect(reply.status).toBe(status);
      if (code !== undefined) expect(reply.body).toMatchObject({ code });
    }
    expect((await score(people.reviewer.key, execution, thumb(true))).status).toBe(404);
    expect((await score(house.fabrikam.people.admin.key, execution, thumb(true))).status).toBe(404);
  });
});

describe('the page of quality', () => {
  const page = async () => {
    await house.settled();
    return house.done(people.viewer.key, 'measure.quality');
  };

  test('shows a week of five people once it is over, and none of four', async () => {
    clock.advance(7 * dayMs);
    for (const { key } of crew.slice(0, 4)) await score(key, await run(key), thumb(true));
    clock.advance(7 * dayMs);
    for (const [index, { key }] of crew.entries()) await score(key, await run(key), thumb(index > 0));
    expect(at(await page(), 'items', 0, 'versions', 0, 'acceptance', 'value')).toBeNull();
    clock.advance(7 * dayMs);
    const shown = await page();
    expect(at(shown, 'items')).toMatchObject([
      {
        name: `${library}/hello`,
        versions: [{ version: 1, shownWeeks: 1, acceptance: { value: 0.8, n: 5 } }],
      },
    ]);
    expect(at(shown, 'measure')).toBe('acceptance_by_version@1');
  });

  test('compares the newest two versions, and says when it cannot tell', async () => {
    await publishPrompt(house, library, 'hello.prompt', promptText('Good day'));
    for (const { key } of crew) await score(key, await run(key), thumb(true));
    clock.advance(7 * dayMs);
    expect(at(await page(), 'items', 0, 'comparison')).toMatchObject({
      ...{ before: 1, after: 2, verdict: 'cannot_tell' },
      words: 'cannot tell yet: at least 30 more scored runs',
    });
  });
});
