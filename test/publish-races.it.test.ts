import { afterAll, beforeAll, expect, test } from 'vitest';
import { at, listAt, type Member, type Reply, startHouse, type TestHouse, textAt } from './support/house.ts';
import { commit, promptText, propose, review, seen } from './support/proposals.ts';

/** Many at once on the real server: one outcome, and whoever comes too late is told who was first. */
let house: TestHouse;
let people: TestHouse['northwind']['people'];
let approvers: readonly Member[];
let publishers: readonly Member[];
const library = 'writing';
const five = [1, 2, 3, 4, 5];

beforeAll(async () => {
  house = await startHouse();
  people = house.northwind.people;
  await house.done(people.admin.key, 'library.create', { body: { name: library, visibility: 'open' } });
  approvers = await Promise.all(
    five.map((one) => house.person(house.northwind, `approver-${one}`, 'approver')),
  );
  publishers = await Promise.all(
    five.map((one) => house.person(house.northwind, `publisher-${one}`, 'publisher')),
  );
});
afterAll(() => house.close());

const code = (reply: Reply) => at(reply.body, 'code');
type Seen = Awaited<ReturnType<typeof seen>>;
const approveSeen = (key: string, change: string, { revision, digest, shown }: Seen) =>
  house.call(key, 'change.approve', { params: { change }, body: { revision, digest, shown } });
const publishSeen = (key: string, change: string, { revision, digest }: Seen) =>
  house.call(key, 'change.publish', { params: { change }, body: { revision, digest } });

async function endorsed(): Promise<{ change: string; branch: string; path: string }> {
  const { change, branch } = await propose(house, people.contributor.key, library);
  await review(house, people.reviewer.key, change);
  const { page } = await seen(house, people.viewer.key, change);
  return { change, branch, path: textAt(page, 'assets', 0, 'path') };
}

test('ten last approvals and publications at once have one outcome, and the losers are told who won', async () => {
  for (const _round of [1, 2, 3]) {
    const { change } = await endorsed();
    const saw = await seen(house, people.viewer.key, change);
    const outcomes: Reply[] = [];
    while (!outcomes.some(({ status }) => status === 200)) {
      const approving = approvers.map(({ key }) => approveSeen(key, change, saw));
      const publishing = publishers.map(({ key }) => publishSeen(key, change, saw));
      const approved = await Promise.all(approving);
      outcomes.push(...(await Promise.all(publishing)));
      for (const reply of approved) expect([200, 409]).toContain(reply.status);
    }
    const won = outcomes.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    const { page } = await seen(house, people.viewer.key, change);
    const acts = listAt(page, 'history').filter((act) => textAt(act, 'action') === 'change.publish');
    expect(acts).toHaveLength(1);
    const winner = { by: textAt(acts[0], 'by', 'id'), entry: textAt(acts[0], 'entry') };
    const lost = outcomes.filter(({ status }) => status !== 200);
    for (const reply of lost) {
      expect(reply.status).toBe(409);
      expect(['change.publish.wrong_stage', 'change.publish.not_approved']).toContain(code(reply));
      if (code(reply) !== 'change.publish.wrong_stage') continue;
      expect(at(reply.body, 'first')).toMatchObject({ action: 'change.publish', ...winner });
      expect(textAt(reply.body, 'detail')).toContain(winner.entry);
    }
    // Whoever decides or publishes now is told the same.
    for (const reply of [
      await approveSeen(approvers[0]?.key ?? '', change, saw),
      await publishSeen(publishers[0]?.key ?? '', change, saw),
    ])
      expect(at(reply.body, 'first')).toMatchObject(winner);
  }
});

test('AT-20: an approver who takes the approval back, while it is published, comes before or after', async () => {
  const [approver] = approvers;
  if (approver === undefined) throw new Error('there is an approver');
  for (const _round of five) {
    const { change } = await endorsed();
    await approveSeen(approver.key, change, await seen(house, approver.key, change));
    const saw = await seen(house, people.viewer.key, change);
    const [retracted, published] = await Promise.all([
      house.call(approver.key, 'change.retract', { params: { change }, body: {} }),
      publishSeen(people.publisher.key, change, saw),
    ]);
    expect([retracted.status, published.status].sort()).toEqual([200, 409]);
    const { page } = await seen(house, people.viewer.key, change);
    if (published.status === 200) {
      expect(at(retracted.body, 'first')).toMatchObject({ action: 'change.publish' });
      const last = listAt(page, 'history').at(-1);
      const entry = await house.done(people.auditor.key, 'entry.read', {
        params: { entry: textAt(last, 'entry') },
      });
      expect(listAt(entry, 'data', 'decisions')).toHaveLength(2);
    } else {
      expect(code(published)).toBe('change.publish.not_approved');
      expect(at(page, 'state')).not.toBe('published');
    }
  }
});

test('AT-03: new bytes while it is approved and published: what goes live is what was approved', async () => {
  const [approver] = approvers;
  if (approver === undefined) throw new Error('there is an approver');
  for (const round of five) {
    const { change, branch, path } = await endorsed();
    const saw = await seen(house, approver.key, change);
    const text = promptText(`Slipped in ${round}`);
    const [, approval, publication] = await Promise.all([
      commit(house, people.contributor.key, library, branch, { path, text }),
      approveSeen(approver.key, change, saw),
      publishSeen(people.publisher.key, change, saw),
    ]);
    expect([200, 409]).toContain(approval.status);
    expect([200, 409]).toContain(publication.status);
    const after = await publishSeen(people.publisher.key, change, saw);
    const live = await house.call(people.viewer.key, 'version.list', {
      params: { library },
      query: { path },
    });
    const versions = live.status === 200 ? listAt(live.body, 'items') : [];
    if (publication.status === 200 || after.status === 200)
      expect(versions).toMatchObject([{ digest: textAt(saw.page, 'assets', 0, 'head', 'digest') }]);
    else expect(versions).toEqual([]);
  }
});
