import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  at,
  listAt,
  type Member,
  type Reply,
  startHouse,
  type TestHouse,
  textAt,
} from '../../../test/support/house.ts';
import { approve, commit, propose, publish, review, seen } from '../../../test/support/proposals.ts';

/** What people say about a change, and what becomes of it, by HTTP. */
let house: TestHouse;
let people: TestHouse['northwind']['people'];
/** May write, review and approve. */
let allRound: Member;
const library = 'writing';
const text = '---\nmodel: simulated-fast\n---\nFirst line here.\nSecond line here.\nThird line here.\n';
const path = 'talk.prompt';

beforeAll(async () => {
  house = await startHouse();
  people = house.northwind.people;
  await house.done(people.admin.key, 'library.create', { body: { name: library, visibility: 'open' } });
  allRound = await house.person(house.northwind, 'all-round', 'contributor', 'reviewer', 'approver');
});
afterAll(() => house.close());

const expectRefusal = (reply: Reply, status: number, code: string) => {
  expect({ status: reply.status, code: at(reply.body, 'code') }).toEqual({ status, code });
  expect(textAt(reply.body, 'detail')).toMatch(/^[A-Z].*[.!]$/s);
};
const proposed = () => propose(house, people.contributor.key, library, { path, text });
const say = (key: string, change: string, body: unknown) =>
  house.call(key, 'change.comment', { params: { change }, body });
const suggest = async (key: string, change: string, line: number, replacement: string) => {
  const reply = await say(key, change, { path, line, replacement });
  expect(reply.status).toBe(201);
  return textAt(listAt(reply.body, 'threads').at(-1), 'comments', 0, 'id');
};
const accept = async (key: string, change: string, suggestions: readonly string[], more = {}) => {
  const { revision } = await seen(house, key, change);
  return house.call(key, 'suggestion.accept', {
    params: { change },
    body: { revision, suggestions, ...more },
  });
};
const threadsOf = async (change: string) =>
  listAt((await seen(house, people.viewer.key, change)).page, 'threads');

describe('threads', () => {
  test('are opened, answered, resolved and opened again, each act with its entry', async () => {
    const { change } = await proposed();
    const opened = await say(people.reviewer.key, change, { text: 'Why?', path, firstLine: 4, line: 5 });
    expect(opened.status).toBe(201);
    const [thread] = listAt(opened.body, 'threads');
    expect(thread).toMatchObject({
      path,
      anchor: { side: 'head', firstLine: 4, lastLine: 5, quote: 'First line here.\nSecond line here.' },
      placement: { state: 'current', firstLine: 4, lastLine: 5 },
      resolved: null,
    });
    const params = { change, thread: textAt(thread, 'id') };
    await say(people.contributor.key, change, { text: 'Because.', thread: params.thread });
    expect(at((await seen(house, people.viewer.key, change)).page, 'openThreads')).toBe(1);
    const resolved = await house.done(people.contributor.key, 'thread.resolve', { params, body: {} });
    expect(resolved).toMatchObject({
      openThreads: 0,
      threads: [{ resolved: { by: { id: people.contributor.id } }, comments: [{}, { text: 'Because.' }] }],
    });
    const twice = await house.call(people.contributor.key, 'thread.resolve', { params, body: {} });
    expectRefusal(twice, 409, 'thread.resolve.marked_already');
    const again = await house.done(people.reviewer.key, 'thread.reopen', { params, body: {} });
    expect(again).toMatchObject({ openThreads: 1, threads: [{ resolved: null }] });
    expect(listAt(again, 'history').map((act) => textAt(act, 'action'))).toEqual([
      'change.create',
      'change.submit',
      'change.comment',
      'change.comment',
      'thread.resolve',
      'thread.reopen',
    ]);
    for (const act of listAt(again, 'history')) {
      const entry = textAt(act, 'entry');
      const read = await house.done(people.auditor.key, 'entry.read', { params: { entry } });
      expect(read).toMatchObject({ action: textAt(act, 'action'), subject: { id: change } });
      expect(JSON.stringify(read)).not.toContain('Because');
    }
    const unknown = { change, thread: `thr_${'0'.repeat(26)}` };
    for (const action of ['thread.resolve', 'thread.reopen'])
      expectRefusal(
        await house.call(people.reviewer.key, action, { params: unknown, body: {} }),
        404,
        `${action}.unknown_thread`,
      );
  });

  test('follow their lines, and are outdated rather than misplaced', async () => {
    const { change, branch } = await proposed();
    await say(people.reviewer.key, change, { text: 'This one.', path, line: 5 });
    const moved = text.replace('First', 'A new line.\nFirst');
    await commit(house, people.contributor.key, library, branch, { path, text: moved });
    expect(await threadsOf(change)).toMatchObject([
      { placement: { state: 'moved', firstLine: 6, lastLine: 6 }, anchor: { firstLine: 5 } },
    ]);
    const edited = moved.replace('Second line', 'Another line');
    await commit(house, people.contributor.key, library, branch, { path, text: edited });
    expect(await threadsOf(change)).toMatchObject([
      { placement: { state: 'outdated', firstLine: null, lastLine: null } },
    ]);
  });

  test('a comment names a place of the difference, as it was read', async () => {
    const { change, branch } = await proposed();
    const refused = async (body: unknown, code: string, status = 422) =>
      expectRefusal(await say(people.reviewer.key, change, body), status, `change.comment.${code}`);
    await refused({ text: 'T', path: 'other.prompt', line: 1 }, 'unknown_place');
    await refused({ text: 'T', path, line: 7 }, 'unknown_place');
    await refused({ text: 'T', path, firstLine: 5, line: 4 }, 'unknown_place');
    await refused({ text: 'T', path, line: 1, side: 'base' }, 'unknown_place');
    await refused({ text: 'T', line: 1 }, 'unknown_place');
    await refused({ text: 'T', thread: `thr_${'0'.repeat(26)}` }, 'unknown_thread', 404);
    await refused({ replacement: 'R' }, 'nothing_to_replace');
    await refused({ replacement: 'R', path }, 'nothing_to_replace');
    const digest = textAt(
      (await seen(house, people.reviewer.key, change)).page,
      'assets',
      0,
      'head',
      'digest',
    );
    await commit(house, people.contributor.key, library, branch, { path, text: `${text}More.\n` });
    await refused({ text: 'T', path, line: 4, digest }, 'stale_place', 409);
    expect((await say(people.reviewer.key, change, {})).status).toBe(400);
    expect(await threadsOf(change)).toEqual([]);
  });

  test('a comment is taken back by who wrote it: its words are gone, its entry stays', async () => {
    const { change } = await proposed();
    const said = await say(people.reviewer.key, change, { text: 'A hasty word slipped in', path, line: 4 });
    const params = { change, comment: textAt(said.body, 'threads', 0, 'comments', 0, 'id') };
    const entry = textAt(said.body, 'threads', 0, 'comments', 0, 'entry');
    const withdraw = (key: string) => house.call(key, 'comment.withdraw', { params, body: {} });
    expectRefusal(await withdraw(people.contributor.key), 403, 'comment.withdraw.not_yours');
    const gone = await withdraw(people.reviewer.key);
    expect(gone.body).toMatchObject({
      openThreads: 0,
      threads: [{ comments: [{ withdrawn: true, text: '', entry }] }],
    });
    expect(gone.text).not.toContain('hasty');
    expectRefusal(await withdraw(people.reviewer.key), 409, 'comment.withdraw.withdrawn_already');
    expect((await house.call(people.auditor.key, 'entry.read', { params: { entry } })).status).toBe(200);
  });
});

describe('suggestions', () => {
  test('AT-05: who suggested and who accepted both contributed, and neither reviews or approves', async () => {
    const { change } = await proposed();
    const approver = await house.person(house.northwind, 'suggesting-approver', 'approver');
    const suggestion = await suggest(approver.key, change, 5, 'A better line.');
    // Until it is accepted it is only words: the approver is independent.
    expect(at((await seen(house, approver.key, change)).page, 'may', 'change.review', 'allowed')).toBe(true);
    const accepted = await accept(allRound.key, change, [suggestion]);
    expect(accepted.status).toBe(200);
    const revision = textAt(accepted.body, 'revision');
    expect(accepted.body).toMatchObject({
      openThreads: 0,
      threads: [{ comments: [{ suggestion: { accepted: { by: { id: allRound.id }, commit: revision } } }] }],
    });
    expect(textAt(accepted.body, 'assets', 0, 'head', 'text')).toBe(
      text.replace('Second line here.', 'A better line.'),
    );
    const contributors = listAt(accepted.body, 'contributors').map((one) => textAt(one, 'id'));
    expect(contributors.sort()).toEqual([people.contributor.id, allRound.id, approver.id].sort());
    for (const one of [approver, allRound]) {
      expectRefusal(await approve(house, one.key, change), 403, 'change.approve.own_contribution');
      expectRefusal(await review(house, one.key, change), 403, 'change.review.own_contribution');
    }
    const commits = await house.done(people.contributor.key, 'commit.list', {
      params: { library },
      query: { ref: revision, limit: '1' },
    });
    expect(textAt(commits, 'items', 0, 'message')).toContain(
      `Co-authored-by: suggesting-approver <${approver.id}@northwind.countersign.invalid>`,
    );
    expect((await review(house, people.reviewer.key, change)).status).toBe(200);
    expect((await approve(house, people.approver.key, change)).status).toBe(200);
    expect((await publish(house, people.publisher.key, change)).status).toBe(200);
    const query = { path, ref: '@production' };
    const blame = await house.done(people.viewer.key, 'asset.blame', { params: { library }, query });
    expect(listAt(blame, 'commits').filter((one) => listAt(one, 'others').length > 0)).toMatchObject([
      { author: { id: allRound.id }, others: [{ id: approver.id }] },
    ]);
  });

  test('AT-06: an app’s suggestion is its owner’s contribution', async () => {
    const owner = await house.person(house.northwind, 'owner', 'approver', 'reviewer', 'admin');
    const app = await house.done(owner.key, 'app.create', {
      body: { displayName: 'Bot', role: 'contributor' },
    });
    const key = await house.done(owner.key, 'key.create', {
      body: { displayName: 'Bot', app: textAt(app, 'id') },
    });
    const { change } = await proposed();
    const suggestion = await suggest(textAt(key, 'secret'), change, 4, 'By a bot.');
    expect((await accept(people.contributor.key, change, [suggestion])).status).toBe(200);
    expectRefusal(await approve(house, owner.key, change), 403, 'change.approve.own_contribution');
  });

  test('several become one commit; decisions on what was there before are stale', async () => {
    const { change } = await proposed();
    const suggestions = [
      await suggest(people.reviewer.key, change, 4, 'One.\nOne and a half.'),
      await suggest(people.reviewer.key, change, 6, ''),
    ];
    expect((await review(house, people.reviewer.key, change)).status).toBe(200);
    const before = await seen(house, people.viewer.key, change);
    const accepted = await accept(people.contributor.key, change, suggestions, { message: 'Both at once' });
    expect(textAt(accepted.body, 'assets', 0, 'head', 'text')).toBe(
      text.replace('First line here.', 'One.\nOne and a half.').replace('Third line here.\n', ''),
    );
    expect(accepted.body).toMatchObject({
      decisions: [{ stale: true }],
      revisions: [
        { number: 1, revision: before.revision, decisions: 1, stale: 1 },
        { number: 2, messages: ['Both at once'], by: { id: people.contributor.id }, decisions: 0 },
      ],
    });
    const params = { change };
    const since = await house.done(people.viewer.key, 'change.compare', {
      params,
      query: { path, since: before.revision },
    });
    expect(at(since, 'text')).toMatchObject({ added: 2, removed: 2 });
    const other = await house.call(people.viewer.key, 'change.compare', {
      params,
      query: { path, since: '0'.repeat(40) },
    });
    expectRefusal(other, 404, 'change.compare.unknown_revision');
    const withdrawn = await house.call(people.reviewer.key, 'comment.withdraw', {
      params: { change, comment: suggestions[0] ?? '' },
      body: {},
    });
    expectRefusal(withdrawn, 409, 'comment.withdraw.accepted');
  });

  test('are refused when their lines moved away, overlap, are accepted already or are of another revision', async () => {
    const { change, branch } = await proposed();
    const first = await suggest(people.reviewer.key, change, 4, 'Mine.');
    const second = await suggest(people.approver.key, change, 4, 'No, mine.');
    const { revision } = await seen(house, people.contributor.key, change);
    const { key } = people.contributor;
    expectRefusal(await accept(key, change, [first, second]), 409, 'suggestion.accept.overlap');
    expect((await accept(key, change, [first])).status).toBe(200);
    expectRefusal(await accept(key, change, [first]), 409, 'suggestion.accept.accepted_already');
    expectRefusal(await accept(key, change, [second]), 409, 'suggestion.accept.outdated');
    expectRefusal(await accept(key, change, ['com_x']), 404, 'suggestion.accept.unknown_suggestion');
    const stale = { params: { change }, body: { revision, suggestions: [second] } };
    expectRefusal(await house.call(key, 'suggestion.accept', stale), 409, 'suggestion.accept.stale_revision');
    expectRefusal(await accept(people.reviewer.key, change, [second]), 403, 'suggestion.accept.forbidden');
    await house.done(key, 'change.withdraw', { params: { change }, body: {} });
    expectRefusal(await accept(key, change, [second]), 409, 'suggestion.accept.wrong_stage');
    expect(branch).toMatch(/^work-/);
  });

  test('of two who accept at once one wins, and the branch moves once', async () => {
    const { change } = await proposed();
    const suggestion = await suggest(people.reviewer.key, change, 4, 'Once.');
    const replies = await Promise.all([
      accept(people.contributor.key, change, [suggestion]),
      accept(allRound.key, change, [suggestion]),
    ]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(listAt((await seen(house, people.viewer.key, change)).page, 'revisions')).toHaveLength(2);
  });

  test('a broken prompt is refused as any commit of one, and nothing is left of it', async () => {
    const { change } = await proposed();
    const suggestion = await suggest(people.reviewer.key, change, 2, 'model: [');
    const before = await house.counts();
    const reply = await accept(people.contributor.key, change, [suggestion]);
    expect({ status: reply.status, code: at(reply.body, 'code') }).toEqual({
      status: 422,
      code: 'prompt.unparsable',
    });
    expect(await house.counts()).toEqual(before);
  });
});

describe('taking part', () => {
  const ask = (key: string, change: string, reviewer: string) =>
    house.call(key, 'reviewer.request', { params: { change }, body: { reviewer } });

  test('people and teams are asked, decide or are dismissed', async () => {
    const { change } = await proposed();
    const { key } = people.contributor;
    expect((await ask(key, change, people.approver.id)).status).toBe(201);
    const team = textAt(
      await house.done(people.admin.key, 'team.create', { body: { name: 'legal', displayName: 'Legal' } }),
      'id',
    );
    expectRefusal(await ask(key, change, team), 422, 'reviewer.request.not_eligible');
    await house.done(people.admin.key, 'team.add_member', {
      params: { team: 'legal' },
      body: { member: people.reviewer.id },
    });
    const asked = await ask(key, change, team);
    expect(listAt(asked.body, 'reviewers')).toMatchObject([
      { id: people.approver.id, kind: 'person', decided: false },
      {
        id: team,
        kind: 'team',
        displayName: 'Legal',
        decided: false,
        askedBy: { id: people.contributor.id },
      },
    ]);
    expectRefusal(await ask(key, change, team), 409, 'reviewer.request.asked_already');
    expectRefusal(await ask(key, change, people.viewer.id), 422, 'reviewer.request.not_eligible');
    expectRefusal(await ask(key, change, `tea_${'0'.repeat(26)}`), 422, 'reviewer.request.not_eligible');
    await review(house, people.reviewer.key, change);
    expect((await seen(house, key, change)).page).toMatchObject({
      reviewers: [{ decided: false }, { id: team, decided: true }],
    });
    const dismiss = { params: { change, reviewer: team }, body: {} };
    expect(await house.done(key, 'reviewer.dismiss', dismiss)).toMatchObject({
      reviewers: [{ id: people.approver.id }],
    });
    expectRefusal(await house.call(key, 'reviewer.dismiss', dismiss), 404, 'reviewer.dismiss.not_asked');
  });

  test('nobody is asked about their own work', async () => {
    const { change } = await propose(house, allRound.key, library);
    expectRefusal(
      await ask(people.contributor.key, change, allRound.id),
      422,
      'reviewer.request.own_contribution',
    );
  });

  test('who takes part is told, unless they mute it; others subscribe', async () => {
    const { change } = await proposed();
    await ask(people.contributor.key, change, people.approver.id);
    await say(people.publisher.key, change, { text: 'Hm.' });
    await review(house, people.reviewer.key, change);
    const told = async (key: string) => at((await seen(house, key, change)).page, 'subscription');
    const params = { params: { change }, body: {} };
    expect(await told(people.contributor.key)).toEqual({ on: true, why: 'author' });
    expect(await told(people.approver.key)).toEqual({ on: true, why: 'asked' });
    expect(await told(people.publisher.key)).toEqual({ on: true, why: 'commented' });
    expect(await told(people.reviewer.key)).toEqual({ on: true, why: 'decided' });
    expect(await told(people.viewer.key)).toEqual({ on: false, why: null });
    await house.done(people.viewer.key, 'subscription.create', params);
    expect(await told(people.viewer.key)).toEqual({ on: true, why: 'subscribed' });
    await house.done(people.contributor.key, 'subscription.end', params);
    expect(await told(people.contributor.key)).toEqual({ on: false, why: 'muted' });
    const before = await house.counts();
    await house.done(people.contributor.key, 'subscription.end', params);
    expect(await house.counts()).toEqual(before);
  });
});

describe('rewording', () => {
  test('title and description change while the change lives; who has the old title on the screen reads again', async () => {
    const { change } = await proposed();
    const before = await seen(house, people.approver.key, change);
    const update = (body: unknown) =>
      house.call(people.contributor.key, 'change.update', { params: { change }, body });
    expect((await update({ title: 'Better', description: 'Why.' })).body).toMatchObject({
      title: 'Better',
      description: 'Why.',
      digest: before.digest,
    });
    expectRefusal(await update({ title: 'Better' }), 422, 'change.update.nothing');
    const { revision, digest, shown } = before;
    const old = { params: { change }, body: { revision, digest, shown } };
    expectRefusal(
      await house.call(people.approver.key, 'change.approve', old),
      409,
      'change.approve.stale_revision',
    );
    await house.done(people.contributor.key, 'change.withdraw', { params: { change }, body: {} });
    expectRefusal(await update({ title: 'Late' }), 409, 'change.update.wrong_stage');
  });
});
