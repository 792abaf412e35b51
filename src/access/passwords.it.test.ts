import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  address,
  cookieOf,
  createTestAccess,
  password,
  type Reply,
  type TestAccess,
  textOf,
} from '../../test/support/test-access.ts';
import type { OrganizationId } from '../ledger/index.ts';
import { manualClock } from '../platform/clock.ts';

/*
 * Passwords, the links that set them, sessions one by one, and attempts that are counted over two nodes.
 */
const own = { origin: address };
// From now on: the session library keeps its own time.
const clock = manualClock(new Date().toISOString());
let house: TestAccess;
let organization: OrganizationId;
let adminEmail: string;
let adminKey: string;
let admin: string;

const post = (path: string, body: unknown, cookie?: string) =>
  house.call('POST', path, { body, headers: own, ...(cookie === undefined ? {} : { cookie }) });
const call = (method: string, path: string, cookie: string, body?: unknown) =>
  house.call(method, path, { cookie, headers: own, ...(body === undefined ? {} : { body }) });
const refused = (reply: Reply) => ({ status: reply.status, code: Reflect.get(Object(reply.body), 'code') });
const itemsOf = (reply: Reply): readonly unknown[] => Reflect.get(Object(reply.body), 'items');
const entriesOf = async (action: string) =>
  (await house.entries(organization)).filter((entry) => entry.action === action);
const byPassword = (email: string, given = password, headers: Record<string, string> = {}) =>
  house.call('POST', '/auth/sign-in/email', {
    body: { email, password: given },
    headers: { ...own, ...headers },
  });
const enter = async (email: string, given = password, headers: Record<string, string> = {}) => {
  const reply = await byPassword(email, given, headers);
  expect(reply.status).toBe(200);
  return cookieOf(reply);
};
const isIn = async (cookie: string) => (await call('GET', '/api/v1/session', cookie)).status === 200;

let serial = 0;
async function person(given: string | undefined = password): Promise<{ email: string; id: string }> {
  serial += 1;
  const email = `q${serial}@northwind.example`;
  const body = {
    displayName: `Q${serial}`,
    email,
    role: 'viewer',
    ...(given === undefined ? {} : { password: given }),
  };
  const made = await house.call('POST', '/api/v1/people', { key: adminKey, body });
  expect(made.status).toBe(201);
  return { email, id: textOf(made.body, 'id') };
}

beforeAll(async () => {
  house = await createTestAccess(clock);
  ({ id: organization, email: adminEmail, key: adminKey } = await house.found('northwind'));
  admin = await enter(adminEmail);
});
afterAll(async () => {
  for (const answer of await house.close()) expect(answer).toMatchObject({ ok: true });
});

describe('a password', () => {
  const next = 'four quiet harbors at dusk';

  it('is changed by its person, who gives the one of before, and ends their other sessions', async () => {
    const { email, id } = await person();
    const [here, there] = [await enter(email), await enter(email)];
    const change = (body: unknown) => call('POST', '/api/v1/account/password', here, body);
    expect(refused(await change({ current: 'not my password', password: next }))).toEqual({
      status: 403,
      code: 'password.change.wrong_password',
    });
    expect(refused(await change({ current: password, password: 'short' }))).toEqual({
      status: 400,
      code: 'password.change.password_length',
    });
    for (const common of ['password123456', 'Qwertyuiop123', `${email}`])
      expect(refused(await change({ current: password, password: common }))).toEqual({
        status: 400,
        code: 'password.change.password_common',
      });
    expect(await change({ current: password, password: next })).toMatchObject({
      status: 200,
      body: { sessionsEnded: 1 },
    });
    expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
    expect((await byPassword(email)).status).toBe(401);
    await enter(email, next);
    expect((await entriesOf('password.change')).filter(({ subject }) => subject.id === id)).toMatchObject([
      { actor: { id, credential: { kind: 'session' } }, data: { by: 'password', sessionsEnded: 1 } },
    ]);
  });

  it('is set by an admin’s link: once, within a day, and the newest link only', async () => {
    const { email, id } = await person();
    const theirs = await enter(email);
    const ask = () => call('POST', `/api/v1/people/${id}/password-link`, admin, {});
    const tokenOf = (reply: Reply) => textOf(reply.body, 'link').split('#')[1] ?? '';
    const first = tokenOf(await ask());
    const made = await ask();
    const token = tokenOf(made);
    expect(textOf(made.body, 'link')).toBe(`${address}/password#${token}`);
    const { rows } = await house.asOwner('select * from access_password_link');
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(await entriesOf('password.reset'))).not.toContain(token);
    const over = { status: 404, code: 'password.change.link_over' };
    for (const wrong of [first, `${token}x`, 'x'])
      expect(refused(await post('/auth/password', { token: wrong, password: next }))).toEqual(over);
    expect((await post('/auth/link', { token })).body).toMatchObject({ email, organization: 'northwind' });
    expect(refused(await post('/auth/password', { token, password: 'password123456' }))).toMatchObject({
      status: 400,
    });
    // Not yet: what was good still is.
    expect(await isIn(theirs)).toBe(true);
    const used = await Promise.all([1, 2, 3].map(() => post('/auth/password', { token, password: next })));
    expect(used.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
    expect(await isIn(theirs)).toBe(false);
    await enter(email, next);
    expect((await byPassword(email)).status).toBe(401);
    expect((await entriesOf('password.change')).filter(({ subject }) => subject.id === id)).toMatchObject([
      {
        actor: { id, credential: { kind: 'setup', id: 'password_link' } },
        data: { by: 'link', sessionsEnded: 1 },
      },
    ]);
    const late = tokenOf(await ask());
    clock.advance(25 * 3_600_000);
    expect(refused(await post('/auth/password', { token: late, password: next }))).toEqual(over);
    admin = await enter(adminEmail);
  });

  it('may be missing: whoever is made without one comes in by a link only', async () => {
    const made = await house.call('POST', '/api/v1/people', {
      key: adminKey,
      body: { displayName: 'Without', email: 'without@northwind.example', role: 'viewer' },
    });
    const id = textOf(made.body, 'id');
    expect((await entriesOf('person.create')).find(({ subject }) => subject.id === id)?.data).toEqual({
      signIn: 'none',
    });
    for (const guess of [password, 'null', ' '])
      expect(refused(await byPassword('without@northwind.example', guess))).toMatchObject({ status: 401 });
    const link = textOf((await call('POST', `/api/v1/people/${id}/password-link`, admin, {})).body, 'link');
    await post('/auth/password', { token: link.split('#')[1], password: next });
    await enter('without@northwind.example', next);
  });

  it('403: no key gives links, nor an admin who has not proved who they are lately', async () => {
    const { id } = await person();
    const path = `/api/v1/people/${id}/password-link`;
    expect(refused(await house.call('POST', path, { key: adminKey, body: {} }))).toEqual({
      status: 403,
      code: 'password.reset.session_needed',
    });
    clock.advance(16 * 60_000);
    expect(refused(await call('POST', path, admin, {}))).toEqual({
      status: 403,
      code: 'password.reset.step_up_needed',
    });
    expect((await post('/auth/step-up', { password }, admin)).status).toBe(200);
    expect((await call('POST', path, admin, {})).status).toBe(201);
  });
});

describe('the setup link', () => {
  const wish = {
    organization: 'fabrikam',
    displayName: 'Fabrikam',
    name: 'Fay',
    email: 'fay@fabrikam.example',
    password: 'seven orange kites aloft',
  };

  it('makes one organization and its first admin, once and within a day', async () => {
    const [origin, token] = house.access.setupLink().split('/setup#');
    expect(origin).toBe(address);
    expect(refused(await post('/auth/setup', { ...wish, token: `${token}x` }))).toEqual({
      status: 404,
      code: 'organization.create.link_over',
    });
    expect(refused(await post('/auth/setup', { ...wish, token, password: 'password123456' }))).toMatchObject({
      status: 400,
    });
    const made = await post('/auth/setup', { ...wish, token });
    expect(made).toMatchObject({ status: 200, body: { organization: 'fabrikam', email: wish.email } });
    const cookie = await enter(wish.email, wish.password);
    expect((await call('GET', '/api/v1/session', cookie)).body).toMatchObject({
      organization: { name: 'fabrikam' },
    });
    const again = await post('/auth/setup', {
      ...wish,
      token,
      organization: 'second',
      email: 'b@fabrikam.example',
    });
    expect(refused(again)).toEqual({ status: 404, code: 'organization.create.link_over' });
    // What the first start shows is good while there is none.
    const first = house.access.setupLink({ first: true }).split('#')[1];
    expect(
      refused(await post('/auth/setup', { ...wish, token: first, organization: 'second' })),
    ).toMatchObject({
      status: 404,
    });
    const late = house.access.setupLink().split('#')[1];
    clock.advance(25 * 3_600_000);
    const after = await post('/auth/setup', {
      ...wish,
      token: late,
      organization: 'third',
      email: 'c@fabrikam.example',
    });
    expect(refused(after)).toEqual({ status: 404, code: 'organization.create.link_over' });
    expect(await house.access.organizationByName('third')).toBeUndefined();
    admin = await enter(adminEmail);
  });
});

describe('sessions', () => {
  it('AT-45 are listed for their person, and end at once, on every node', async () => {
    const { email, id } = await person();
    const here = await enter(email, password, { 'user-agent': 'Firefox/1' });
    clock.advance(1_000);
    const there = await enter(email, password, { 'user-agent': 'Phone/2' });
    const list = await call('GET', '/api/v1/sessions', here);
    expect(itemsOf(list)).toMatchObject([
      { person: { id }, userAgent: 'Phone/2', method: 'password', current: false },
      { person: { id }, userAgent: 'Firefox/1', current: true },
    ]);
    expect(JSON.stringify(list.body)).not.toContain('token');
    const [other] = itemsOf(list);
    expect((await call('DELETE', `/api/v1/sessions/${textOf(other, 'id')}`, here)).status).toBe(204);
    const asked = { cookie: there, headers: own };
    expect((await house.elsewhere('GET', '/api/v1/session', asked)).status).toBe(401);
    expect((await house.call('GET', '/api/v1/session', asked)).status).toBe(401);
    expect(await isIn(here)).toBe(true);
    expect((await call('DELETE', `/api/v1/sessions/${textOf(other, 'id')}`, here)).status).toBe(404);
    const third = await enter(email);
    expect((await call('POST', '/api/v1/sessions/revoke-others', here, {})).body).toEqual({
      sessionsEnded: 1,
    });
    expect([await isIn(here), await isIn(third)]).toEqual([true, false]);
    const ends = (await entriesOf('session.delete')).filter(({ actor }) => actor.id === id);
    expect(ends.map(({ data }) => data)).toEqual([
      { reason: 'revoked', person: id },
      { reason: 'revoked', sessionsEnded: 1 },
    ]);
  });

  it('of others are an admin’s to end, and nobody else’s to know', async () => {
    const [mine, theirs] = [await person(), await person()];
    const me = await enter(mine.email);
    const them = await enter(theirs.email);
    const [session] = itemsOf(await call('GET', `/api/v1/sessions?person=${theirs.id}`, admin));
    const path = `/api/v1/sessions/${textOf(session, 'id')}`;
    expect(refused(await call('GET', `/api/v1/sessions?person=${theirs.id}`, me))).toEqual({
      status: 403,
      code: 'session.list_all.forbidden',
    });
    expect((await call('GET', '/api/v1/sessions?person=all', me)).status).toBe(403);
    expect((await call('DELETE', path, me)).status).toBe(404);
    const stranger = await house.found('stranger');
    expect((await house.call('DELETE', path, { key: stranger.key })).status).toBe(404);
    expect(
      itemsOf(await house.call('GET', `/api/v1/sessions?person=${theirs.id}`, { key: stranger.key })),
    ).toEqual([]);
    expect(await isIn(them)).toBe(true);
    expect((await call('DELETE', path, admin)).status).toBe(204);
    expect(await isIn(them)).toBe(false);
  });

  it('AT-46 begin and end from our own pages only', async () => {
    const { email } = await person();
    const cookie = await enter(email);
    const before = (await house.leaves()).length;
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }])
      for (const [path, body] of [
        ['/auth/sign-in/email', { email, password }],
        ['/auth/sign-in/second-step', { code: '000000' }],
        ['/auth/sign-in/passkey', {}],
        ['/auth/passkey-options', {}],
        ['/auth/enroll', {}],
        ['/auth/enroll/confirm', { code: '000000' }],
        ['/auth/link', { token: 'x' }],
        ['/auth/password', { token: 'x', password }],
        ['/auth/setup', {}],
        ['/auth/step-up', { password }],
        ['/auth/sign-out', {}],
        ['/api/v1/account/password', { current: password, password: 'x' }],
        ['/api/v1/sessions/revoke-others', {}],
      ] as const)
        for (const carried of [{ cookie }, {}]) {
          if (path.startsWith('/api') && !('cookie' in carried)) continue;
          const reply = await house.call('POST', path, { body, headers, ...carried });
          expect({ path, ...refused(reply) }).toEqual({ path, status: 403, code: 'session.cross_site' });
          expect(reply.headers.getSetCookie()).toEqual([]);
        }
    expect((await house.leaves()).length).toBe(before);
    expect(await isIn(cookie)).toBe(true);
  });
});

describe('attempts', () => {
  it('AT-43 count over all nodes, for somebody as for nobody', async () => {
    const { email, id } = await person();
    for (const tried of [email, 'nobody-at-all@northwind.example']) {
      const guess = (node: 'call' | 'elsewhere', given: string) =>
        house[node]('POST', '/auth/sign-in/email', { body: { email: tried, password: given }, headers: own });
      for (let count = 0; count < 10; count++)
        expect((await guess(count % 2 === 0 ? 'call' : 'elsewhere', 'a wrong password')).status).toBe(401);
      for (const node of ['call', 'elsewhere'] as const)
        expect(refused(await guess(node, password))).toEqual({
          status: 429,
          code: 'session.too_many_attempts',
        });
    }
    const told = async () => (await entriesOf('session.fail')).filter(({ subject }) => subject.id === id);
    await house.access.reportFailures();
    expect(await told()).toMatchObject([{ data: { count: 12 }, subject: { kind: 'person', id } }]);
    // At most one a minute, and none is lost.
    await byPassword(email);
    expect(await house.access.reportFailures()).toBe(0);
    clock.advance(61_000);
    const both = await Promise.all([house.access.reportFailures(), house.access.reportFailures()]);
    expect(both.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect((await told()).map(({ data }) => data.count)).toEqual([12, 1]);
    clock.advance(5 * 60_000);
    await byPassword(email, 'wrong once more');
    await enter(email);
    expect(
      (await entriesOf('session.create')).filter(({ actor }) => actor.id === id).at(-1)?.data,
    ).toMatchObject({
      failuresBefore: 1,
    });
    const { rows } = await house.asOwner('select encode(key, $1) as key, subject_id from platform_tally', [
      'escape',
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/northwind|q\d+@/);
  });

  it('many at the same moment do not slip by', async () => {
    const { email } = await person();
    const guesses = Array.from({ length: 24 }, (_, at) =>
      house[at % 2 === 0 ? 'call' : 'elsewhere']('POST', '/auth/sign-in/email', {
        body: { email, password: 'a wrong password' },
        headers: own,
      }),
    );
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(14);
  });
});
