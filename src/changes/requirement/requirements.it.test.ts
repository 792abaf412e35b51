import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addressOf,
  at,
  listAt,
  type Member,
  password,
  type Reply,
  startHouse,
  type TestHouse,
  textAt,
} from '../../../test/support/house.ts';
import {
  approve,
  commit,
  promptText,
  propose,
  publish,
  publishPrompt,
  review,
  seen,
} from '../../../test/support/proposals.ts';

/** Requirements in force, by HTTP on a whole house whose clock can be moved. */
let house: TestHouse;
let people: TestHouse['northwind']['people'];
let dana: Member;
let eve: Member;
let zoe: Member;
let offsetMs = 0;
const clock = { now: () => new Date(Date.now() + offsetMs) };
const day = 86_400_000;

beforeAll(async () => {
  house = await startHouse({ clock });
  people = house.northwind.people;
  dana = await house.person(house.northwind, 'dana', 'approver');
  eve = await house.person(house.northwind, 'eve', 'approver', 'contributor');
  zoe = await house.person(house.northwind, 'zoe', 'viewer', 'contributor');
  await team('legal', dana, eve);
  await house.done(people.admin.key, 'library.create', { body: { name: 'policy', visibility: 'open' } });
  await shelf('support');
});
afterAll(() => house.close());

async function team(name: string, ...members: readonly Member[]): Promise<void> {
  await house.done(people.admin.key, 'team.create', { body: { name, displayName: name } });
  for (const { id } of members)
    await house.done(people.admin.key, 'team.add_member', { params: { team: name }, body: { member: id } });
}

const shelf = (name: string) =>
  house.done(people.admin.key, 'library.create', { body: { name, visibility: 'open' } });

function expectRefusal(reply: Reply, status: number, code: string): void {
  expect({ status: reply.status, code: at(reply.body, 'code') }, reply.text).toEqual({ status, code });
}

const risky = (line: string, tier: string) =>
  promptText(line).replace('input:', `countersign:\n  riskTier: ${tier}\ninput:`);

const stagesOf = async (change: string) =>
  listAt((await seen(house, people.viewer.key, change)).page, 'requirement', 'stages');
const namesOf = async (change: string) => (await stagesOf(change)).map((stage) => textAt(stage, 'name'));

async function reviewed(change: string): Promise<void> {
  expect((await review(house, people.reviewer.key, change)).status).toBe(200);
}

/** Approves with more than `approve` sends, or as a browser does. */
async function approveWith(
  how: { readonly key?: string; readonly cookie?: string },
  change: string,
  more: object = {},
): Promise<Reply> {
  const { revision, digest, shown } = await seen(house, people.admin.key, change);
  const { path } = addressOf(house.house, 'change.approve', { params: { change } });
  const headers = { origin: house.address };
  const body = { revision, digest, shown, ...more };
  return house.ask('POST', path, how.cookie === undefined ? { ...how, body } : { ...how, headers, body });
}

const organization = `rules:
  - id: risky
    description: Legal looks at what is risky.
    for: { libraries: [support], risk: [high] }
    stages:
      - { name: peer review, kind: review, need: 1 }
      - { name: legal, kind: approval, need: 2, from: [{ team: legal }] }
    publish: { from: [{ person: publisher@northwind.example }] }
`;

describe('the organization’s requirements', () => {
  test('are made in the library policy, which only an admin creates', async () => {
    const body = { name: 'policy', visibility: 'open' };
    expectRefusal(
      await house.call(house.fabrikam.people.contributor.key, 'library.create', { body }),
      403,
      'library.create.name_reserved',
    );
    await publishPrompt(house, 'policy', 'org.requirement.yaml', organization);
    const read = await house.done(people.viewer.key, 'requirement.read', { params: { library: 'support' } });
    expect(read).toMatchObject({
      sources: [{ library: 'policy', path: 'org.requirement.yaml' }],
      rules: [
        {
          id: 'policy/org.requirement.yaml#risky',
          applies: ['in support', 'of risk high'],
          stages: [{ name: 'peer review' }, { name: 'legal', need: 2, from: 'team legal' }],
          unmet: null,
        },
      ],
    });
    const policy = await house.done(people.viewer.key, 'requirement.read', { params: { library: 'policy' } });
    expect(policy).toMatchObject({ rules: [{ id: 'default' }] });
  });

  test('stand beside the default: what they are not about needs what it always needed', async () => {
    const { change } = await propose(house, people.contributor.key, 'support', {
      text: risky('Low', 'low'),
    });
    expect(await namesOf(change)).toEqual(['review', 'approval']);
  });

  test('AT-17: ask distinct people of a team, in order; everybody else is not asked', async () => {
    const { change } = await propose(house, people.contributor.key, 'support', {
      path: 'risky.prompt',
      text: risky('High', 'high'),
    });
    expect(await namesOf(change)).toEqual(['peer review', 'legal']);
    expectRefusal(await approve(house, dana.key, change), 409, 'change.approve.too_early');
    await reviewed(change);
    expectRefusal(await approve(house, people.approver.key, change), 403, 'change.approve.not_asked');
    expect((await approve(house, dana.key, change)).status).toBe(200);
    expectRefusal(await approve(house, dana.key, change), 409, 'change.approve.decided_already');
    expectRefusal(await publish(house, people.publisher.key, change), 409, 'change.publish.not_approved');
    expect((await approve(house, eve.key, change)).body).toMatchObject({
      state: 'approved',
      requirement: { publish: 'publisher who is publisher@northwind.example' },
    });
    const other = await house.person(house.northwind, 'other-publisher', 'publisher');
    expectRefusal(await publish(house, other.key, change), 403, 'change.publish.not_asked');
    const published = await publish(house, people.publisher.key, change);
    expect(published.body).toMatchObject({ state: 'published', requirement: { missing: [] } });
    const approval = listAt(published.body, 'decisions').find((one) => textAt(one, 'by', 'id') === dana.id);
    expect(
      await house.done(people.auditor.key, 'entry.read', { params: { entry: textAt(approval, 'entry') } }),
    ).toMatchObject({
      data: {
        environment: 'production',
        requirement: expect.stringMatching(/^sha256:/),
        stages: [{ rule: 'policy/org.requirement.yaml#risky', name: 'legal' }],
        authenticatedAt: null,
      },
    });
  });

  test('AT-08: are not what the change says: a lower tier, or a file of its own, lowers nothing', async () => {
    const { change, branch } = await propose(house, people.contributor.key, 'support', {
      path: 'risky.prompt',
      text: risky('Lower', 'low'),
    });
    await commit(house, people.contributor.key, 'support', branch, {
      path: 'lax.requirement.yaml',
      text: 'rules:\n  - id: lax\n    stages: [{ name: any, kind: approval, need: 1 }]\n',
    });
    expect(await namesOf(change)).toEqual(['peer review', 'legal']);
    await reviewed(change);
    expectRefusal(await approve(house, people.approver.key, change), 403, 'change.approve.not_asked');
    await house.done(people.contributor.key, 'change.withdraw', { params: { change }, body: {} });
  });

  test('AT-10: nobody changes them alone, an admin neither, and approvals under the old ones are stale', async () => {
    const { change } = await propose(house, people.contributor.key, 'support', { text: risky('A', 'high') });
    await reviewed(change);
    expect((await approve(house, dana.key, change)).status).toBe(200);
    expect((await approve(house, eve.key, change)).body).toMatchObject({ state: 'approved' });
    const admin = await house.person(
      house.northwind,
      'mighty',
      'admin',
      'contributor',
      'approver',
      'publisher',
    );
    const laxer = organization.replace('need: 2', 'need: 1');
    const file = { path: 'org.requirement.yaml', text: laxer };
    const rules = await propose(house, admin.key, 'policy', file);
    expectRefusal(await approve(house, admin.key, rules.change), 403, 'change.approve.own_contribution');
    expectRefusal(await publish(house, admin.key, rules.change), 409, 'change.publish.not_approved');
    await reviewed(rules.change);
    expect((await approve(house, people.approver.key, rules.change)).status).toBe(200);
    expect((await publish(house, people.publisher.key, rules.change)).status).toBe(200);
    const { page, state } = await seen(house, people.viewer.key, change);
    expect(state).toBe('in_review');
    expect(listAt(page, 'decisions').every((decision) => at(decision, 'stale') === true)).toBe(true);
    expectRefusal(await publish(house, people.publisher.key, change), 409, 'change.publish.not_approved');
  });

  test('what is published keeps what it took', async () => {
    const listed = await house.done(people.viewer.key, 'change.list', {
      query: { state: 'published', library: 'support' },
    });
    const { page } = await seen(house, people.viewer.key, textAt(listed, 'items', 0, 'id'));
    expect(at(page, 'requirement', 'stages')).toMatchObject([
      { name: 'peer review', satisfied: true },
      { name: 'legal', need: 2, have: 2, satisfied: true },
    ]);
    expect(listAt(page, 'decisions')).toMatchObject([{ stale: false }, { stale: false }, { stale: false }]);
  });
});

describe('AT-09', () => {
  test('a rule in force is not deleted or moved, and none comes that nobody could meet', async () => {
    const key = people.contributor.key;
    const drop = async (files: readonly object[]) => {
      const branch = `drop-${files.length}`;
      const made = await house.done(key, 'branch.create', {
        params: { library: 'policy' },
        body: { name: branch },
      });
      const body = { branch, expectedHead: textAt(made, 'head'), message: 'Drop', files };
      await house.done(key, 'commit.create', { params: { library: 'policy' }, body });
      const opened = await house.done(key, 'change.create', {
        body: { library: 'policy', branch, title: 'Drop' },
      });
      return listAt(opened, 'checks');
    };
    const gone = { path: 'org.requirement.yaml', delete: true };
    const moved = { path: 'moved.requirement.yaml', text: organization };
    for (const files of [[gone], [gone, moved]])
      expect(await drop(files)).toContainEqual(
        expect.objectContaining({
          name: 'requirements',
          state: 'failed',
          detail: expect.stringContaining('in force and cannot be deleted'),
        }),
      );
    const asks = (stage: string) =>
      `rules:\n  - id: a\n    stages: [{ name: x, kind: approval, ${stage} }]\n`;
    for (const [stage, why] of [
      ['need: 9', 'asks 9 of'],
      ['need: 1, from: [{ team: nobody-here }]', 'team nobody-here, which is not there'],
      ['need: 1, from: [{ role: viewer }]', 'asks 1 of'],
    ] as const) {
      const { change } = await propose(house, key, 'policy', {
        path: 'x.requirement.yaml',
        text: asks(stage),
      });
      const { page } = await seen(house, key, change);
      const check = listAt(page, 'checks').find((one) => textAt(one, 'name') === 'requirements');
      expect(check).toMatchObject({ state: 'failed', detail: expect.stringContaining(why) });
    }
  });

  test('a team that is gone leaves a stage that nobody satisfies, whoever approved before', async () => {
    await shelf('ethics');
    await team('ethics', dana, eve);
    const text =
      'rules:\n  - id: e\n    stages: [{ name: ethics, kind: approval, need: 1, from: [{ team: ethics }] }]\n';
    await publishPrompt(house, 'ethics', 'own.requirement.yaml', text);
    const { change } = await propose(house, people.contributor.key, 'ethics');
    expect((await approve(house, dana.key, change)).body).toMatchObject({ state: 'approved' });
    await house.done(people.admin.key, 'team.retire', { params: { team: 'ethics' }, body: {} });
    expectRefusal(await publish(house, people.publisher.key, change), 409, 'change.publish.not_approved');
    const [stage] = await stagesOf(change);
    expect(stage).toMatchObject({
      satisfied: false,
      unsatisfiable: expect.stringContaining('team ethics, which is not there'),
    });
    const read = await house.done(people.viewer.key, 'requirement.read', { params: { library: 'ethics' } });
    expect(at(read, 'rules', 0, 'unmet')).toContain('not there');
  });
});

describe('a requirement that nobody can satisfy any more', () => {
  const onlyPersonal = (email: string) =>
    `rules:\n  - id: only\n    stages:\n      - { name: counsel, kind: approval, need: 1, from: [{ person: ${email} }] }\n`;
  const mended = 'rules: []\n';

  const glass = async (change: string) => {
    const { revision, digest } = await seen(house, people.responder.key, change);
    const expiresAt = new Date(clock.now().getTime() + 3_600_000).toISOString();
    const body = { revision, digest, reason: 'Counsel has left, and nobody can decide any more', expiresAt };
    return house.call(people.responder.key, 'break_glass.create', { params: { change }, body });
  };

  test('is mended by break-glass, and by nothing else; while somebody can, break-glass moves no rule', async () => {
    const counsel = await house.person(house.northwind, 'counsel', 'approver');
    await shelf('stuck');
    const path = 'stuck.requirement.yaml';
    await publishPrompt(house, 'stuck', path, onlyPersonal(counsel.email));
    const { change } = await propose(house, people.contributor.key, 'stuck', { path, text: mended });
    expectRefusal(await glass(change), 409, 'break_glass.create.governing');
    await house.done(people.admin.key, 'person.deactivate', { params: { person: counsel.id }, body: {} });
    expectRefusal(await approve(house, people.approver.key, change), 403, 'change.approve.not_asked');
    const mixed = await propose(house, people.contributor.key, 'stuck', {
      path,
      text: '# lifted\nrules: []\n',
    });
    await commit(house, people.contributor.key, 'stuck', mixed.branch, {
      path: 'smuggled.prompt',
      text: promptText('Smuggled'),
    });
    expectRefusal(await glass(mixed.change), 409, 'break_glass.create.governing');
    expect((await glass(change)).status).toBe(200);
    const { digest } = await seen(house, people.approver.key, change);
    const body = { verdict: 'uphold', digest, comment: 'Nobody was left who could decide' };
    await house.done(people.approver.key, 'break_glass.review', { params: { change }, body });
    const next = await propose(house, people.contributor.key, 'stuck', { path: 'on.prompt' });
    expect(await namesOf(next.change)).toEqual(['review', 'approval']);
  });
});

test('AT-14: what one requester publishes in a week adds up', async () => {
  await shelf('split');
  const rules =
    'rules:\n  - id: much\n    for: { when: "assets > 2" }\n    stages: [{ name: legal, kind: approval, need: 1, from: [{ team: legal }] }]\n';
  await publishPrompt(house, 'split', 'own.requirement.yaml', rules);
  const one = (key: string) => propose(house, key, 'split');
  expect(await namesOf((await one(zoe.key)).change)).toEqual(['review', 'approval']);
  for (let count = 0; count < 1; count += 1)
    await publishPrompt(house, 'split', `p${count}.prompt`, promptText('P'));
  expect(await namesOf((await one(people.contributor.key)).change)).toEqual(['legal']);
  expect(await namesOf((await one(zoe.key)).change)).toEqual(['review', 'approval']);
});

describe('deciding', () => {
  test('AT-20: is taken back while the change is open, by the decider alone', async () => {
    const { change } = await propose(house, people.contributor.key, 'support');
    const retract = (key: string) => house.call(key, 'change.retract', { params: { change }, body: {} });
    await reviewed(change);
    expect((await approve(house, people.approver.key, change)).body).toMatchObject({ state: 'approved' });
    expectRefusal(await retract(dana.key), 409, 'change.retract.nothing_decided');
    const taken = await retract(people.approver.key);
    expect(taken.body).toMatchObject({ state: 'in_review' });
    expect(listAt(taken.body, 'decisions')).toMatchObject([{ retracted: false }, { retracted: true }]);
    expectRefusal(await publish(house, people.publisher.key, change), 409, 'change.publish.not_approved');
    expect((await approve(house, people.approver.key, change)).body).toMatchObject({ state: 'approved' });
    const [published, retracted] = await Promise.all([
      publish(house, people.publisher.key, change),
      retract(people.approver.key),
    ]);
    expect([published.status, retracted.status].sort()).toEqual([200, 409]);
  });

  test('AT-18: a delegate decides where the delegator could, one link, and both count as one', async () => {
    const until = new Date(clock.now().getTime() + 5 * day).toISOString();
    const hand = (key: string, to: string) =>
      house.call(key, 'delegation.create', { body: { to, until, reason: 'Away' } });
    const handed = await hand(dana.key, zoe.id);
    expect(handed.status).toBe(201);
    expectRefusal(await hand(dana.key, eve.id), 409, 'delegation.create.chain');
    expectRefusal(await hand(eve.key, dana.id), 409, 'delegation.create.chain');
    expectRefusal(await hand(dana.key, dana.id), 409, 'delegation.create.chain');
    const own = await house.person(house.northwind, 'own', 'reviewer');
    await house.done(people.admin.key, 'grant.create', {
      body: { principal: zoe.id, role: 'reviewer', scope: { kind: 'organization' } },
    });
    expectRefusal(await hand(zoe.key, own.id), 409, 'delegation.create.chain');
    const { change } = await propose(house, people.contributor.key, 'support', { text: risky('D', 'high') });
    await reviewed(change);
    const forDana = { onBehalfOf: dana.id };
    expect(listAt((await seen(house, zoe.key, change)).page, 'standsInFor')).toMatchObject([{ id: dana.id }]);
    expectRefusal(await approveWith({ key: zoe.key }, change), 403, 'change.approve.forbidden');
    expectRefusal(await approveWith({ key: eve.key }, change, forDana), 403, 'change.approve.no_delegation');
    const decided = await approveWith({ key: zoe.key }, change, forDana);
    expect(decided.body).toMatchObject({ state: 'approved' });
    const made = listAt(decided.body, 'decisions').at(-1);
    expect(made).toMatchObject({ by: { id: zoe.id }, onBehalfOf: { id: dana.id } });
    const entry = { params: { entry: textAt(made, 'entry') } };
    expect(await house.done(people.auditor.key, 'entry.read', entry)).toMatchObject({
      actor: { id: zoe.id, onBehalfOf: dana.id },
      data: { onBehalfOf: dana.id, delegation: textAt(handed.body, 'items', 0, 'id') },
    });
    const byZoe = await propose(house, zoe.key, 'support');
    await reviewed(byZoe.change);
    expectRefusal(
      await approveWith({ key: zoe.key }, byZoe.change, forDana),
      403,
      'change.approve.own_contribution',
    );
    const end = { params: { delegation: textAt(handed.body, 'items', 0, 'id') }, body: {} };
    expect((await house.call(people.contributor.key, 'delegation.end', end)).status).toBe(404);
    await house.done(dana.key, 'delegation.end', end);
    expectRefusal(await publish(house, people.publisher.key, change), 409, 'change.publish.not_approved');
  });

  test('AT-13: wants a fresh proof of who one is, counts for a while, and lapses', async () => {
    await shelf('timely');
    const text =
      'rules:\n  - id: t\n    stages: [{ name: legal, kind: approval, need: 1, from: [{ team: legal }], stepUp: 15m, validFor: 2d, lapse: 7d }]\n';
    await publishPrompt(house, 'timely', 'own.requirement.yaml', text);
    const { change } = await propose(house, people.contributor.key, 'timely');
    expectRefusal(await approve(house, dana.key, change), 403, 'change.approve.step_up_needed');
    const cookie = await house.signIn(dana);
    offsetMs += 20 * 60_000;
    expectRefusal(await approveWith({ cookie }, change), 403, 'change.approve.step_up_needed');
    const proof = { cookie, headers: { origin: house.address }, body: { password } };
    expect((await house.ask('POST', '/auth/step-up', proof)).status).toBe(200);
    expect((await approveWith({ cookie }, change)).body).toMatchObject({ state: 'approved' });
    offsetMs += 3 * day;
    expectRefusal(await publish(house, people.publisher.key, change), 409, 'change.publish.not_approved');
    expect(await house.house.changes.endLapsed()).toBe(0);
    offsetMs += 5 * day;
    expectRefusal(await approve(house, dana.key, change), 409, 'change.approve.lapsed');
    expect(await house.house.changes.endLapsed()).toBe(1);
    expect(await house.house.changes.endLapsed()).toBe(0);
    const { page, state } = await seen(house, people.viewer.key, change);
    expect(state).toBe('rejected');
    const last = listAt(page, 'history').at(-1);
    expect(last).toMatchObject({ action: 'change.lapse', detail: expect.stringContaining('legal') });
    expect(
      await house.done(people.auditor.key, 'entry.read', { params: { entry: textAt(last, 'entry') } }),
    ).toMatchObject({ actor: { kind: 'system' }, subject: { id: change } });
  });
});

/** What a preview could write if it did; notices and reminders go on by themselves meanwhile. */
async function written() {
  const counts = await house.counts();
  return [counts.changes_change, counts.changes_decision, counts.libraries_commit, counts.libraries_pointer];
}

test('a preview says what changes and samples would need, and writes nothing', async () => {
  const { change } = await propose(house, people.contributor.key, 'support', { text: risky('P', 'medium') });
  const before = await written();
  const text = organization.replace('risk: [high]', 'risk: [high, medium]').replace('need: 2', 'need: 5');
  const preview = await house.done(people.viewer.key, 'requirement.preview', {
    params: { library: 'policy' },
    body: {
      proposed: { path: 'org.requirement.yaml', text },
      changes: [change],
      samples: [{ path: 'a.prompt', text: risky('S', 'high') }],
    },
  });
  expect(preview).toMatchObject({
    faults: [],
    rules: [{ rule: 'risky', unmet: expect.stringContaining('asks 5') }],
    needs: [
      { change, stages: [{ name: 'peer review' }, { name: 'legal', need: 5 }] },
      { change: null, title: 'a.prompt', rules: [{ id: 'default' }] },
    ],
  });
  const broken = await house.done(people.viewer.key, 'requirement.preview', {
    params: { library: 'policy' },
    body: { proposed: { path: 'org.requirement.yaml', text: 'rules: 3' }, changes: [change] },
  });
  expect(broken).toMatchObject({
    faults: [{ code: 'requirement.invalid' }],
    needs: [{ stages: [{ name: 'unreadable requirement' }] }],
  });
  expect(await written()).toEqual(before);
});
