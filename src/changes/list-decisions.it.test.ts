import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, listAt, startHouse, type TestHouse, textAt } from '../../test/support/house.ts';
import { approve, commit, promptText, propose, publishPrompt, review } from '../../test/support/proposals.ts';

/** The history of decisions, over HTTP. */
let house: TestHouse;
let people: TestHouse['northwind']['people'];
const library = 'decided';

beforeAll(async () => {
  house = await startHouse();
  people = house.northwind.people;
  await house.done(people.admin.key, 'library.create', { body: { name: library, visibility: 'open' } });
});
afterAll(() => house.close());

const list = (query: Record<string, string> = {}) =>
  house.done(people.viewer.key, 'decision.list', { params: { library }, query });
const told = async (query: Record<string, string>) =>
  listAt(await list(query), 'items').map((item) => [textAt(item, 'verdict'), at(item, 'notCounting')]);

test('AT-01 an approval that went stale stays in the history, and says that it does not count, and why', async () => {
  const path = 'greet.prompt';
  const published = await publishPrompt(house, library, path, promptText('Hello'));
  const text = promptText('Hello there');
  const open = await propose(house, people.contributor.key, library, { path, text });
  await review(house, people.reviewer.key, open.change);
  await approve(house, people.approver.key, open.change);
  const counting = [
    ['approve', null],
    ['endorse', null],
  ];
  expect(await told({ change: open.change })).toEqual(counting);
  const file = { path, text: promptText('Hello to all') };
  await commit(house, people.contributor.key, library, open.branch, file);
  const stale = 'The content has changed since.';
  expect(await told({ change: open.change })).toEqual([
    ['approve', stale],
    ['endorse', stale],
  ]);
  // What counted when it was published counts for ever, and names the requirement that it was made under.
  expect(await told({ change: published.change })).toEqual(counting);
  const [first] = listAt(await list({ change: published.change }), 'items');
  expect(textAt(first, 'requirement')).not.toBe('');
  expect(textAt(first, 'entry')).toMatch(/^ent_/);
});

test('of one asset: what was decided about changes that touch it, page by page', async () => {
  await publishPrompt(house, library, 'other.prompt', promptText('Other'));
  const greetings = listAt(await list({ path: 'greet.prompt' }), 'items');
  expect(greetings).toHaveLength(4);
  expect(listAt(await list({ path: 'other.prompt' }), 'items')).toHaveLength(2);
  let next: string | null = '';
  const paged: unknown[] = [];
  for (let page = 0; next !== null && page < 9; page += 1) {
    const answer: unknown = await list({
      path: 'greet.prompt',
      limit: '1',
      ...(next === '' ? {} : { cursor: next }),
    });
    paged.push(...listAt(answer, 'items'));
    const after = at(answer, 'next');
    next = typeof after === 'string' ? after : null;
  }
  expect(paged).toEqual(greetings);
});

test('a decision that was taken back, and a newer one in its place, say so', async () => {
  const open = await propose(house, people.contributor.key, library, { path: 'third.prompt' });
  await review(house, people.reviewer.key, open.change, 'request_changes');
  await review(house, people.reviewer.key, open.change);
  expect(await told({ change: open.change })).toEqual([
    ['endorse', null],
    ['request_changes', 'A newer decision stands in its place.'],
  ]);
  await house.done(people.reviewer.key, 'change.retract', { params: { change: open.change }, body: {} });
  expect((await told({ change: open.change }))[0]).toEqual(['endorse', 'It was taken back.']);
});

test('a change of another library is none of this one: nothing is told of it', async () => {
  await house.done(people.admin.key, 'library.create', { body: { name: 'elsewhere', visibility: 'open' } });
  const { change } = await publishPrompt(house, 'elsewhere', 'a.prompt', promptText('A'));
  expect(listAt(await list({ change }), 'items')).toEqual([]);
});
