import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  at,
  type Company,
  listAt,
  type Member,
  startHouse,
  type TestHouse,
  textAt,
} from '../../../test/support/house.ts';

let house: TestHouse;
let company: Company;
let writer: Member;
let other: Member;

beforeAll(async () => {
  house = await startHouse();
  company = house.northwind;
  writer = await house.person(company, 'writer', 'contributor');
  other = await house.person(company, 'other', 'contributor', 'reviewer');
  for (const [library, visibility] of [
    ['letters', 'open'],
    ['secrets', 'restricted'],
  ])
    await house.done(company.people.admin.key, 'library.create', { body: { name: library, visibility } });
  await house.done(company.people.admin.key, 'grant.create', {
    body: { principal: writer.id, role: 'contributor', scope: { kind: 'library', library: 'secrets' } },
  });
  for (const name of ['reviewer', 'approver', 'publisher'] as const)
    await house.done(company.people.admin.key, 'grant.create', {
      body: {
        principal: company.people[name].id,
        role: name,
        scope: { kind: 'library', library: 'secrets' },
      },
    });
  await publish(writer, 'letters', { 'welcome.prompt': 'Hello', 'bye.prompt': 'Bye' });
  await publish(other, 'letters', { 'offer.prompt': 'An offer' });
  await publish(writer, 'secrets', { 'plan.prompt': 'The plan' });
}, 120_000);
afterAll(() => house.close());

let serial = 0;

/** The whole road: branch, commit, change, review, approval, publish. */
async function publish(author: Member, library: string, files: Record<string, string>): Promise<void> {
  const params = { library };
  serial += 1;
  const branch = `work-${serial}`;
  const made = await house.done(author.key, 'branch.create', { params, body: { name: branch } });
  const committed = await house.done(author.key, 'commit.create', {
    params,
    body: {
      branch,
      expectedHead: textOf(made, 'head'),
      message: 'Write',
      files: Object.entries(files).map(([path, text]) => ({ path, text })),
    },
  });
  const change = textOf(
    await house.done(author.key, 'change.create', { body: { library, branch, title: 'Write' } }),
    'id',
  );
  const of = { params: { change } };
  const revision = textOf(committed, 'head');
  await house.done(author.key, 'change.submit', { ...of, body: {} });
  const { reviewer, approver, publisher } = company.people;
  await house.done(reviewer.key, 'change.review', { ...of, body: { revision, verdict: 'endorse' } });
  const seen = await house.done(approver.key, 'change.read', of);
  const [digest, shown] = [textOf(seen, 'digest'), textOf(seen, 'shown')];
  await house.done(approver.key, 'change.approve', { ...of, body: { revision, digest, shown } });
  await house.done(publisher.key, 'change.publish', { ...of, body: { revision, digest } });
}

function textOf(value: unknown, member: string): string {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, member) : undefined;
  if (typeof found !== 'string') throw new Error(`${member} is no text in ${JSON.stringify(value)}`);
  return found;
}

const owned = async (asker: Member, person: Member) =>
  house.done(asker.key, 'owner.list', { params: { person: person.id } });
const namesOf = (list: unknown): string[] =>
  JSON.stringify(list)
    .matchAll(/"library":"([a-z-]+)","path":"([a-z.]+)"/g)
    .map(([, library, path]) => `${library}/${path}`)
    .toArray();
const listed = async (asker: Member) =>
  listAt(await house.done(asker.key, 'asset.list', { params: { library: 'letters' } }), 'items').flatMap(
    (item) => (at(item, 'owner') === null ? [] : `${textAt(item, 'name')}: ${ownerOf(item)}`),
  );
const found = async (asker: Member, q: string) =>
  listAt(await house.done(asker.key, 'asset.search', { query: { q } }), 'items')
    .map((item) => textAt(item, 'name'))
    .sort();
const ownerOf = (item: unknown) => textAt(item, 'owner', 'displayName');
const assign = (asker: Member, path: string, to: Member, library = 'letters') =>
  house.call(asker.key, 'owner.assign', { params: { library }, body: { path, owner: to.id } });
const handOver = (asker: Member, from: Member, to: Member) =>
  house.call(asker.key, 'owner.hand_over', { params: { person: from.id }, body: { to: to.id } });

describe('owners', () => {
  it('are whoever wrote it first, and a list shows only what the asker may see', async () => {
    expect(namesOf(await owned(company.people.admin, writer))).toEqual([
      'letters/bye.prompt',
      'letters/welcome.prompt',
      'secrets/plan.prompt',
    ]);
    expect(namesOf(await owned(other, writer))).toEqual(['letters/bye.prompt', 'letters/welcome.prompt']);
    const query = { path: 'welcome.prompt' };
    const page = await house.done(other.key, 'asset.read', { params: { library: 'letters' }, query });
    expect(page).toMatchObject({ owner: { id: writer.id, kind: 'person', displayName: 'writer' } });
  });

  it('may be changed by the owner and by those who hold owner.assign, and by nobody else', async () => {
    expect(await assign(other, 'bye.prompt', other)).toMatchObject({ status: 403 });
    expect((await assign(writer, 'bye.prompt', writer)).body).toMatchObject({ code: 'owner.assign.same' });
    expect((await assign(writer, 'bye.prompt', other)).status).toBe(200);
    expect((await assign(writer, 'bye.prompt', writer)).status).toBe(403);
    expect((await assign(company.people.publisher, 'bye.prompt', writer)).status).toBe(200);
    expect((await assign(company.people.admin, 'nothing.prompt', writer)).status).toBe(404);
    const stranger = await assign(writer, 'plan.prompt', other, 'secrets');
    expect([stranger.status, stranger.body]).toMatchObject([422, { code: 'owner.assign.not_a_reader' }]);
  });

  it('hand everything over in one step; what the successor may not see stays and is said', async () => {
    expect((await handOver(other, writer, other)).status).toBe(403);
    expect((await handOver(writer, writer, writer)).body).toMatchObject({ code: 'owner.hand_over.same' });
    const done = await handOver(company.people.admin, writer, other);
    expect(done.body).toMatchObject({
      moved: [{ path: 'bye.prompt' }, { path: 'welcome.prompt' }],
      kept: [{ library: 'secrets', path: 'plan.prompt' }],
    });
    expect(namesOf(await owned(company.people.admin, writer))).toEqual(['secrets/plan.prompt']);
    expect(await listed(company.people.admin)).toEqual(['bye: other', 'offer: other', 'welcome: other']);
    expect(await found(company.people.admin, 'owner:other')).toEqual(['bye', 'offer', 'welcome']);
    expect(await found(company.people.admin, 'owner:writer')).toEqual(['plan']);
    expect(await found(company.people.admin, `owner:${writer.id}`)).toEqual(['plan']);
    expect(await found(company.people.reviewer, 'owner:nobody')).toEqual([]);
    expect((await handOver(other, other, writer)).status).toBe(200);
    expect(namesOf(await owned(other, other))).toEqual([]);
  });

  it('leave: the successor named at the deactivation owns it moments later, with an entry that says because of what', async () => {
    const admin = company.people.admin;
    const leave = (successor: string) =>
      house.call(admin.key, 'person.deactivate', { params: { person: writer.id }, body: { successor } });
    expect((await leave(writer.id)).body).toMatchObject({ code: 'person.deactivate.no_successor' });
    expect((await leave(admin.id)).status).toBeLessThan(300);
    await expect
      .poll(async () => namesOf(await owned(admin, admin)), { timeout: 20_000 })
      .toEqual([
        'letters/bye.prompt',
        'letters/offer.prompt',
        'letters/welcome.prompt',
        'secrets/plan.prompt',
      ]);
    const query = { action: 'owner.hand_over', subject: writer.id, limit: '1' };
    await expect
      .poll(() => house.done(admin.key, 'entry.list', { query }), { timeout: 20_000 })
      .toMatchObject({
        items: [
          { actor: { id: admin.id }, subject: { id: writer.id }, data: { to: admin.id, moved: 4, kept: 0 } },
        ],
      });
  });
});
