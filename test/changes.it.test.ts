import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Asking,
  addressOf,
  at,
  listAt,
  type Member,
  type Reply,
  startHouse,
  type TestHouse,
  textAt,
} from './support/house.ts';
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

/** The life of a change by HTTP, and what must not happen in it. The names AT-… are those of the attacks each test holds off. */
let house: TestHouse;
let people: TestHouse['northwind']['people'];
/** One human with every role, admin included. */
let everything: Member;
let secondAuthor: Member;
let secondApprover: Member;
const library = 'writing';

beforeAll(async () => {
  house = await startHouse();
  people = house.northwind.people;
  await house.done(people.admin.key, 'library.create', { body: { name: library, visibility: 'open' } });
  everything = await house.person(
    house.northwind,
    'everything',
    'contributor',
    'reviewer',
    'approver',
    'publisher',
    'admin',
  );
  secondAuthor = await house.person(house.northwind, 'second-author', 'contributor', 'approver');
  secondApprover = await house.person(house.northwind, 'second-approver', 'approver', 'reviewer');
});
afterAll(() => house.close());

function expectRefusal(reply: Reply, status: number, code: string): void {
  expect({ status: reply.status, code: at(reply.body, 'code') }).toEqual({ status, code });
  expect(textAt(reply.body, 'detail')).toMatch(/^[A-Z].*[.!]$/s);
  expect(reply.headers.get('content-type')).toBe('application/problem+json');
}

/** Endorsed by the reviewer and approved by the approver. */
async function approved(change: string): Promise<void> {
  expect((await review(house, people.reviewer.key, change)).status).toBe(200);
  expect((await approve(house, people.approver.key, change)).status).toBe(200);
}

const idsOf = (reply: unknown) => listAt(reply, 'items').map((item) => textAt(item, 'id'));

describe('the whole life', () => {
  test('by four people, from draft to production', async () => {
    const { change } = await propose(house, people.contributor.key, library, {
      path: 'life.prompt',
      submit: false,
    });
    expect((await seen(house, people.viewer.key, change)).state).toBe('draft');
    await house.done(people.contributor.key, 'change.submit', { params: { change }, body: {} });
    expect((await seen(house, people.viewer.key, change)).page).toMatchObject({
      state: 'in_review',
      waitingFor: ['review'],
    });
    expect((await review(house, people.reviewer.key, change)).body).toMatchObject({
      state: 'in_review',
      waitingFor: ['approval'],
    });
    expect((await approve(house, people.approver.key, change)).body).toMatchObject({
      state: 'approved',
      waitingFor: ['publish'],
    });
    const published = await publish(house, people.publisher.key, change);
    expect(published.status).toBe(200);
    const { page } = await seen(house, people.viewer.key, change);
    const digest = textAt(page, 'assets', 0, 'head', 'digest');
    expect(published.body).toMatchObject({
      state: 'published',
      versions: [{ path: 'life.prompt', number: 1, digest }],
    });
    expect(listAt(page, 'history').map((act) => textAt(act, 'action'))).toEqual([
      'change.create',
      'change.submit',
      'change.review',
      'change.approve',
      'change.publish',
    ]);
    const versions = await house.done(people.viewer.key, 'version.list', {
      params: { library },
      query: { path: 'life.prompt' },
    });
    expect(listAt(versions, 'items')).toMatchObject([{ number: 1, digest, change, live: ['production'] }]);
    const stages = ['change.review', 'change.approve', 'change.publish'] as const;
    for (const act of stages) expect(at(page, 'may', act, 'allowed')).toBe(false);
  });

  test('every act has its entry, by who did it', async () => {
    const { change } = await publishPrompt(house, library, 'entries.prompt', promptText('Entries'));
    const { page } = await seen(house, people.viewer.key, change);
    const actors = new Map(
      listAt(page, 'history').map((act) => [textAt(act, 'entry'), textAt(act, 'by', 'id')]),
    );
    expect(actors.size).toBe(5);
    for (const [entry, by] of actors)
      expect(await house.done(people.auditor.key, 'entry.read', { params: { entry } })).toMatchObject({
        subject: { kind: 'change', id: change },
        actor: { id: by },
      });
  });

  test('request_changes, then endorse, by the same person', async () => {
    const { change } = await propose(house, people.contributor.key, library);
    expect((await review(house, people.reviewer.key, change, 'request_changes')).body).toMatchObject({
      state: 'changes_requested',
      waitingFor: ['author'],
    });
    expectRefusal(await approve(house, people.approver.key, change), 409, 'change.approve.too_early');
    expectRefusal(await publish(house, people.publisher.key, change), 409, 'change.publish.not_approved');
    expect((await review(house, people.reviewer.key, change, 'endorse')).body).toMatchObject({
      state: 'in_review',
    });
    expect((await approve(house, people.approver.key, change)).body).toMatchObject({ state: 'approved' });
    expect((await publish(house, people.publisher.key, change)).status).toBe(200);
  });

  test('a draft cannot be reviewed, approved or published', async () => {
    const { change } = await propose(house, people.contributor.key, library, { submit: false });
    expectRefusal(await review(house, people.reviewer.key, change), 409, 'change.review.wrong_stage');
    expectRefusal(await approve(house, people.approver.key, change), 409, 'change.approve.wrong_stage');
    expectRefusal(await publish(house, people.publisher.key, change), 409, 'change.publish.wrong_stage');
  });

  test('what was rejected or withdrawn stays so', async () => {
    for (const end of ['reject', 'withdraw'] as const) {
      const { change } = await propose(house, people.contributor.key, library);
      await approved(change);
      const { revision } = await seen(house, people.reviewer.key, change);
      const ended =
        end === 'reject'
          ? await house.call(people.reviewer.key, 'change.reject', {
              params: { change },
              body: { revision, comment: 'No.' },
            })
          : await house.call(people.contributor.key, 'change.withdraw', { params: { change }, body: {} });
      expect(ended.body).toMatchObject({ state: end === 'reject' ? 'rejected' : 'withdrawn' });
      expectRefusal(await publish(house, people.publisher.key, change), 409, 'change.publish.wrong_stage');
      expectRefusal(await approve(house, secondApprover.key, change), 409, 'change.approve.wrong_stage');
      const again = await house.call(people.contributor.key, 'change.submit', {
        params: { change },
        body: {},
      });
      expectRefusal(again, 409, 'change.submit.wrong_stage');
    }
  });

  test('comments, on the change and on a line', async () => {
    const path = 'commented.prompt';
    const { change } = await propose(house, people.contributor.key, library, { path });
    const params = { change };
    const text = 'Why this line? <script>alert(1)</script>';
    const general = await house.call(people.reviewer.key, 'change.comment', {
      params,
      body: { text: 'Fine.' },
    });
    expect(general.status).toBe(201);
    await house.done(people.contributor.key, 'change.comment', {
      params,
      body: { text, path, line: 3 },
    });
    const { page } = await seen(house, people.viewer.key, change);
    expect(listAt(page, 'threads')).toMatchObject([
      { path: null, anchor: null, comments: [{ text: 'Fine.', by: { id: people.reviewer.id } }] },
      {
        path,
        anchor: { side: 'head', firstLine: 3, lastLine: 3 },
        comments: [{ text, by: { id: people.contributor.id } }],
      },
    ]);
    expectRefusal(
      await house.call(people.viewer.key, 'change.comment', { params, body: { text } }),
      403,
      'change.comment.forbidden',
    );
    const leaves = await house.asOwner('select leaf from ledger_leaf');
    expect(leaves.rows.some((row) => Buffer.from(row.leaf).toString('utf8').includes('Why this line'))).toBe(
      false,
    );
  });
});

describe('approvals bind what was shown', () => {
  test('AT-01: an edit after the approval makes it stale', async () => {
    const { change, branch } = await propose(house, people.contributor.key, library, { path: 'at01.prompt' });
    await approved(change);
    const before = await seen(house, people.publisher.key, change);
    await commit(house, people.contributor.key, library, branch, {
      path: 'at01.prompt',
      text: promptText('Something else'),
    });
    const body = { revision: before.revision, digest: before.digest };
    expectRefusal(
      await house.call(people.publisher.key, 'change.publish', { params: { change }, body }),
      409,
      'change.publish.stale_revision',
    );
    expectRefusal(await publish(house, people.publisher.key, change), 409, 'change.publish.not_approved');
    const { page, state } = await seen(house, people.viewer.key, change);
    expect(state).toBe('in_review');
    expect(listAt(page, 'decisions')).toMatchObject([{ stale: true }, { stale: true }]);
    await approved(change);
    expect((await publish(house, people.publisher.key, change)).status).toBe(200);
  });

  test('AT-02: an approval of a stale page records nothing', async () => {
    const { change, branch } = await propose(house, people.contributor.key, library, { path: 'at02.prompt' });
    const old = await seen(house, people.approver.key, change);
    await commit(house, people.contributor.key, library, branch, {
      path: 'at02.prompt',
      text: promptText('Newer'),
    });
    const now = await seen(house, people.approver.key, change);
    const before = await house.counts();
    const attempts = [
      { revision: old.revision, digest: old.digest, shown: old.shown },
      { revision: now.revision, digest: old.digest, shown: now.shown },
      { revision: now.revision, digest: now.digest, shown: old.shown },
      { revision: old.revision, digest: now.digest, shown: now.shown },
    ];
    for (const body of attempts)
      expectRefusal(
        await house.call(people.approver.key, 'change.approve', { params: { change }, body }),
        409,
        'change.approve.stale_revision',
      );
    expectRefusal(
      await house.call(people.reviewer.key, 'change.review', {
        params: { change },
        body: { revision: old.revision, verdict: 'endorse' },
      }),
      409,
      'change.review.stale_revision',
    );
    expect(await house.counts()).toEqual(before);
  });

  test('AT-03: whatever races with a publish, only approved bytes are published', async () => {
    for (let round = 0; round < 6; round += 1) {
      const path = `at03-${round}.prompt`;
      const { change, branch } = await propose(house, people.contributor.key, library, { path });
      await approved(change);
      const { page } = await seen(house, people.publisher.key, change);
      const approvedDigest = textAt(page, 'assets', 0, 'head', 'digest');
      const edit = { path, text: promptText(`Unapproved ${round}`) };
      const [published] = await Promise.all([
        publish(house, people.publisher.key, change),
        commit(house, people.contributor.key, library, branch, edit),
      ]);
      expect([200, 409]).toContain(published.status);
      if (published.status === 200) expect(at(published.body, 'versions', 0, 'digest')).toBe(approvedDigest);
      const versions = await house.done(people.viewer.key, 'version.list', {
        params: { library },
        query: { path },
      });
      expect(listAt(versions, 'items').map((version) => textAt(version, 'digest'))).toEqual(
        published.status === 200 ? [approvedDigest] : [],
      );
    }
  });

  test('AT-11: an approval for one environment counts in no other', async () => {
    const { change } = await propose(house, people.contributor.key, library);
    await approved(change);
    await house.asOwner("update changes_change set environment = 'elsewhere' where id = $1", [change]);
    const { page, state } = await seen(house, people.viewer.key, change);
    expect(state).toBe('in_review');
    expect(listAt(page, 'decisions')).toMatchObject([{ stale: true }, { stale: true }]);
    expectRefusal(await publish(house, people.publisher.key, change), 409, 'change.publish.not_approved');
    await house.asOwner("update changes_change set environment = 'production' where id = $1", [change]);
    expectRefusal(
      await house.call(people.contributor.key, 'change.create', {
        body: { library, branch: 'work-1', title: 'Elsewhere', environment: 'elsewhere' },
      }),
      422,
      'environment.unknown',
    );
  });
});

describe('separation of duties counts humans', () => {
  test('AT-04: the author of every role can neither review nor approve, by key or by session', async () => {
    const { change } = await propose(house, everything.key, library);
    const { page, revision, digest, shown } = await seen(house, everything.key, change);
    expect(at(page, 'may', 'change.approve', 'allowed')).toBe(false);
    expect(at(page, 'may', 'change.review', 'allowed')).toBe(false);
    const before = await house.counts();
    const cookie = await house.signIn(everything);
    const signedIn = await house.counts();
    const routes: Asking[] = [{ key: everything.key }, { cookie, headers: { origin: house.address } }];
    const acts = [
      ['change.review', { revision, verdict: 'endorse' }],
      ['change.approve', { revision, digest, shown }],
    ] as const;
    for (const route of routes)
      for (const [act, body] of acts) {
        const { method, path } = addressOf(house.house, act, { params: { change } });
        expectRefusal(await house.ask(method, path, { ...route, body }), 403, `${act}.own_contribution`);
      }
    expect(await house.counts()).toEqual(signedIn);
    expect(signedIn.changes_decision).toBe(before.changes_decision);
    expectRefusal(await publish(house, everything.key, change), 409, 'change.publish.not_approved');
  });

  test('AT-05: nobody who committed to the branch decides on it', async () => {
    const { change, branch } = await propose(house, people.contributor.key, library);
    await commit(house, secondAuthor.key, library, branch, {
      path: 'at05.prompt',
      text: promptText('A second hand'),
    });
    expectRefusal(await approve(house, secondAuthor.key, change), 403, 'change.approve.own_contribution');
    expectRefusal(await review(house, secondAuthor.key, change), 403, 'change.review.own_contribution');
    const { page } = await seen(house, people.viewer.key, change);
    expect(
      listAt(page, 'contributors')
        .map((person) => textAt(person, 'id'))
        .sort(),
    ).toEqual([people.contributor.id, secondAuthor.id].sort());
  });

  test('AT-05: nor does a commit after the approval turn its author into an approver', async () => {
    const { change, branch } = await propose(house, people.contributor.key, library, {
      path: 'at05b.prompt',
    });
    expect((await review(house, people.reviewer.key, change)).status).toBe(200);
    expect((await approve(house, secondAuthor.key, change)).status).toBe(200);
    const first = promptText('Back again');
    await commit(house, secondAuthor.key, library, branch, { path: 'at05b.prompt', text: first });
    expectRefusal(await approve(house, people.approver.key, change), 409, 'change.approve.too_early');
    await approved(change);
    const { page } = await seen(house, people.viewer.key, change);
    expect(at(page, 'requirement', 'stages', 1, 'by')).toMatchObject([{ id: people.approver.id }]);
  });

  test('AT-06: no app decides, and the human behind an app is its author', async () => {
    const admin = everything.key;
    const app = textAt(
      await house.done(admin, 'app.create', { body: { displayName: 'Robot', role: 'approver' } }),
      'id',
    );
    await house.done(admin, 'grant.create', {
      body: { principal: app, role: 'contributor', scope: { kind: 'organization' } },
    });
    const robot = textAt(
      await house.done(admin, 'key.create', { body: { displayName: 'Robot', app } }),
      'secret',
    );
    const own = await propose(house, everything.key, library);
    expectRefusal(await approve(house, robot, own.change), 403, 'change.approve.humans_only');
    expectRefusal(await review(house, robot, own.change), 403, 'change.review.humans_only');
    const byRobot = await propose(house, robot, library);
    expectRefusal(
      await approve(house, everything.key, byRobot.change),
      403,
      'change.approve.own_contribution',
    );
    const others = await propose(house, people.contributor.key, library);
    expectRefusal(await approve(house, robot, others.change), 403, 'change.approve.humans_only');
    await approved(byRobot.change);
    expect((await publish(house, people.publisher.key, byRobot.change)).status).toBe(200);
  });

  test('AT-07: who asked for it and who wrote it are both too close', async () => {
    const branch = 'asked-for';
    await commit(house, secondAuthor.key, library, branch, {
      path: 'at07.prompt',
      text: promptText('Ghost-written'),
    });
    const opened = await house.done(everything.key, 'change.create', {
      body: { library, branch, title: 'Not mine' },
    });
    const change = textAt(opened, 'id');
    await house.done(people.contributor.key, 'change.submit', { params: { change }, body: {} });
    for (const person of [everything, secondAuthor]) {
      expectRefusal(await approve(house, person.key, change), 403, 'change.approve.own_contribution');
      expectRefusal(await review(house, person.key, change), 403, 'change.review.own_contribution');
    }
    await approved(change);
    expect((await publish(house, people.publisher.key, change)).status).toBe(200);
  });

  test('AT-07: who submits somebody else’s draft asks for it too', async () => {
    const { change } = await propose(house, people.contributor.key, library, { submit: false });
    await house.done(everything.key, 'change.submit', { params: { change }, body: {} });
    expectRefusal(await review(house, everything.key, change), 403, 'change.review.own_contribution');
    await review(house, people.reviewer.key, change);
    expectRefusal(await approve(house, everything.key, change), 403, 'change.approve.own_contribution');
  });

  test('AT-17: one human with two roles counts once', async () => {
    const { change } = await propose(house, people.contributor.key, library);
    expect((await review(house, secondApprover.key, change)).status).toBe(200);
    expectRefusal(await approve(house, secondApprover.key, change), 409, 'change.approve.too_early');
    expect((await review(house, people.reviewer.key, change)).status).toBe(200);
    expect((await approve(house, secondApprover.key, change)).status).toBe(200);
    const { page } = await seen(house, people.viewer.key, change);
    expect(at(page, 'requirement', 'stages')).toMatchObject([
      { name: 'review', have: 1, by: [{ id: people.reviewer.id }], satisfied: true },
      { name: 'approval', have: 1, by: [{ id: secondApprover.id }], satisfied: true },
    ]);
    expect((await publish(house, people.publisher.key, change)).status).toBe(200);
  });

  test('AT-17: an approver who lost the role, or left, before the publish does not count', async () => {
    for (const how of ['revoked', 'left'] as const) {
      const leaver = await house.person(house.northwind, `leaver-${how}`, 'approver');
      const { change } = await propose(house, people.contributor.key, library);
      expect((await review(house, people.reviewer.key, change)).status).toBe(200);
      expect((await approve(house, leaver.key, change)).body).toMatchObject({ state: 'approved' });
      if (how === 'left')
        await house.done(people.admin.key, 'person.deactivate', { params: { person: leaver.id }, body: {} });
      else {
        const grants = await house.done(people.admin.key, 'grant.list', { query: { limit: '200' } });
        const held = listAt(grants, 'items').find((grant) => textAt(grant, 'principal', 'id') === leaver.id);
        await house.done(people.admin.key, 'grant.revoke', { params: { grant: textAt(held, 'id') } });
      }
      expectRefusal(await publish(house, people.publisher.key, change), 409, 'change.publish.not_approved');
      expect((await seen(house, people.viewer.key, change)).state).toBe('in_review');
      expect((await approve(house, people.approver.key, change)).status).toBe(200);
      expect((await publish(house, people.publisher.key, change)).status).toBe(200);
    }
  });
});

describe('many at once', () => {
  test('ten clicks on approve are one approval, ten on publish one version', async () => {
    const path = 'clicks.prompt';
    const { change } = await propose(house, people.contributor.key, library, { path });
    expect((await review(house, people.reviewer.key, change)).status).toBe(200);
    const { revision, digest, shown } = await seen(house, people.approver.key, change);
    const tenTimes = (key: string, act: string, body: unknown) =>
      Promise.all(Array.from({ length: 10 }, () => house.call(key, act, { params: { change }, body })));
    const approvals = await tenTimes(people.approver.key, 'change.approve', { revision, digest, shown });
    expect(approvals.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)]);
    for (const reply of approvals)
      if (reply.status === 409) expectRefusal(reply, 409, 'change.approve.decided_already');
    const { page } = await seen(house, people.viewer.key, change);
    expect(listAt(page, 'decisions')).toHaveLength(2);
    const publishes = await tenTimes(people.publisher.key, 'change.publish', { revision, digest });
    expect(publishes.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(409)]);
    for (const reply of publishes)
      if (reply.status === 409) expectRefusal(reply, 409, 'change.publish.wrong_stage');
    const versions = await house.done(people.viewer.key, 'version.list', {
      params: { library },
      query: { path },
    });
    expect(listAt(versions, 'items')).toHaveLength(1);
  });

  test('approvals of several people at once all count, each once', async () => {
    const { change } = await propose(house, people.contributor.key, library);
    expect((await review(house, people.reviewer.key, change)).status).toBe(200);
    const approvers = [people.approver, secondApprover, everything, secondAuthor];
    const replies = await Promise.all(approvers.map(({ key }) => approve(house, key, change)));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const { page } = await seen(house, people.viewer.key, change);
    expect(at(page, 'requirement', 'stages', 1, 'have')).toBe(4);
  });

  test('ten drafts from one branch are one draft', async () => {
    const branch = 'one-draft';
    await commit(house, people.contributor.key, library, branch, {
      path: 'one-draft.prompt',
      text: promptText('Once'),
    });
    const body = { library, branch, title: 'Once' };
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => house.call(people.contributor.key, 'change.create', { body })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
    for (const reply of replies) if (reply.status === 409) expectRefusal(reply, 409, 'change.create.exists');
  });

  test('two changes of one file: the second conflicts, in order and at once', async () => {
    for (const together of [false, true]) {
      const path = `shared-${together}.prompt`;
      const changes = [];
      for (const line of ['One', 'Two']) {
        const { change } = await propose(house, people.contributor.key, library, {
          path,
          text: promptText(line),
        });
        await approved(change);
        changes.push(change);
      }
      const go = (change: string) => publish(house, people.publisher.key, change);
      const replies = [];
      if (together) replies.push(...(await Promise.all(changes.map(go))));
      else for (const change of changes) replies.push(await go(change));
      const refused = replies.filter(({ status }) => status !== 200);
      expect(refused).toHaveLength(1);
      for (const reply of refused) {
        expectRefusal(reply, 409, 'change.publish.conflict');
        expect(textAt(reply.body, 'detail')).toContain(path);
      }
      const versions = await house.done(people.viewer.key, 'version.list', {
        params: { library },
        query: { path },
      });
      expect(listAt(versions, 'items')).toHaveLength(1);
    }
  });

  test('changes of different files all publish, each its own next version', async () => {
    const paths = ['left.prompt', 'right.prompt', 'middle.prompt'];
    await publishPrompt(house, library, 'left.prompt', promptText('The first left'));
    const changes = [];
    for (const path of paths) {
      const { change } = await propose(house, people.contributor.key, library, {
        path,
        text: promptText(`New ${path}`),
      });
      await approved(change);
      changes.push(change);
    }
    const replies = await Promise.all(changes.map((change) => publish(house, people.publisher.key, change)));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(replies.map(({ body }) => listAt(body, 'versions'))).toMatchObject([
      [{ path: 'left.prompt', number: 2 }],
      [{ path: 'right.prompt', number: 1 }],
      [{ path: 'middle.prompt', number: 1 }],
    ]);
    const assets = await house.done(people.viewer.key, 'asset.list', {
      params: { library },
      query: { limit: '200' },
    });
    for (const path of paths)
      expect(listAt(assets, 'items').find((asset) => textAt(asset, 'path') === path)).toMatchObject({
        production: path === 'left.prompt' ? 2 : 1,
      });
  });
});

describe('lists', () => {
  const lists = 'lists';
  const change: string[] = [];
  beforeAll(async () => {
    await house.done(people.admin.key, 'library.create', { body: { name: lists, visibility: 'open' } });
    for (let made = 0; made < 5; made += 1)
      change.push((await propose(house, people.contributor.key, lists, { submit: made > 0 })).change);
    expect((await review(house, people.reviewer.key, change[2] ?? '', 'request_changes')).status).toBe(200);
    expect((await review(house, people.reviewer.key, change[3] ?? '')).status).toBe(200);
    await approved(change[4] ?? '');
  });
  const list = (key: string, query: Record<string, string>) =>
    house.done(key, 'change.list', { query: { library: lists, ...query } });

  test('by state and by library', async () => {
    const states = [
      ['draft', 0],
      ['changes_requested', 2],
      ['approved', 4],
    ] as const;
    for (const [state, index] of states)
      expect(idsOf(await list(people.viewer.key, { state }))).toEqual([change[index]]);
    expect(idsOf(await list(people.viewer.key, { state: 'in_review' }))).toEqual([change[3], change[1]]);
    expect(idsOf(await list(people.viewer.key, { state: 'published' }))).toEqual([]);
    const elsewhere = await house.done(people.viewer.key, 'change.list', { query: { library } });
    for (const id of change) expect(idsOf(elsewhere)).not.toContain(id);
  });

  test('what waits for whom', async () => {
    const waiting = async (who: Member) => idsOf(await list(who.key, { waiting: 'me' }));
    expect(await waiting(people.contributor)).toEqual([change[0], change[2]]);
    expect(await waiting(people.reviewer)).toEqual([change[1]]);
    expect(await waiting(people.approver)).toEqual([change[1], change[3]]);
    const counted = await list(people.approver.key, { waiting: 'me', limit: '1' });
    expect(at(counted, 'total')).toBe(2);
    expect(at(counted, 'items', 0, 'waiting')).toMatchObject({ reason: 'review', stage: 'review' });
    expect(idsOf(await list(people.contributor.key, { by: 'me' }))).toEqual(
      idsOf(await list(people.viewer.key, {})),
    );
    expect(idsOf(await list(people.viewer.key, { by: 'me' }))).toEqual([]);
    expect(await waiting(people.publisher)).toEqual([change[4]]);
    expect(await waiting(people.viewer)).toEqual([]);
    expect(await waiting(people.auditor)).toEqual([]);
    expect(await waiting(house.fabrikam.people.admin).catch(String)).toContain('404');
  });

  test('pages hold everything once, in order, also when filtered', async () => {
    for (const filter of [{}, { state: 'in_review' }, { waiting: 'me' }]) {
      const whole = idsOf(await list(people.approver.key, filter));
      for (const limit of ['1', '2', '3']) {
        const paged: string[] = [];
        for (let cursor: string | undefined; ; ) {
          const page = await list(people.approver.key, { ...filter, limit, ...(cursor && { cursor }) });
          expect(listAt(page, 'items').length).toBeLessThanOrEqual(Number(limit));
          paged.push(...idsOf(page));
          const next = at(page, 'next');
          if (typeof next !== 'string') break;
          cursor = next;
        }
        expect(paged).toEqual(whole);
      }
    }
  });
});

describe('AT-16: only a POST of our own decides', () => {
  test('GET and HEAD of everything change nothing', async () => {
    const { change } = await propose(house, people.contributor.key, library);
    await approved(change);
    const cookie = await house.signIn(everything);
    const entry = textAt((await seen(house, people.viewer.key, change)).page, 'history', 0, 'entry');
    const params = {
      change,
      library,
      entry,
      execution: 'exe_x',
      grant: 'gra_x',
      key: 'key_x',
      person: 'per_x',
      environment: 'production',
      commit: '0'.repeat(40),
    };
    const before = await house.counts();
    const { rows } = await house.asOwner(
      'select md5(string_agg(c::text, $1 order by id)) from changes_change c',
      [''],
    );
    for (const operation of house.house.operations) {
      const { path } = addressOf(house.house, operation.id, { params });
      for (const method of ['GET', 'HEAD'])
        for (const by of [{ key: everything.key }, { cookie }]) {
          const reply = await house.ask(method, path, by);
          expect(reply.status, `${method} ${path}`).toBeLessThan(500);
          if (operation.method === 'post' && /\/changes\/[^/]+\//.test(path))
            expect(reply.status, `${method} ${path}`).toBe(404);
        }
    }
    expect(await house.counts()).toEqual(before);
    const after = await house.asOwner(
      'select md5(string_agg(c::text, $1 order by id)) from changes_change c',
      [''],
    );
    expect(after.rows).toEqual(rows);
  }, 180_000);

  test('nor does a POST that another site made the browser send', async () => {
    const { change } = await propose(house, people.contributor.key, library);
    expect((await review(house, people.reviewer.key, change)).status).toBe(200);
    const cookie = await house.signIn(people.approver);
    const { revision, digest, shown } = await seen(house, people.approver.key, change);
    const { path } = addressOf(house.house, 'change.approve', { params: { change } });
    const body = { revision, digest, shown };
    const before = await house.counts();
    const foreign: Record<string, string>[] = [
      {},
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign)
      expectRefusal(await house.ask('POST', path, { cookie, headers, body }), 403, 'session.cross_site');
    expect(await house.counts()).toEqual(before);
    const own = await house.ask('POST', path, { cookie, headers: { origin: house.address }, body });
    expect(own.status).toBe(200);
  });
});
