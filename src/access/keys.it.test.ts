import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestAccess, password, type TestAccess, textOf } from '../../test/support/test-access.ts';
import type { OrganizationId } from '../ledger/index.ts';
import { type ManualClock, manualClock } from '../platform/clock.ts';

let clock: ManualClock;
let house: TestAccess;
let organization: OrganizationId;
let admin: string;

beforeAll(async () => {
  clock = manualClock(new Date().toISOString());
  house = await createTestAccess(clock);
  ({ id: organization, key: admin } = await house.found('northwind'));
  house.addLibrary(organization, 'support', 'open');
  house.addLibrary(organization, 'legal', 'restricted');
});
afterAll(async () => {
  for (const answer of await house.close()) expect(answer).toMatchObject({ ok: true });
});

const post = (path: string, key: string, body: unknown) => house.call('POST', path, { key, body });
const session = (headers: Record<string, string>) => house.call('GET', '/api/v1/session', { headers });

async function newPerson(role: string, name: string): Promise<{ id: string; key: string }> {
  const body = { displayName: name, email: `${name}@northwind.example`, password, role };
  const id = textOf((await post('/api/v1/people', admin, body)).body, 'id');
  return { id, key: await house.access.mintFirstKey(id, organization, 'First') };
}

describe('sending a key', () => {
  it('200: in each of the three headers', async () => {
    const ways = [
      { authorization: `Bearer ${admin}` },
      { authorization: `bearer  ${admin}` },
      { 'x-api-key': admin },
      { 'x-goog-api-key': admin },
      { authorization: `Bearer ${admin}`, 'x-api-key': admin },
    ];
    for (const headers of ways) expect((await session(headers)).status).toBe(200);
  });

  it('400: two different keys', async () => {
    const { key: other } = await newPerson('viewer', 'two');
    const reply = await session({ authorization: `Bearer ${admin}`, 'x-api-key': other });
    expect(reply).toMatchObject({ status: 400, body: { code: 'request.two_credentials' } });
  });

  it('401: the same answer for none, a malformed, an unknown and a wrong one', async () => {
    const wrongSecret = `${admin.slice(0, -43)}${'A'.repeat(43)}`;
    const unknown = `cs_live_${'0'.repeat(12)}_${admin.slice(-43)}`;
    const replies = [await session({})];
    for (const key of ['sk-something', wrongSecret, unknown, admin.slice(0, -1)])
      replies.push(await session({ authorization: `Bearer ${key}` }));
    for (const { status, body } of replies) {
      expect(status).toBe(401);
      expect(body).toMatchObject({ code: 'session.required' });
    }
  });
});

describe('the life of a key', () => {
  it('is shown once, listed without its secret, kept as a hash, and revoked at once', async () => {
    const { key: mine } = await newPerson('viewer', 'life');
    const made = await post('/api/v1/keys', mine, { displayName: 'Script' });
    expect(made).toMatchObject({
      status: 201,
      body: { displayName: 'Script', scope: null, expiresAt: null },
    });
    const secret = textOf(made.body, 'secret');
    expect(secret).toContain(textOf(made.body, 'prefix'));
    expect((await session({ 'x-api-key': secret })).status).toBe(200);

    const listed = await house.call('GET', '/api/v1/keys', { key: mine });
    expect(listed.body).toMatchObject({
      items: [{ displayName: 'First' }, { displayName: 'Script' }],
      next: null,
    });
    expect(JSON.stringify(listed.body)).not.toContain(secret.slice(-43));
    const { rows } = await house.asOwner('select * from access_key');
    expect(JSON.stringify(rows)).not.toContain(secret.slice(-43));

    const path = `/api/v1/keys/${textOf(made.body, 'id')}`;
    expect((await house.call('DELETE', path, { key: mine })).status).toBe(204);
    expect((await session({ 'x-api-key': secret })).status).toBe(401);
    const before = (await house.leaves()).length;
    expect((await house.call('DELETE', path, { key: mine })).status).toBe(204);
    expect((await house.leaves()).length).toBe(before);
  });

  it('ends when it expires', async () => {
    const late = new Date(clock.now().getTime() + 60_000).toISOString();
    const made = await post('/api/v1/keys', admin, { displayName: 'Short', expiresAt: late });
    const key = textOf(made.body, 'secret');
    expect((await session({ 'x-api-key': key })).status).toBe(200);
    clock.advance(60_000);
    expect((await session({ 'x-api-key': key })).status).toBe(401);
    const past = await post('/api/v1/keys', admin, { displayName: 'Past', expiresAt: late });
    expect(past).toMatchObject({ status: 400, body: { code: 'key.create.expires_in_past' } });
  });

  it('404: is nobody else’s to see or to revoke, but for an admin', async () => {
    const one = await newPerson('contributor', 'owner');
    const other = await newPerson('contributor', 'other');
    const made = await post('/api/v1/keys', one.key, { displayName: 'Mine' });
    const path = `/api/v1/keys/${textOf(made.body, 'id')}`;
    expect((await house.call('DELETE', path, { key: other.key })).status).toBe(404);
    const listed = await house.call('GET', '/api/v1/keys', { key: other.key });
    expect(JSON.stringify(listed.body)).not.toContain('Mine');
    expect((await house.call('DELETE', path, { key: admin })).status).toBe(204);
  });
});

describe('rotating a key', () => {
  const rotate = (id: string, key: string, body: object = {}) => post(`/api/v1/keys/${id}/rotate`, key, body);
  const works = async (key: string) => (await session({ 'x-api-key': key })).status;

  it('201: the new one is like the old one, which works for the overlap and no longer', async () => {
    const { key: mine } = await newPerson('contributor', 'rotating');
    const scope = { actions: ['session.read', 'key.rotate'], libraries: ['support'] };
    const expiresAt = new Date(clock.now().getTime() + 30 * 86_400_000).toISOString();
    const made = await post('/api/v1/keys', mine, { displayName: 'Turning', scope, expiresAt });
    const [id, first] = [textOf(made.body, 'id'), textOf(made.body, 'secret')];
    const turned = await rotate(id, mine, { overlapHours: 2 });
    const lives = new Date(clock.now().getTime() + 30 * 86_400_000).toISOString();
    expect(turned).toMatchObject({
      status: 201,
      body: { displayName: 'Turning', scope, expiresAt: lives, revokedAt: null },
    });
    const second = textOf(turned.body, 'secret');
    expect([await works(first), await works(second)]).toEqual([200, 200]);
    clock.advance(2 * 3_600_000 - 1);
    expect(await works(first)).toBe(200);
    clock.advance(1);
    expect([await works(first), await works(second)]).toEqual([401, 200]);
    expect(await rotate(id, mine)).toMatchObject({ status: 409, body: { code: 'key.rotate.ended' } });
    const entry = (await house.entries(organization)).find(
      (one) => one.subject.id === textOf(turned.body, 'id'),
    );
    expect(entry).toMatchObject({ action: 'key.rotate', data: { replaces: id } });
  });

  it('ends the old one at once without an overlap, and never lets it live longer than it would have', async () => {
    const { key: mine } = await newPerson('viewer', 'at-once');
    const expiresAt = new Date(clock.now().getTime() + 60_000).toISOString();
    const made = await post('/api/v1/keys', mine, { displayName: 'Short', expiresAt });
    const turned = await rotate(textOf(made.body, 'id'), mine, { overlapHours: 168 });
    expect(turned.status).toBe(201);
    const listed = await house.call('GET', '/api/v1/keys', { key: mine });
    expect(JSON.stringify(listed.body)).toContain(expiresAt);
    await rotate(textOf(turned.body, 'id'), mine, { overlapHours: 0 });
    expect(await works(textOf(turned.body, 'secret'))).toBe(401);
  });

  it('AT-41: 403: wider than whoever rotates it; 403 for a person’s by an admin; 404 for a stranger’s', async () => {
    const one = await newPerson('contributor', 'rot-one');
    const other = await newPerson('contributor', 'rot-other');
    const wide = textOf((await post('/api/v1/keys', one.key, { displayName: 'Wide' })).body, 'id');
    const scope = { actions: ['key.rotate'] };
    const narrow = await post('/api/v1/keys', one.key, { displayName: 'Narrow', scope });
    expect(await rotate(wide, textOf(narrow.body, 'secret'))).toMatchObject({
      status: 403,
      body: { code: 'key.rotate.wider_than_maker' },
    });
    expect(await rotate(wide, admin)).toMatchObject({
      status: 403,
      body: { code: 'key.rotate.forbidden' },
    });
    expect((await rotate(wide, other.key)).status).toBe(404);
    expect((await rotate(wide, one.key, { overlapHours: 169 })).status).toBe(400);
  });
});

describe('what a key may', () => {
  it('is what its person may at that moment', async () => {
    const { id, key } = await newPerson('viewer', 'growing');
    const people = () =>
      post('/api/v1/people', key, { displayName: 'X', email: 'x@n.example', password, role: 'viewer' });
    expect(await people()).toMatchObject({ status: 403, body: { code: 'person.create.forbidden' } });
    const body = { principal: id, role: 'admin', scope: { kind: 'organization' } };
    const grant = textOf((await post('/api/v1/grants', admin, body)).body, 'id');
    expect((await people()).status).toBe(201);
    expect((await house.call('DELETE', `/api/v1/grants/${grant}`, { key: admin })).status).toBe(204);
    expect((await people()).status).toBe(403);
  });

  it('is narrowed by its scope, which no key made with it escapes', async () => {
    const scope = { actions: ['key.create', 'execution.create'], libraries: ['support'] };
    const narrow = textOf(
      (await post('/api/v1/keys', admin, { displayName: 'Narrow', scope })).body,
      'secret',
    );
    const who = await house.call('GET', '/api/v1/session', { key: narrow });
    expect(who.body).toMatchObject({ permissions: ['session.read', 'key.create'] });
    const wider = await post('/api/v1/keys', narrow, { displayName: 'Wider' });
    expect(wider).toMatchObject({ status: 403, body: { code: 'key.create.wider_than_maker' } });
    const same = await post('/api/v1/keys', narrow, { displayName: 'Same', scope });
    expect(same).toMatchObject({ status: 201, body: { scope } });
  });

  it('404: cannot be scoped to a library that its maker may not know of', async () => {
    const { key } = await newPerson('publisher', 'outside');
    const scoped = (name: string) =>
      post('/api/v1/keys', key, { displayName: 'Scoped', scope: { libraries: [name] } });
    const restricted = await scoped('legal');
    const missing = await scoped('missing');
    const { request: _, ...told } = Object(restricted.body);
    expect(missing.body).toMatchObject(told);
    expect([restricted.status, missing.status]).toEqual([404, 404]);
  });

  it('400: a scope with an action that is none', async () => {
    const reply = await post('/api/v1/keys', admin, {
      displayName: 'Odd',
      scope: { actions: ['change.bless'] },
    });
    expect(reply).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });
});

describe('AT-44 a key that is narrowed to addresses', () => {
  const keyFor = async (ipRanges: string[], maker = admin) =>
    textOf(
      (await post('/api/v1/keys', maker, { displayName: 'Office', scope: { ipRanges } })).body,
      'secret',
    );
  const from = (key: string, peer: string | undefined, forwardedFor?: string) =>
    house.call('GET', '/api/v1/session', {
      key,
      ...(peer === undefined ? {} : { peer }),
      headers: forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor },
    });

  it('works from there, and from nowhere else, whatever a header says', async () => {
    const key = await keyFor(['203.0.113.0/24', '2001:db8::/32']);
    for (const peer of ['203.0.113.7', '::ffff:203.0.113.7', '2001:db8::7'])
      expect((await from(key, peer)).status, peer).toBe(200);
    const refused = { status: 403, body: { code: 'request.address_refused' } };
    for (const peer of ['203.0.114.1', '::1', undefined])
      expect(await from(key, peer), peer).toMatchObject(refused);
    expect(await from(key, '198.51.100.1', '203.0.113.7')).toMatchObject(refused);
  });

  it('believes a trusted proxy whom it speaks for, and nobody whom that one quotes', async () => {
    const key = await keyFor(['203.0.113.0/24']);
    expect((await from(key, '192.0.2.1', '203.0.113.7')).status).toBe(200);
    for (const forwarded of ['203.0.113.7, 198.51.100.1', 'unknown', undefined])
      expect((await from(key, '192.0.2.1', forwarded)).status, forwarded).toBe(403);
  });

  it('AT-41 makes no key for more of them; 400: for what is no range', async () => {
    const key = await keyFor(['203.0.113.0/24']);
    const child = (scope?: object) =>
      house.call('POST', '/api/v1/keys', { key, peer: '203.0.113.7', body: { displayName: 'C', scope } });
    expect((await child({ ipRanges: ['203.0.113.8'] })).status).toBe(201);
    for (const scope of [undefined, { ipRanges: ['203.0.112.0/23'] }])
      expect(await child(scope)).toMatchObject({
        status: 403,
        body: { code: 'key.create.wider_than_maker' },
      });
    for (const ipRanges of [[], ['office'], ['10.0.0.0/64'], ['']])
      expect((await post('/api/v1/keys', admin, { displayName: 'K', scope: { ipRanges } })).status).toBe(400);
  });
});

describe('keys that were made with a key', () => {
  it('end with it, each with its entry, and no other does', async () => {
    const { key: mine } = await newPerson('viewer', 'family');
    const make = async (maker: string, displayName: string) => {
      const { body } = await post('/api/v1/keys', maker, { displayName });
      return { id: textOf(body, 'id'), secret: textOf(body, 'secret') };
    };
    const leaked = await make(mine, 'Leaked');
    const child = await make(leaked.secret, 'Child');
    const grandchild = await make(child.secret, 'Grandchild');
    const sibling = await make(mine, 'Sibling');
    const works = async ({ secret }: { secret: string }) => (await session({ 'x-api-key': secret })).status;
    expect(await Promise.all([leaked, child, grandchild, sibling].map(works))).toEqual([200, 200, 200, 200]);
    expect((await house.call('DELETE', `/api/v1/keys/${leaked.id}`, { key: mine })).status).toBe(204);
    expect(await Promise.all([leaked, child, grandchild, sibling].map(works))).toEqual([401, 401, 401, 200]);
    const ended = (await house.entries(organization))
      .filter(({ action, data }) => action === 'key.revoke' && [data.with, undefined].includes(leaked.id))
      .map(({ subject, data }) => [subject.id, data.madeWith])
      .sort();
    expect(ended).toEqual(
      [
        [child.id, leaked.id],
        [grandchild.id, child.id],
      ].sort(),
    );
  });

  it('are not made while it is revoked: one of the two waits for the other', async () => {
    const { key: mine } = await newPerson('viewer', 'racing');
    const made = await post('/api/v1/keys', mine, { displayName: 'Racing' });
    const [id, secret] = [textOf(made.body, 'id'), textOf(made.body, 'secret')];
    const makings = Array.from({ length: 6 }, () => post('/api/v1/keys', secret, { displayName: 'Late' }));
    const [, ...replies] = await Promise.all([
      house.elsewhere('DELETE', `/api/v1/keys/${id}`, { key: mine }),
      ...makings,
    ]);
    for (const { status, body } of replies)
      if (status === 201) expect((await session({ 'x-api-key': textOf(body, 'secret') })).status).toBe(401);
      else expect(status).toBe(401);
  });
});

it('says when a key was last used, to the minute, and makes no entry of it', async () => {
  const { key: mine } = await newPerson('viewer', 'using');
  const made = await post('/api/v1/keys', mine, { displayName: 'Used' });
  expect(made.body).toMatchObject({ lastUsedAt: null });
  const lastUse = async () => {
    await house.access.noteUses();
    const { body } = await house.call('GET', '/api/v1/keys', { key: mine });
    return [...Object(body).items].find((one: { id: string }) => one.id === textOf(made.body, 'id'))
      .lastUsedAt;
  };
  const before = (await house.leaves()).length;
  expect(await lastUse()).toBeNull();
  const first = clock.now().toISOString();
  await session({ 'x-api-key': textOf(made.body, 'secret') });
  expect(await lastUse()).toBe(first);
  clock.advance(30_000);
  await session({ 'x-api-key': textOf(made.body, 'secret') });
  // Not again within the minute: it is written when that is over.
  expect(await lastUse()).toBe(first);
  clock.advance(30_000);
  expect(await lastUse()).toBe(new Date(Date.parse(first) + 30_000).toISOString());
  await session({ 'x-api-key': `${mine.slice(0, -1)}~` });
  expect((await house.leaves()).length).toBe(before);
});

describe('an app', () => {
  const newApp = async (body: object) =>
    (await post('/api/v1/apps', admin, { displayName: 'Desk', ...body })).body;
  const appKey = async (app: string) =>
    textOf((await post('/api/v1/keys', admin, { displayName: 'Desk', app })).body, 'secret');

  it('acts with its own rights, on behalf of its owner', async () => {
    const app = await newApp({ role: 'viewer', scope: { kind: 'library', library: 'legal' } });
    expect(app).toMatchObject({
      owner: { kind: 'person', displayName: 'Amara' },
      roles: [{ role: 'viewer', scope: { kind: 'library', library: 'legal' } }],
    });
    const key = await appKey(textOf(app, 'id'));
    const principal = await house.access.authenticate({
      method: 'POST',
      header: (name) => (name === 'x-api-key' ? key : undefined),
    });
    expect(principal).toMatchObject({
      kind: 'app',
      id: textOf(app, 'id'),
      human: textOf(Object(app).owner, 'id'),
    });
    expect((await post('/api/v1/grants', key, {})).status).toBe(400);
    expect((await house.call('GET', '/api/v1/people', { key })).status).toBe(403);
    const made = await post('/api/v1/keys', key, { displayName: 'Second' });
    expect(made.status).toBe(201);
    const entry = (await house.entries(organization)).find(
      (one) => one.subject.id === textOf(made.body, 'id'),
    );
    expect(entry?.actor).toMatchObject({ kind: 'app', onBehalfOf: principal?.human });
  });

  it('403: gets no key wider than who makes the key', async () => {
    const app = await newApp({ role: 'publisher' });
    const reply = await post('/api/v1/keys', admin, { displayName: 'Wide', app: textOf(app, 'id') });
    expect(reply).toMatchObject({ status: 403, body: { code: 'key.create.wider_than_maker' } });
  });

  it('403: is given a key by its owner or an admin only', async () => {
    const app = await newApp({ role: 'viewer' });
    const { key } = await newPerson('contributor', 'stranger');
    const reply = await post('/api/v1/keys', key, { displayName: 'Theft', app: textOf(app, 'id') });
    expect(reply).toMatchObject({ status: 403, body: { code: 'key.create.forbidden' } });
  });

  it('401: is nobody as soon as its owner is', async () => {
    const second = await newPerson('admin', 'leaving');
    const app = await post('/api/v1/apps', second.key, { displayName: 'Orphan', role: 'viewer' });
    const key = await appKey(textOf(app.body, 'id'));
    expect((await session({ 'x-api-key': key })).status).toBe(200);
    expect(
      (await house.call('POST', `/api/v1/people/${second.id}/deactivate`, { key: admin, body: {} })).status,
    ).toBe(204);
    expect((await session({ 'x-api-key': key })).status).toBe(401);
    expect((await session({ 'x-api-key': second.key })).status).toBe(401);
    const library = { id: 'lib_x', restricted: false } as const;
    const holds = house.access.holdsNow(organization, textOf(app.body, 'id'), 'library.read', library);
    expect(await holds).toBe(false);
  });
});

describe('a key that is bound to checks', () => {
  const scope = { checks: ['evaluations'] };

  it('201: an admin makes it for an app, and it holds nothing but reporting them', async () => {
    const app = textOf(
      (await post('/api/v1/apps', admin, { displayName: 'CI', role: 'contributor' })).body,
      'id',
    );
    const made = await post('/api/v1/keys', admin, { displayName: 'CI', app, scope });
    expect(made).toMatchObject({ status: 201, body: { scope } });
    const key = textOf(made.body, 'secret');
    expect((await session({ 'x-api-key': key })).status).toBe(200);
    expect((await house.call('GET', '/api/v1/people', { key })).status).toBe(403);
    const principal = await house.access.authenticate({
      method: 'GET',
      header: (name) => (name === 'x-api-key' ? key : undefined),
    });
    expect(principal?.keyScope).toEqual(scope);
    const wider = { checks: ['evaluations', 'another'] };
    expect((await post('/api/v1/keys', key, { displayName: 'Wider', scope: wider })).status).toBe(403);
  });

  it('403: for a person, or by somebody who is no admin; 400: for what is no name of a check', async () => {
    const forbidden = { status: 403, body: { code: 'key.create.checks_forbidden' } };
    const { key } = await newPerson('contributor', 'checker');
    expect(await post('/api/v1/keys', key, { displayName: 'Mine', scope })).toMatchObject(forbidden);
    expect(await post('/api/v1/keys', admin, { displayName: 'Mine', scope })).toMatchObject(forbidden);
    for (const checks of [[], ['Bad Name'], [''], ['__proto__']])
      expect((await post('/api/v1/keys', admin, { displayName: 'K', scope: { checks } })).status).toBe(400);
  });
});
