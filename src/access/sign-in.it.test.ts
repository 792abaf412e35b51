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
import { listen } from '../platform/http/index.ts';
import { createLog } from '../platform/log.ts';

let house: TestAccess;
let organization: OrganizationId;
let email: string;
let adminKey: string;
const own = { origin: address };

const signIn = (body: unknown = { email, password }, headers: Record<string, string> = own) =>
  house.call('POST', '/auth/sign-in/email', { body, headers });
const countEntries = async (action: string) =>
  (await house.entries(organization)).filter((entry) => entry.action === action).length;

beforeAll(async () => {
  house = await createTestAccess();
  ({ id: organization, email, key: adminKey } = await house.found('northwind'));
});
afterAll(async () => {
  for (const answer of await house.close()) expect(answer).toMatchObject({ ok: true });
});

describe('signing in', () => {
  it('200: answers with a session cookie, and says who one is', async () => {
    const before = await countEntries('session.create');
    const reply = await signIn({ email: email.toUpperCase(), password });
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({ user: { id: expect.any(String), name: 'Amara', email } });
    const set = reply.headers.getSetCookie().find((one) => one.startsWith('countersign.session_token='));
    expect(set).toMatch(/HttpOnly/i);
    expect(set).toMatch(/SameSite=Lax/i);
    const session = await house.call('GET', '/api/v1/session', { cookie: cookieOf(reply) });
    expect(session.body).toMatchObject({
      principal: { kind: 'person', displayName: 'Amara', email },
      organization: { id: organization, name: 'northwind' },
      grants: [{ role: 'admin', scope: { kind: 'organization' } }],
      permissions: expect.arrayContaining(['person.create', 'ledger.export']),
    });
    expect(await countEntries('session.create')).toBe(before + 1);
  });

  it('keeps the token out of the body and out of the database', async () => {
    const reply = await signIn();
    const cookie = decodeURIComponent(cookieOf(reply));
    const token = /session_token=([^.;]+)\./.exec(cookie)?.[1] ?? '';
    expect(token.length).toBeGreaterThanOrEqual(32);
    expect(JSON.stringify(reply.body)).not.toContain(token);
    const read = await house.call('GET', '/auth/get-session', { cookie: cookieOf(reply) });
    expect(read.body).toMatchObject({ session: { id: expect.stringMatching(/^ses_/) }, user: { email } });
    expect(JSON.stringify(read.body)).not.toContain(token);
    const { rows } = await house.asOwner('select * from access_session');
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(rows.some((row) => row.token_sha256.toString('utf8').includes(token))).toBe(false);
  });

  it('401: the same answer for a wrong password, an unknown address and no address at all', async () => {
    const answers: Reply[] = [];
    for (const body of [
      { email, password: 'a wrong password 1' },
      { email: 'nobody@northwind.example', password },
      { email: 'not an address', password },
    ])
      answers.push(await signIn(body));
    for (const { status, body, headers } of answers) {
      expect(status).toBe(401);
      expect(body).toMatchObject({ code: 'session.wrong_credentials', status: 401 });
      expect(headers.get('content-type')).toBe('application/problem+json');
      expect(headers.getSetCookie()).toEqual([]);
    }
  });

  it('400: members that it does not know, such as a place to redirect to', async () => {
    const reply = await signIn({ email, password, callbackURL: 'https://evil.example' });
    expect(reply).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });

  it('413 and 415: large bodies and forms', async () => {
    expect((await signIn({ email, password: 'x'.repeat(40_000) })).status).toBe(413);
    const form = { ...own, 'content-type': 'text/plain' };
    expect((await signIn({ email, password }, form)).status).toBe(415);
  });

  it('403: another site cannot sign one in', async () => {
    const reply = await signIn({ email, password }, { origin: 'https://evil.example' });
    expect(reply).toMatchObject({ status: 403, body: { code: 'session.cross_site' } });
  });

  it('200: a program that says nothing of where it comes from signs in, as Node’s fetch does', async () => {
    const node = { 'sec-fetch-mode': 'cors', 'accept-language': '*' };
    expect((await signIn({ email, password }, node)).status).toBe(200);
  });

  it('429: after ten failures for an address, with the time to wait', async () => {
    const guess = () => signIn({ email: 'guessed@northwind.example', password: 'wrong wrong wrong' });
    for (let count = 0; count < 10; count++) expect((await guess()).status).toBe(401);
    const reply = await guess();
    expect(reply).toMatchObject({ status: 429, body: { code: 'session.too_many_attempts' } });
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await signIn()).status).toBe(200);
  });

  it('404: everything else that the library could do', async () => {
    for (const [method, path] of [
      ['POST', '/auth/sign-up/email'],
      ['POST', '/auth/sign-in/social'],
      ['POST', '/auth/change-password'],
      ['POST', '/auth/update-user'],
      ['GET', '/auth/list-sessions'],
      ['GET', '/auth/ok'],
      ['GET', '/auth/sign-in/email'],
      ['POST', '/auth/get-session'],
      ['POST', '/auth/sign-in/email/'],
      ['POST', '/auth//sign-in/email'],
    ] as const) {
      const reply = await house.call(method, path, {
        headers: own,
        ...(method === 'POST' ? { body: {} } : {}),
      });
      expect(reply, `${method} ${path}`).toMatchObject({ status: 404, body: { code: 'resource.not_found' } });
    }
  });
});

describe('a session', () => {
  const make = (cookie: string, headers: Record<string, string>) =>
    house.call('POST', '/api/v1/keys', { cookie, headers, body: { displayName: 'By session' } });

  it('403: changes nothing for another site', async () => {
    const cookie = cookieOf(await signIn());
    const before = (await house.leaves()).length;
    for (const headers of [{}, { origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }])
      expect(await make(cookie, headers)).toMatchObject({
        status: 403,
        body: { code: 'session.cross_site' },
      });
    const signOut = await house.call('POST', '/auth/sign-out', {
      cookie,
      headers: { origin: 'https://evil.example' },
    });
    expect(signOut.status).toBe(403);
    expect((await house.leaves()).length).toBe(before);
    expect((await make(cookie, own)).status).toBe(201);
    expect((await make(cookie, { 'sec-fetch-site': 'same-origin' })).status).toBe(201);
  });

  it('401: is nobody with a forged or altered cookie', async () => {
    const cookie = cookieOf(await signIn());
    const [name, value = ''] = cookie.split('=');
    const [token] = decodeURIComponent(value).split('.');
    for (const forged of [`${token}`, `${token}.AAAA`, `x${decodeURIComponent(value)}`]) {
      const reply = await house.call('GET', '/api/v1/session', {
        cookie: `${name}=${encodeURIComponent(forged)}`,
      });
      expect(reply).toMatchObject({ status: 401, body: { code: 'session.required' } });
    }
  });

  it('ends with signing out, for good, and says so in the ledger', async () => {
    const cookie = cookieOf(await signIn());
    const before = await countEntries('session.delete');
    const out = await house.call('POST', '/auth/sign-out', { cookie, headers: own });
    expect(out).toMatchObject({ status: 200, body: { success: true } });
    expect((await house.call('GET', '/api/v1/session', { cookie })).status).toBe(401);
    expect(await countEntries('session.delete')).toBe(before + 1);
    const again = await house.call('POST', '/auth/sign-out', { cookie, headers: own });
    expect(again.status).toBe(200);
    expect(await countEntries('session.delete')).toBe(before + 1);
  });

  it('is extended by get-session after a day, with an entry, and by nothing else', async () => {
    const cookie = cookieOf(await signIn());
    const { rows } = await house.asOwner(
      "update access_session set expires_at = now() + interval '5 days' where id = (select max(id) from access_session) returning id",
    );
    await house.call('GET', '/api/v1/session', { cookie });
    expect(await countEntries('session.refresh')).toBe(0);
    expect((await house.call('GET', '/auth/get-session', { cookie })).body).toMatchObject({
      session: { id: rows[0].id },
    });
    expect(await countEntries('session.refresh')).toBe(1);
    const after = await house.asOwner(
      "select expires_at > now() + interval '6 days' as extended from access_session where id = $1",
      [rows[0].id],
    );
    expect(after.rows).toEqual([{ extended: true }]);
  });

  it('401: has expired when its time is over, whatever the cookie says', async () => {
    const cookie = cookieOf(await signIn());
    await house.asOwner(
      "update access_session set expires_at = now() - interval '1 second' where id = (select max(id) from access_session)",
    );
    const before = await countEntries('session.delete');
    const several = Array.from({ length: 6 }, () => house.call('GET', '/api/v1/session', { cookie }));
    for (const reply of await Promise.all(several)) expect(reply.status).toBe(401);
    expect(await countEntries('session.delete')).toBe(before + 1);
    const ended = (await house.entries(organization)).filter((entry) => entry.action === 'session.delete');
    expect(ended.some((entry) => entry.data.reason === 'expired')).toBe(true);
  });

  it('401: ends at once when the person is deactivated, and they cannot sign in again', async () => {
    const person = { displayName: 'Bo', email: 'bo@northwind.example', password, role: 'viewer' };
    const made = await house.call('POST', '/api/v1/people', { key: adminKey, body: person });
    expect(made).toMatchObject({ status: 201, body: { active: true, roles: [{ role: 'viewer' }] } });
    const cookie = cookieOf(await signIn({ email: person.email, password }));
    expect((await house.call('GET', '/api/v1/session', { cookie })).status).toBe(200);
    const id = textOf(made.body, 'id');
    expect(
      (await house.call('POST', `/api/v1/people/${id}/deactivate`, { key: adminKey, body: {} })).status,
    ).toBe(204);
    expect((await house.call('GET', '/api/v1/session', { cookie })).status).toBe(401);
    expect((await signIn({ email: person.email, password })).status).toBe(401);
    expect(await countEntries('person.deactivate')).toBe(1);
  });
});

describe('stepping up', () => {
  const stepUp = (cookie: string, body: unknown, headers: Record<string, string> = own) =>
    house.call('POST', '/auth/step-up', { cookie, headers, body });
  const principalOf = (cookie: string) =>
    house.access.authenticate({
      method: 'GET',
      header: (name) => (name === 'cookie' ? cookie : undefined),
    });

  it('200: the session is the same one and newly proved, with an entry', async () => {
    const cookie = cookieOf(await signIn());
    await house.asOwner(
      "update access_session set authenticated_at = now() - interval '1 hour' where id = (select max(id) from access_session)",
    );
    const before = await principalOf(cookie);
    const reply = await stepUp(cookie, { password });
    expect(reply).toMatchObject({ status: 200, body: { authenticatedAt: expect.any(String) } });
    expect(reply.headers.getSetCookie()).toEqual([]);
    const after = await principalOf(cookie);
    expect(after?.credential).toEqual(before?.credential);
    expect(after?.authenticatedAt?.toISOString()).toBe(textOf(reply.body, 'authenticatedAt'));
    expect(Number(after?.authenticatedAt) - Number(before?.authenticatedAt)).toBeGreaterThan(3_000_000);
    const entries = (await house.entries(organization)).filter(({ action }) => action === 'session.step_up');
    expect(entries).toMatchObject([{ actor: { kind: 'person', credential: after?.credential } }]);
  });

  it('a session that was never stepped up was proved at sign-in, and a key proves no person', async () => {
    const started = Date.now();
    const principal = await principalOf(cookieOf(await signIn()));
    expect(Number(principal?.authenticatedAt)).toBeGreaterThanOrEqual(started - 5_000);
    const byKey = await house.access.authenticate({
      method: 'GET',
      header: (name) => (name === 'x-api-key' ? adminKey : undefined),
    });
    expect(byKey).toMatchObject({ kind: 'person', authenticatedAt: null });
  });

  it('403 for a wrong password, 401 without a session, 400 and 403 for what is no request of ours', async () => {
    const cookie = cookieOf(await signIn());
    const before = await principalOf(cookie);
    const leaves = (await house.leaves()).length;
    expect(await stepUp(cookie, { password: 'a wrong password' })).toMatchObject({
      status: 403,
      body: { code: 'session.step_up.wrong_password' },
    });
    expect(await stepUp('countersign.session_token=none', { password })).toMatchObject({
      status: 401,
      body: { code: 'session.required' },
    });
    const byKey = await house.call('POST', '/auth/step-up', {
      key: adminKey,
      headers: own,
      body: { password },
    });
    expect(byKey).toMatchObject({ status: 401, body: { code: 'session.required' } });
    expect(await stepUp(cookie, { password, minutes: 999 })).toMatchObject({ status: 400 });
    expect(await stepUp(cookie, { password }, { origin: 'https://evil.example' })).toMatchObject({
      status: 403,
      body: { code: 'session.cross_site' },
    });
    expect((await principalOf(cookie))?.authenticatedAt).toEqual(before?.authenticatedAt);
    expect((await house.leaves()).length).toBe(leaves);
  });

  it('429: guesses count with those of signing in', async () => {
    const person = { displayName: 'Gia', email: 'gia@northwind.example', password, role: 'viewer' };
    await house.call('POST', '/api/v1/people', { key: adminKey, body: person });
    const cookie = cookieOf(await signIn({ email: person.email, password }));
    for (let count = 0; count < 10; count++)
      expect((await stepUp(cookie, { password: 'a wrong password' })).status).toBe(403);
    expect(await stepUp(cookie, { password })).toMatchObject({
      status: 429,
      body: { code: 'session.too_many_attempts' },
    });
    expect((await signIn({ email: person.email, password })).status).toBe(429);
  });
});

describe('over a real socket', () => {
  it('signs in from another name of this machine, reads, and signs out', async () => {
    const server = await listen('127.0.0.1', 0, createLog('silent'));
    server.serve({ nodeRoutes: [], fetch: house.fetch });
    const at = `http://localhost:${server.port}`;
    const headers = { origin: at, 'content-type': 'application/json' };
    try {
      const body = JSON.stringify({ email, password });
      const entered = await fetch(`${at}/auth/sign-in/email`, { method: 'POST', headers, body });
      expect(entered.status).toBe(200);
      const cookie = (entered.headers.getSetCookie()[0] ?? '').split(';', 1)[0] ?? '';
      const read = await fetch(`${at}/auth/get-session`, { headers: { cookie } });
      expect(await read.json()).toMatchObject({ user: { email } });
      const left = await fetch(`${at}/auth/sign-out`, {
        method: 'POST',
        headers: { ...headers, cookie },
        body: '{}',
      });
      expect(left.status).toBe(200);
      expect((await fetch(`${at}/api/v1/session`, { headers: { cookie } })).status).toBe(401);
    } finally {
      await server.stop(1000);
    }
  });
});
