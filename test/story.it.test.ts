import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyBundle } from '../clients/sdk/src/index.ts';
import { changeActs } from '../src/changes/life.ts';
import { at, listAt, startHouse, type TestHouse, textAt } from './support/house.ts';
import { commit, promptText, propose, publishPrompt, seen } from './support/proposals.ts';
import { untilSigned } from './support/test-log.ts';

/** Every step in the life of a change leaves its entry, and the entries of a published version are a story that can be proven. */
let house: TestHouse;
let people: TestHouse['northwind']['people'];
const library = 'writing';

beforeAll(async () => {
  house = await startHouse();
  people = house.northwind.people;
  await house.done(people.admin.key, 'library.create', { body: { name: library, visibility: 'open' } });
});
afterAll(() => house.close());

/** What the walk below did: the act, by whom, about which change. */
const done: { readonly act: string; readonly by: string; readonly change: string }[] = [];

type Who = keyof TestHouse['northwind']['people'];

async function act(who: Who, operation: string, change: string, body: object = {}, more = {}) {
  const answer = await house.done(people[who].key, operation, { params: { change, ...more }, body });
  done.push({ act: operation, by: people[who].id, change });
  return answer;
}

const exactly = async (change: string) => {
  const { revision, digest, shown } = await seen(house, people.auditor.key, change);
  return { read: { revision, digest }, shown, revision };
};

/** All of them, the one that ends a change by itself aside (requirements.it.test.ts). */
async function liveThroughEverything(): Promise<void> {
  const path = 'everything.prompt';
  const { change } = await propose(house, people.contributor.key, library, { path, submit: false });
  await act('contributor', 'change.update', change, { title: 'Everything that can happen' });
  await act('contributor', 'change.submit', change);
  await act('contributor', 'reviewer.request', change, { reviewer: people.reviewer.id });
  await act('contributor', 'change.remind', change);
  await act('contributor', 'reviewer.dismiss', change, {}, { reviewer: people.reviewer.id });
  const page = await act('reviewer', 'change.comment', change, {
    path,
    line: 9,
    replacement: 'Better: {{topic}}',
  });
  const [thread] = listAt(page, 'threads');
  const where = { thread: textAt(thread, 'id') };
  await act('reviewer', 'thread.resolve', change, {}, where);
  await act('reviewer', 'thread.reopen', change, {}, where);
  const suggestions = [textAt(thread, 'comments', 0, 'id')];
  const { revision } = await exactly(change);
  await act('contributor', 'suggestion.accept', change, { revision, suggestions });
  const more = await act('approver', 'change.comment', change, { text: 'Never mind' });
  const comment = textAt(listAt(more, 'threads').at(-1), 'comments', 0, 'id');
  await act('approver', 'comment.withdraw', change, {}, { comment });
  // Whoever suggested it wrote part of it, so somebody else reviews.
  const now = await exactly(change);
  const endorse = { revision: now.revision, verdict: 'endorse' };
  const other = await house.person(house.northwind, 'other', 'reviewer');
  await house.done(other.key, 'change.review', { params: { change }, body: endorse });
  done.push({ act: 'change.review', by: other.id, change });
  await act('approver', 'change.approve', change, { ...now.read, shown: now.shown });
  await act('approver', 'change.retract', change);
  await act('approver', 'change.approve', change, { ...now.read, shown: now.shown });
  const later = new Date(Date.now() + 3_600_000).toISOString();
  await act('publisher', 'change.schedule', change, { ...now.read, at: later });
  await act('publisher', 'change.unschedule', change);
  await act('publisher', 'change.publish', change, now.read);
}

async function endOtherwise(): Promise<void> {
  const rejected = await propose(house, people.contributor.key, library);
  const { revision } = await exactly(rejected.change);
  await act('reviewer', 'change.reject', rejected.change, { revision, comment: 'No.' });
  const withdrawn = await propose(house, people.contributor.key, library);
  await act('contributor', 'change.withdraw', withdrawn.change);
  const { change } = await propose(house, people.contributor.key, library);
  const { read } = await exactly(change);
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const reason = 'Customers are told the wrong price.';
  await act('responder', 'break_glass.create', change, { ...read, reason, expiresAt });
  const judged = { verdict: 'uphold', digest: read.digest, comment: 'It was right to do this.' };
  await act('approver', 'break_glass.review', change, judged);
}

describe('every step of a change leaves its entry', () => {
  test('named like the act, by who did it, about the change', async () => {
    await liveThroughEverything();
    await endOtherwise();
    expect(changeActs.filter((name) => !done.some((one) => one.act === name))).toEqual(['change.lapse']);
    await untilSigned(house.house.ledger);
    const missing: string[] = [];
    for (const one of done) {
      const query = { subject: one.change, actor: one.by, limit: '200' };
      const entries = listAt(await house.done(people.auditor.key, 'entry.list', { query }), 'items');
      if (!entries.some((entry) => at(entry, 'action') === one.act)) missing.push(`${one.act} by ${one.by}`);
    }
    expect(missing).toEqual([]);
  });
});

describe('the evidence of a published version', () => {
  test('reads as a story, and each step of it is proven by the SDK’s verifier', async () => {
    const path = 'story.prompt';
    await publishPrompt(house, library, path, promptText('The first'));
    const second = await propose(house, people.contributor.key, library, {
      path,
      text: promptText('The second'),
    });
    await commit(house, people.admin.key, library, second.branch, {
      path,
      text: promptText('The second, better'),
    });
    const { read, shown, revision } = await exactly(second.change);
    await act('reviewer', 'change.review', second.change, { revision, verdict: 'endorse' });
    await act('approver', 'change.approve', second.change, { ...read, shown });
    await act('publisher', 'change.publish', second.change, read);

    const query = { path, number: '2' };
    const evidence = await house.done(people.viewer.key, 'version.prove', { params: { library }, query });
    const story = listAt(evidence, 'story');
    const told = story.map((step) => [at(step, 'step'), at(step, 'by', 'id')]);
    const { contributor, admin, reviewer, approver, publisher } = people;
    expect(told).toEqual([
      ['written', contributor.id],
      ['asked', contributor.id],
      ['submitted', contributor.id],
      ['written', admin.id],
      ['reviewed', reviewer.id],
      ['approved', approver.id],
      ['published', publisher.id],
    ]);

    const key = textAt(await house.done(people.auditor.key, 'ledger.head'), 'key');
    const verified = await verifyBundle(JSON.stringify(at(evidence, 'proof')), { key });
    if (!verified.ok) throw new Error(verified.sentence);
    const proven = new Map(verified.entries.map(({ entry, index }) => [entry.id, { entry, index }]));
    expect(proven.size).toBe(story.length);
    let before = -1;
    for (const step of story) {
      const found = proven.get(textAt(step, 'entry'));
      expect(found?.entry.actor.id, textAt(step, 'step')).toBe(textAt(step, 'by', 'id'));
      expect(found?.entry.at).toBe(textAt(step, 'at'));
      expect(found?.index).toBeGreaterThan(before);
      before = found?.index ?? -1;
    }
    // What was approved is what was published, and the version is its bytes.
    const approval = [...proven.values()].find(({ entry }) => entry.action === 'change.approve')?.entry;
    const publication = [...proven.values()].find(({ entry }) => entry.action === 'change.publish')?.entry;
    expect(at(approval, 'data', 'digest')).toBe(read.digest);
    expect(at(publication, 'data', 'digest')).toBe(read.digest);
    const versions = await house.done(people.viewer.key, 'version.list', {
      params: { library },
      query: { path },
    });
    expect(at(publication, 'data', 'versions', 0)).toMatchObject({
      path,
      number: 2,
      digest: at(versions, 'items', 0, 'digest'),
    });
  });

  test('is nothing for a version that is not there, and for who may not see the library', async () => {
    const prove = (key: string, number: string) =>
      house.call(key, 'version.prove', { params: { library }, query: { path: 'story.prompt', number } });
    expect((await prove(people.viewer.key, '3')).status).toBe(404);
    expect((await prove(house.fabrikam.people.admin.key, '2')).status).toBe(404);
  });
});
