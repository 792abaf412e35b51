import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, type Input, listAt, type Member, startHouse, type TestHouse, textAt } from './support/house.ts';
import { type MovingClock, movingClock } from './support/moving-clock.ts';
import { approve, promptText, propose, publish, publishPrompt, review, seen } from './support/proposals.ts';

let house: TestHouse;
let clock: MovingClock;
let admin: Member;

const hour = 3_600_000;
const organization = { kind: 'organization' } as const;
const done = (operation: string, input: Input = {}) => house.done(admin.key, operation, input);
const grant = async (principal: string, role: string, scope: object, more: object = {}) =>
  textAt(await done('grant.create', { body: { principal, role, scope, ...more } }), 'id');
const newRole = (name: string, permissions: readonly string[]) =>
  done('role.create', { body: { name, permissions } });
const inAnHour = () => new Date(clock.now().getTime() + hour).toISOString();
/** Somebody who holds a custom role on the organization and nothing else. */
async function holder(name: string, role: string): Promise<Member> {
  const person = await house.person(house.northwind, name, 'viewer');
  const held = listAt(await done('grant.list', { query: { limit: '200' } }), 'items');
  const viewer = held.find((one) => textAt(one, 'principal', 'id') === person.id);
  await grant(person.id, role, organization);
  await done('grant.revoke', { params: { grant: textAt(viewer, 'id') } });
  return person;
}
/** Newest first, once everything is in the log. */
const entriesOf = async (action: string) => {
  await house.settled();
  return listAt(await done('entry.list', { query: { action, limit: '50' } }), 'items');
};

beforeAll(async () => {
  clock = movingClock();
  house = await startHouse({ clock });
  admin = house.northwind.people.admin;
  await done('library.create', { body: { name: 'desk-open', visibility: 'open' } });
  await publishPrompt(house, 'desk-open', 'hello.prompt', promptText('Hello'));
  await newRole('release-desk', ['change.read', 'change.list', 'asset.read', 'change.publish']);
});
afterAll(() => house.close());

describe('a role of an organization’s own', () => {
  test('holds what it was made of, and what every role has, and nothing else', async () => {
    const desk = await holder('desk-one', 'release-desk');
    const session = await house.done(desk.key, 'session.read');
    expect(session).toMatchObject({ grants: [{ role: 'release-desk', scope: organization, team: null }] });
    const library = await house.done(desk.key, 'library.read', { params: { library: 'desk-open' } });
    expect(at(library, 'permissions')).toEqual([
      'library.read',
      'asset.read',
      'change.list',
      'change.read',
      'change.publish',
    ]);
    const asset = { params: { library: 'desk-open' }, query: { path: 'hello.prompt' } };
    expect((await house.call(desk.key, 'asset.read', asset)).status).toBe(200);
    for (const [operation, input] of [
      ['asset.list', { params: { library: 'desk-open' } }],
      ['prompt.render', { params: { library: 'desk-open' }, body: { path: 'hello.prompt', variables: {} } }],
      ['execution.create', { body: { prompt: 'desk-open/hello', variables: { topic: 'x' } } }],
      ['environment.live', { params: { environment: 'production' } }],
      ['person.list', {}],
    ] as const)
      expect((await house.call(desk.key, operation, input)).status, operation).toBe(403);
  });

  test('changes for everybody who holds it, and ends with every grant of it; each has its entry', async () => {
    await newRole('short-lived', ['asset.list']);
    const one = await holder('desk-two', 'short-lived');
    const list = () => house.call(one.key, 'asset.list', { params: { library: 'desk-open' } });
    expect((await list()).status).toBe(200);
    const params = { role: 'short-lived' };
    await done('role.update', { params, body: { permissions: ['asset.read'] } });
    expect((await list()).status).toBe(403);
    expect(at((await entriesOf('role.update'))[0], 'data')).toMatchObject({
      name: 'short-lived',
      added: ['asset.read'],
      taken: ['asset.list'],
    });
    await done('role.retire', { params, body: {} });
    expect((await house.call(one.key, 'session.read')).status).toBe(403);
    expect(at((await entriesOf('grant.revoke'))[0], 'data', 'role')).toBe('short-lived');
    const again = { body: { name: 'short-lived', permissions: ['asset.list'] } };
    expect(await house.call(admin.key, 'role.create', again)).toMatchObject({
      status: 409,
      body: { code: 'role.create.name_taken' },
    });
    for (const name of ['admin', 'Desk', ''])
      expect(
        (await house.call(admin.key, 'role.create', { body: { name, permissions: ['asset.list'] } })).status,
      ).toBe(422);
    const unknown = { body: { principal: one.id, role: 'short-lived', scope: organization } };
    expect((await house.call(admin.key, 'grant.create', unknown)).status).toBe(400);
  });

  test('approves where it holds the right, and as an independent human only', async () => {
    await newRole('second-look', [
      'change.read',
      'change.approve',
      'commit.create',
      'branch.create',
      'branch.list',
      'change.create',
      'change.submit',
    ]);
    const author = await holder('desk-author', 'second-look');
    const other = await holder('desk-other', 'second-look');
    const { change } = await propose(house, author.key, 'desk-open');
    expect((await review(house, house.northwind.people.reviewer.key, change)).status).toBe(200);
    expect(await approve(house, author.key, change)).toMatchObject({
      status: 403,
      body: { code: 'change.approve.own_contribution' },
    });
    expect((await approve(house, other.key, change)).status).toBe(200);
    // AT-17: and what was approved with a right that is gone does not count any more.
    await done('role.update', { params: { role: 'second-look' }, body: { permissions: ['change.read'] } });
    const refused = await publish(house, house.northwind.people.publisher.key, change);
    expect(refused).toMatchObject({ status: 409, body: { code: 'change.publish.not_approved' } });
  });
});

describe('AT-41: nobody hands out more than they hold', () => {
  test('not by a grant, a role, a team, a person or an app', async () => {
    const handing = [
      'grant.create',
      'grant.revoke',
      'role.create',
      'role.update',
      'person.create',
      'app.create',
      'team.add_member',
      'asset.read',
    ];
    await newRole('people-desk', handing);
    await newRole('reader-desk', ['asset.read']);
    const desk = await holder('people-desk', 'people-desk');
    await done('team.create', { body: { name: 'board' } });
    const board = await done('team.read', { params: { team: 'board' } });
    await grant(textAt(board, 'id'), 'admin', organization);
    const [founder] = listAt(await done('grant.list', { query: { limit: '1' } }), 'items');
    for (const [operation, input] of [
      ['grant.create', { body: { principal: desk.id, role: 'admin', scope: organization } }],
      ['grant.create', { body: { principal: desk.id, role: 'viewer', scope: organization } }],
      ['role.create', { body: { name: 'too-wide', permissions: ['change.approve'] } }],
      [
        'role.update',
        { params: { role: 'reader-desk' }, body: { permissions: ['asset.read', 'change.publish'] } },
      ],
      ['team.add_member', { params: { team: 'board' }, body: { member: desk.id } }],
      [
        'person.create',
        {
          body: {
            displayName: 'X',
            email: 'too-wide@northwind.example',
            password: 'a long enough password',
            role: 'admin',
          },
        },
      ],
      ['app.create', { body: { displayName: 'X', role: 'contributor' } }],
      ['grant.revoke', { params: { grant: textAt(founder, 'id') } }],
    ] as const)
      expect(await house.call(desk.key, operation, input), operation).toMatchObject({
        status: 403,
        body: { code: `${operation}.wider_than_own` },
      });
    const narrower = { principal: house.northwind.people.viewer.id, role: 'reader-desk' };
    for (const scope of [organization, { kind: 'library', library: 'desk-open' }])
      expect((await house.call(desk.key, 'grant.create', { body: { ...narrower, scope } })).status).toBe(201);
    expect(
      (await house.call(desk.key, 'role.create', { body: { name: 'narrower', permissions: ['asset.read'] } }))
        .status,
    ).toBe(201);
  });

  test('nor with an admin’s key that is narrowed to granting', async () => {
    const made = await done('key.create', {
      body: { displayName: 'K', scope: { actions: ['grant.create'] } },
    });
    const body = { principal: house.northwind.people.viewer.id, role: 'admin', scope: organization };
    expect(await house.call(textAt(made, 'secret'), 'grant.create', { body })).toMatchObject({
      status: 403,
      body: { code: 'grant.create.wider_than_own' },
    });
  });
});

describe('a grant to a team', () => {
  test('is held by everybody in it, also by a team in it, while they are, and leaves an admin behind', async () => {
    const { viewer } = house.fabrikam.people;
    const call = (operation: string, input: Input) =>
      house.done(house.fabrikam.people.admin.key, operation, input);
    const library = { params: { library: 'fab-closed' } };
    await call('library.create', { body: { name: 'fab-closed', visibility: 'restricted' } });
    for (const name of ['fab-outer', 'fab-inner']) await call('team.create', { body: { name } });
    const outer = textAt(await call('team.read', { params: { team: 'fab-outer' } }), 'id');
    const inner = textAt(await call('team.read', { params: { team: 'fab-inner' } }), 'id');
    const scope = { kind: 'library', library: 'fab-closed' };
    await call('grant.create', { body: { principal: outer, role: 'viewer', scope } });
    const reads = async () => (await house.call(viewer.key, 'library.read', library)).status;
    expect(await reads()).toBe(404);
    await call('team.add_member', { params: { team: 'fab-outer' }, body: { member: inner } });
    await call('team.add_member', { params: { team: 'fab-inner' }, body: { member: viewer.id } });
    expect(await reads()).toBe(200);
    expect(await house.done(viewer.key, 'session.read')).toMatchObject({
      grants: expect.arrayContaining([
        expect.objectContaining({
          role: 'viewer',
          scope,
          team: expect.objectContaining({ name: 'fab-outer' }),
        }),
      ]),
    });
    await call('team.remove_member', { params: { team: 'fab-inner', member: viewer.id } });
    expect(await reads()).toBe(404);
    // The last admin may be one by a team, and then neither leaves it nor loses it.
    await call('team.create', { body: { name: 'fab-admins' } });
    const admins = textAt(await call('team.read', { params: { team: 'fab-admins' } }), 'id');
    const { admin: boss } = house.fabrikam.people;
    await call('team.add_member', { params: { team: 'fab-admins' }, body: { member: boss.id } });
    await call('grant.create', { body: { principal: admins, role: 'admin', scope: organization } });
    const grants = listAt(await call('grant.list', { query: { limit: '200' } }), 'items');
    const own = grants.find(
      (one) => textAt(one, 'principal', 'id') === boss.id && textAt(one, 'role') === 'admin',
    );
    await call('grant.revoke', { params: { grant: textAt(own, 'id') } });
    for (const [operation, input] of [
      ['team.retire', { params: { team: 'fab-admins' }, body: {} }],
      ['team.remove_member', { params: { team: 'fab-admins', member: boss.id } }],
    ] as const)
      expect(await house.call(boss.key, operation, input)).toMatchObject({
        status: 409,
        body: { code: `${operation}.last_admin` },
      });
    const soon = { principal: viewer.id, role: 'admin', scope: organization, endsAt: inAnHour() };
    await call('grant.create', { body: soon });
    expect(
      (await house.call(boss.key, 'team.retire', { params: { team: 'fab-admins' }, body: {} })).status,
    ).toBe(409);
  });
});

describe('AT-45: a grant that ends', () => {
  test('gives nothing from its end on: not to a request, not to an approval, and can be given anew', async () => {
    const { reviewer, publisher } = house.northwind.people;
    const temp = await house.person(house.northwind, 'temp', 'viewer');
    const first = await grant(temp.id, 'approver', organization, { endsAt: inAnHour(), reason: 'Cover' });
    const { change } = await propose(house, house.northwind.people.contributor.key, 'desk-open');
    await review(house, reviewer.key, change);
    expect((await approve(house, temp.key, change)).status).toBe(200);
    expect((await seen(house, publisher.key, change)).state).toBe('approved');
    const held = { principal: temp.id, role: 'approver', scope: organization, endsAt: inAnHour() };
    expect((await house.call(admin.key, 'grant.create', { body: held })).status).toBe(409);
    clock.advance(hour + 1_000);
    expect((await seen(house, publisher.key, change)).state).toBe('in_review');
    expect(await publish(house, publisher.key, change)).toMatchObject({ status: 409 });
    expect(await approve(house, temp.key, change)).toMatchObject({
      status: 403,
      body: { code: 'change.approve.forbidden' },
    });
    const listed = listAt(await done('grant.list', { query: { limit: '200' } }), 'items');
    expect(listed.find((one) => textAt(one, 'id') === first)).toMatchObject({ ended: true, reason: 'Cover' });
    const past = { ...held, endsAt: clock.now().toISOString() };
    expect((await house.call(admin.key, 'grant.create', { body: past })).status).toBe(400);
    await grant(temp.id, 'approver', organization);
    expect(at((await entriesOf('grant.create'))[0], 'data', 'insteadOf')).toBe(first);
    // AT-17: the right is back, and with it what was decided with it about the same bytes.
    expect((await seen(house, publisher.key, change)).state).toBe('approved');
  });
});

describe('a grant on a part of a library', () => {
  const library = 'desk-closed';
  const params = { library };
  let guest: Member;

  beforeAll(async () => {
    await done('library.create', { body: { name: library, visibility: 'restricted' } });
    for (const role of ['contributor', 'reviewer', 'approver', 'publisher'] as const)
      await house.call(admin.key, 'grant.create', {
        body: { principal: house.northwind.people[role].id, role, scope: { kind: 'library', library } },
      });
    for (const path of ['legal/nda.prompt', 'legal/eu/gdpr.prompt', 'legally.prompt', 'secret.prompt'])
      await publishPrompt(house, library, path, promptText(`Walrus ${path}`));
    guest = await house.person(house.northwind, 'guest', 'viewer');
  });

  test('shows, finds, reads and runs that part, and nothing of the rest: no name, no count', async () => {
    const never = await house.call(guest.key, 'library.read', { params });
    expect(never.status).toBe(404);
    await grant(guest.id, 'viewer', { kind: 'folder', library, path: 'legal' });
    const ran = { body: { prompt: `${library}/legal/nda`, variables: { topic: 'x' } } };
    const answers = [
      await house.done(guest.key, 'library.list', { query: { limit: '100' } }),
      await house.done(guest.key, 'library.read', { params }),
      await house.done(guest.key, 'asset.list', { params, query: { folder: '' } }),
      await house.done(guest.key, 'asset.list', { params }),
      await house.done(guest.key, 'asset.search', { query: { q: 'walrus' } }),
      await house.done(guest.key, 'environment.live', { params: { environment: 'production' } }),
      await house.done(guest.key, 'environment.history', { params: { environment: 'production' } }),
      await house.done(guest.key, 'asset.read', { params, query: { path: 'legal/eu/gdpr.prompt' } }),
      await house.done(guest.key, 'execution.create', ran),
      (await house.ask('GET', '/openai/v1/models', { key: guest.key })).body,
    ];
    expect(JSON.stringify(answers)).not.toMatch(/secret|legally/);
    expect(at(answers[1], 'assets')).toBe(2);
    expect(listAt(answers[2], 'folders')).toEqual([{ path: 'legal', name: 'legal', assets: 2 }]);
    expect(at(answers[4], 'total')).toBe(2);
    expect(JSON.stringify(answers[9])).toContain(`prompt:${library}/legal/nda@production`);
    for (const [operation, input] of [
      ['asset.read', { params, query: { path: 'secret.prompt' } }],
      ['asset.read', { params, query: { path: 'legal/nda.prompt', ref: 'work-1' } }],
      ['version.list', { params, query: { path: 'legally.prompt' } }],
      ['change.list', { query: { library } }],
      ['branch.list', { params }],
      ['commit.list', { params }],
      ['tag.list', { params }],
      ['recall.list', { query: { library } }],
    ] as const)
      expect((await house.call(guest.key, operation, input)).status, operation).toBe(403);
    const run = (prompt: string) =>
      house.call(guest.key, 'execution.create', { body: { prompt, variables: { topic: 'x' } } });
    const [hidden, absent] = [await run(`${library}/secret`), await run(`${library}/never-was`)];
    expect([hidden.status, absent.status]).toEqual([403, 403]);
    const git = `${house.address}/git/northwind/${library}.git/info/refs?service=git-upload-pack`;
    const basic = `Basic ${Buffer.from(`x:${guest.key}`).toString('base64')}`;
    expect((await fetch(git, { headers: { authorization: basic } })).status).toBe(403);
  });

  test('decides about changes of that part only, all of what they change', async () => {
    const { contributor, reviewer } = house.northwind.people;
    const counsel = await house.person(house.northwind, 'counsel', 'viewer');
    await grant(counsel.id, 'viewer', { kind: 'library', library });
    await grant(counsel.id, 'approver', { kind: 'folder', library, path: 'legal' });
    const inside = await propose(house, contributor.key, library, { path: 'legal/nda.prompt' });
    const outside = await propose(house, contributor.key, library, { path: 'secret.prompt' });
    for (const { change } of [inside, outside]) await review(house, reviewer.key, change);
    expect((await approve(house, counsel.key, inside.change)).status).toBe(200);
    expect((await seen(house, counsel.key, inside.change)).state).toBe('approved');
    expect(await approve(house, counsel.key, outside.change)).toMatchObject({
      status: 403,
      body: { code: 'change.approve.forbidden' },
    });
  });
});

describe('why', () => {
  test('answers with the grant, or with the lack of it, to those who may ask', async () => {
    const { viewer, auditor } = house.northwind.people;
    const ask = (key: string, query: Record<string, string>) => house.call(key, 'access.explain', { query });
    const own = await ask(viewer.key, { action: 'change.approve', library: 'desk-open' });
    expect(own.body).toMatchObject({ allowed: false, reason: 'role_lacks_it', by: [] });
    expect(textAt(own.body, 'sentence')).toContain('These built-in roles do: approver');
    const others = await ask(auditor.key, { who: viewer.id, action: 'asset.read', library: 'desk-open' });
    expect(others.body).toMatchObject({
      allowed: true,
      by: expect.arrayContaining([expect.objectContaining({ role: 'viewer', scope: organization })]),
    });
    expect(
      await ask(viewer.key, { who: auditor.id, action: 'asset.read', library: 'desk-open' }),
    ).toMatchObject({
      status: 403,
      body: { code: 'access.explain_all.forbidden' },
    });
    expect((await ask(auditor.key, { who: 'per_nobody', action: 'person.create' })).status).toBe(404);
    expect((await ask(viewer.key, { action: 'asset.read', library: 'desk-closed' })).status).toBe(404);
    expect((await ask(viewer.key, { action: 'asset.read' })).status).toBe(422);
    expect((await ask(viewer.key, { action: 'asset.devour' })).status).toBe(400);
    expect(
      (await ask(auditor.key, { who: viewer.id, action: 'asset.read', library: 'desk-closed' })).body,
    ).toMatchObject({
      allowed: false,
      reason: 'restricted',
    });
  });
});

describe('the review of access', () => {
  test('says what is used and what is not, is attested as it was, and its entry opens with what is kept', async () => {
    const { contributor, responder } = house.northwind.people;
    clock.advance(91 * 24 * hour);
    await propose(house, contributor.key, 'desk-open');
    const reviewed = await done('access_review.preview');
    const of = (member: Member, role: string) =>
      listAt(reviewed, 'items').find(
        (one) =>
          textAt(one, 'principal', 'id') === member.id &&
          textAt(one, 'role') === role &&
          textAt(one, 'scope', 'kind') === 'organization',
      );
    expect(of(contributor, 'contributor')).toMatchObject({
      unused: false,
      held: true,
      lastUsed: expect.any(String),
    });
    expect(of(responder, 'responder')).toMatchObject({ unused: true, lastUsed: null });
    const body = { digest: textAt(reviewed, 'digest'), findings: 'Henrik keeps it: he is on call.' };
    const attested = await done('access_review.create', { body });
    const read = await done('access_review.read', { params: { review: textAt(attested, 'id') } });
    expect(listAt(read, 'reviewed')).toHaveLength(listAt(reviewed, 'items').length);
    const [entry] = await entriesOf('access_review.create');
    const salt = Buffer.from(textAt(read, 'salt'), 'base64url');
    const opened = createHash('sha256').update(salt).update(body.findings).digest('hex');
    expect(at(entry, 'data')).toMatchObject({ digest: body.digest, findings: `sha256:${opened}` });
    expect(JSON.stringify(entry)).not.toContain('Henrik');
    await grant(responder.id, 'viewer', organization);
    expect(await house.call(admin.key, 'access_review.create', { body })).toMatchObject({
      status: 409,
      body: { code: 'access_review.create.changed' },
    });
  });
});
