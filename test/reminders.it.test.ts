import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, listAt, type Member, startHouse, type TestHouse, textAt } from './support/house.ts';
import { type MovingClock, movingClock } from './support/moving-clock.ts';
import { approve, propose, publish, publishPrompt, review } from './support/proposals.ts';

/** What waits too long is reminded of and escalated, once; and one sees where changes wait. */
let house: TestHouse;
let clock: MovingClock;
let people: TestHouse['northwind']['people'];
const hour = 3_600_000;

beforeAll(async () => {
  clock = movingClock();
  house = await startHouse({ clock });
  people = house.northwind.people;
  for (const name of ['plain', 'strict', 'measured'])
    await house.done(people.admin.key, 'library.create', { body: { name, visibility: 'open' } });
});
afterAll(() => house.close());

async function kindsOf(who: Member, change: string): Promise<string[]> {
  await house.settled();
  const listed = await house.done(who.key, 'notice.list', { query: { limit: '200' } });
  return listAt(listed, 'items')
    .filter((item) => at(item, 'change', 'id') === change)
    .map((item) => textAt(item, 'kind'))
    .toReversed();
}

/** The loop's round, on three further nodes at once. @returns how many reminders there are after it */
async function remind(): Promise<number> {
  const nodes = [1, 2, 3].map(() => house.house.changes.start());
  // A loop that is stopped ends after its first round.
  for (const node of nodes) await node.stop();
  const { rows } = await house.asOwner(
    "select count(*)::int as n from changes_reminder where stage <> 'by hand'",
  );
  return Number(rows[0].n);
}

describe('by itself', () => {
  test('a stage that waits a day is reminded of once, by any number of nodes, and again when it is another’s turn', async () => {
    const { change } = await propose(house, people.contributor.key, 'plain');
    expect(await remind()).toBe(0);
    clock.advance(24 * hour - 60_000);
    expect(await remind()).toBe(0);
    clock.advance(2 * 60_000);
    expect(await remind()).toBe(1);
    expect(await remind()).toBe(1);
    expect(await kindsOf(people.reviewer, change)).toEqual(['asked_to_review', 'reminded']);
    expect(await kindsOf(people.contributor, change)).toEqual([]);
    const page = await house.done(people.viewer.key, 'change.read', { params: { change } });
    const reminded = listAt(page, 'history').filter((line) => at(line, 'action') === 'change.remind');
    expect(reminded).toHaveLength(1);
    await review(house, people.reviewer.key, change);
    expect(await remind()).toBe(1);
    clock.advance(24 * hour);
    expect(await remind()).toBe(2);
    expect(await kindsOf(people.approver, change)).toContain('asked_to_approve');
    expect((await kindsOf(people.approver, change)).at(-1)).toBe('reminded');
    await approve(house, people.approver.key, change);
    clock.advance(25 * hour);
    expect(await remind()).toBe(3);
    expect(await kindsOf(people.publisher, change)).toEqual(['asked_to_publish', 'reminded']);
    await publish(house, people.publisher.key, change);
    clock.advance(100 * hour);
    expect(await remind()).toBe(3);
  });

  test('what a requirement escalates goes to whom it names, after its own time', async () => {
    const rules = `rules:
  - id: slow
    stages:
      - name: peer review
        kind: review
        need: 1
        remind: 2h
        escalate: { after: 5h, to: [{ role: publisher }] }
      - name: sign-off
        kind: approval
        need: 1
`;
    await publishPrompt(house, 'strict', 'slow.requirement.yaml', rules);
    const { change } = await propose(house, people.contributor.key, 'strict');
    clock.advance(3 * hour);
    const before = await remind();
    expect(await kindsOf(people.publisher, change)).toEqual([]);
    clock.advance(3 * hour);
    expect(await remind()).toBe(before + 1);
    expect(await kindsOf(people.publisher, change)).toEqual(['escalated']);
    expect(await kindsOf(people.reviewer, change)).toEqual(['asked_to_review', 'reminded']);
    const notices = listAt(await house.done(people.publisher.key, 'notice.list'), 'items');
    expect(textAt(notices[0], 'text')).toMatch(/^“Change \d+” has waited too long \(peer review\)$/);
  });
});

describe('by hand', () => {
  test('at most once a day, by whoever takes part, to those whose step is next', async () => {
    const { change } = await propose(house, people.contributor.key, 'plain');
    const ask = (key: string) => house.call(key, 'change.remind', { params: { change }, body: {} });
    expect((await ask(people.viewer.key)).status).toBe(403);
    expect((await ask(people.contributor.key)).status).toBe(200);
    const again = await ask(people.admin.key);
    expect({ status: again.status, code: at(again.body, 'code') }).toEqual({
      status: 409,
      code: 'change.remind.too_soon',
    });
    expect(await kindsOf(people.reviewer, change)).toEqual(['asked_to_review', 'reminded']);
    clock.advance(24 * hour);
    expect((await ask(people.contributor.key)).status).toBe(200);
    await house.done(people.contributor.key, 'change.withdraw', { params: { change }, body: {} });
    expect((await ask(people.contributor.key)).status).toBe(409);
  });
});

describe('where changes wait', () => {
  test('is measured from decisions, by step, library and whom it asked, and only over what one may see', async () => {
    const library = 'measured';
    for (const hours of [1, 3]) {
      const { change } = await propose(house, people.contributor.key, library);
      clock.advance(hours * hour);
      await review(house, people.reviewer.key, change);
      clock.advance(2 * hours * hour);
      await approve(house, people.approver.key, change);
      clock.advance(4 * hours * hour);
      await publish(house, people.publisher.key, change);
    }
    const { change } = await propose(house, people.contributor.key, library);
    clock.advance(10 * hour);
    const waits = await house.done(people.viewer.key, 'wait.read', { query: { library } });
    const near = (value: number) => expect.closeTo(value, 1);
    expect(waits).toMatchObject({
      changes: 2,
      steps: [
        { step: 'draft', medianHours: near(0), count: 2 },
        { step: 'review', medianHours: near(2), p90Hours: near(2.8) },
        { step: 'approval', medianHours: near(4), p90Hours: near(5.6) },
        { step: 'publish', medianHours: near(8), p90Hours: near(11.2) },
      ],
      libraries: [{ library }],
      asked: [
        { asked: 'any reviewer', count: 2 },
        { asked: 'any approver', count: 2 },
        { asked: 'publishers', count: 2 },
      ],
      waiting: [
        { reason: 'review', stage: 'review', count: 1, longestHours: near(10), longest: { id: change } },
      ],
    });
    await house.done(people.admin.key, 'library.create', {
      body: { name: 'hidden', visibility: 'restricted' },
    });
    const hidden = await house.call(people.viewer.key, 'wait.read', { query: { library: 'hidden' } });
    expect(hidden.status).toBe(404);
    const scope = { kind: 'library', library: 'hidden' };
    const insider = await house.person(house.northwind, 'insider', 'viewer');
    await house.done(people.admin.key, 'grant.create', {
      body: { principal: insider.id, role: 'contributor', scope },
    });
    await propose(house, insider.key, 'hidden');
    const waitingFor = async (who: Member) => {
      const seen = await house.done(who.key, 'wait.read');
      expect(JSON.stringify(listAt(seen, 'libraries'))).not.toContain('hidden');
      return listAt(seen, 'waiting').reduce<number>((sum, wait) => sum + Number(at(wait, 'count')), 0);
    };
    expect(await waitingFor(insider)).toBe((await waitingFor(people.viewer)) + 1);
    expect(await waitingFor(house.fabrikam.people.viewer)).toBe(0);
  });
});
