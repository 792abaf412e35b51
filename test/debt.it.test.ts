import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, listAt, type Member, startHouse, type TestHouse, textAt } from './support/house.ts';
import { type MovingClock, movingClock } from './support/moving-clock.ts';
import { publishPrompt } from './support/proposals.ts';

/** Prompt debt over HTTP, on one house: what it finds, what it is worth, and what it does not tell. */
let house: TestHouse;
let people: TestHouse['northwind']['people'];
let clock: MovingClock;
const open = 'debts';
const other = 'debts-other';
const secret = 'debts-secret';

const words = (topic: string) =>
  `You are a patient clerk of ${topic}. Read the letter below and answer in five short sentences, in the language of the letter, with the name of the sender first, then what was asked, then what we will do about it and by when. Never promise money. Letter: {{letter}}`;

beforeAll(async () => {
  clock = movingClock();
  house = await startHouse({ clock });
  people = house.northwind.people;
  const create = (body: object) => house.done(people.admin.key, 'library.create', { body });
  await create({ name: open, visibility: 'open' });
  await create({ name: other, visibility: 'open' });
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
  await publishPrompt(house, open, 'letter.prompt', words('a bank'));
  clock.advance(1_000);
  await publishPrompt(house, other, 'copy.prompt', words('a bank'));
  clock.advance(1_000);
  await publishPrompt(
    house,
    other,
    'spaced.prompt',
    words('a bank').replaceAll('. ', '.\n').replace('{{letter}}', '{{ text }}'),
  );
  clock.advance(1_000);
  await publishPrompt(house, other, 'edited.prompt', `${words('a bank')} Be kind.`);
  clock.advance(1_000);
  await publishPrompt(
    house,
    open,
    'far.prompt',
    'Translate {{text}} into plain words that a child of ten can follow without help.',
  );
});
afterAll(() => house.close());

const debt = async (who: Member) => {
  await house.settled();
  return house.done(who.key, 'measure.debt');
};
const names = (cluster: unknown) => listAt(cluster, 'members').map((member) => textAt(member, 'name'));

describe('prompt debt', () => {
  test('has one cluster of the same, nearly same and edited texts over libraries, with what merging saves', async () => {
    const found = await debt(people.viewer);
    const [cluster, ...more] = listAt(found, 'clusters');
    expect(more).toEqual([]);
    expect(cluster).toMatchObject({ id: `${other}/copy`, how: 'near' });
    const members = names(cluster);
    expect(members[0]).toBe(`${open}/letter`);
    expect(new Set(members)).toEqual(
      new Set([`${open}/letter`, `${other}/copy`, `${other}/spaced`, `${other}/edited`]),
    );
    const edited = listAt(cluster, 'members').find((member) => textAt(member, 'name') === `${other}/edited`);
    expect(at(edited, 'likeness')).toBeGreaterThan(0.9);
    expect(at(edited, 'likeness')).toBeLessThan(1);
    expect(at(at(found, 'figure'), 'value')).toBeCloseTo(Number(at(cluster, 'hours')), 9);
    const weeks = listAt(at(found, 'trend'), 'weeks');
    expect(at(weeks.at(-1), 'hours')).toBe(at(at(found, 'figure'), 'value'));
    expect(at(weeks[0], 'hours')).toBe(0);
  });

  test('says nothing of a restricted library to those who may not know of it, neither in counts nor hours (AT-47)', async () => {
    const before = await debt(people.viewer);
    await publishPrompt(house, secret, 'copy.prompt', words('a bank'));
    const after = await debt(people.viewer);
    const told = (page: unknown) => ({
      parts: at(page, 'parts'),
      clusters: at(page, 'clusters'),
      items: at(page, 'items'),
    });
    expect(told(after)).toEqual(told(before));
    expect(at(at(after, 'figure'), 'value')).toBe(at(at(before, 'figure'), 'value'));
    expect(JSON.stringify(after)).not.toContain(secret);
    const [cluster] = listAt(await debt(people.contributor), 'clusters');
    expect(names(cluster)).toContain(`${secret}/copy`);
  });

  test('goes when a copy becomes something else, and the weeks before keep it', async () => {
    clock.advance(8 * 86_400_000);
    const before = Number(at(at(await debt(people.viewer), 'figure'), 'value'));
    await publishPrompt(
      house,
      other,
      'copy.prompt',
      'Now it says in one line what time the office opens on {{day}}.',
    );
    const found = await debt(people.viewer);
    expect(Number(at(at(found, 'figure'), 'value'))).toBeLessThan(before);
    expect(names(listAt(found, 'clusters')[0])).not.toContain(`${other}/copy`);
    const weeks = listAt(at(found, 'trend'), 'weeks').map((week) => Number(at(week, 'hours')));
    expect(weeks.at(-2)).toBeCloseTo(before, 9);
  });

  test('counts what nobody reviewed for the setting’s days', async () => {
    clock.advance(366 * 86_400_000);
    const fresh = await debt(people.viewer);
    const stale = listAt(fresh, 'items').filter((item) => textAt(item, 'kind') === 'stale');
    expect(stale.map((item) => textAt(item, 'name'))).toContain(`${open}/letter`);
    clock.advance(-366 * 86_400_000);
  });
});
