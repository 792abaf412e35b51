import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAuthenticator } from '../../test/support/authenticator.ts';
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
import { totpCode, totpStep } from './factors/totp.ts';

/*
 * Second factors over HTTP, with a security key in software. Everything is at localhost: WebAuthn knows no numbers.
 */
const origin = address.replace('127.0.0.1', 'localhost');
const own = { origin };
// From now on: the session library keeps its own time.
const clock = manualClock(new Date().toISOString());
let house: TestAccess;
let organization: OrganizationId;
let adminEmail: string;
let adminKey: string;

const post = (path: string, body: unknown, cookie?: string) =>
  house.call('POST', path, {
    body,
    headers: { ...own, host: 'localhost:4180' },
    ...(cookie === undefined ? {} : { cookie }),
  });
const call = (method: string, path: string, cookie: string, body?: unknown) =>
  house.call(method, path, {
    cookie,
    headers: { ...own, host: 'localhost:4180' },
    ...(body === undefined ? {} : { body }),
  });
const refused = (reply: Reply) => ({ status: reply.status, code: Reflect.get(Object(reply.body), 'code') });
const listOf = (body: unknown, member: string): readonly string[] => Reflect.get(Object(body), member);
const entriesOf = async (action: string) =>
  (await house.entries(organization)).filter((entry) => entry.action === action);
const codeAt = (secret: string, shift = 0) => totpCode(fromBase32(secret), totpStep(clock.now()) + shift);
/** Each code is good once: the next one comes with the next half minute. */
const later = (seconds = 31) => clock.advance(seconds * 1000);

let serial = 0;
async function person(): Promise<{ email: string; id: string }> {
  serial += 1;
  const email = `p${serial}@northwind.example`;
  const body = { displayName: `P${serial}`, email, password, role: 'viewer' };
  const made = await house.call('POST', '/api/v1/people', { key: adminKey, body });
  return { email, id: textOf(made.body, 'id') };
}
const byPassword = (email: string, given = password) =>
  post('/auth/sign-in/email', { email, password: given });
const enter = async (email: string) => {
  const reply = await byPassword(email);
  expect(reply.status).toBe(200);
  return cookieOf(reply);
};
async function withTotp(cookie: string): Promise<{ secret: string; recoveryCodes: readonly string[] }> {
  const started = await call('POST', '/api/v1/account/second-factor/start', cookie, {});
  expect(started.status).toBe(200);
  const secret = textOf(started.body, 'secret');
  const body = { offer: textOf(started.body, 'offer'), code: codeAt(secret) };
  const made = await call('POST', '/api/v1/account/second-factor', cookie, body);
  expect(made.status).toBe(201);
  return { secret, recoveryCodes: listOf(made.body, 'recoveryCodes') };
}

beforeAll(async () => {
  house = await createTestAccess(clock);
  ({ id: organization, email: adminEmail, key: adminKey } = await house.found('northwind'));
});
beforeEach(() => clock.advance(6 * 60_000));
afterAll(async () => {
  for (const answer of await house.close()) expect(answer).toMatchObject({ ok: true });
});

describe('an authenticator app', () => {
  it('is set up, and from then on a password is half of signing in', async () => {
    const { email, id } = await person();
    const cookie = await enter(email);
    const { secret, recoveryCodes } = await withTotp(cookie);
    expect(new Set(recoveryCodes).size).toBe(10);
    const { rows } = await house.asOwner('select * from access_totp, access_recovery_code');
    const stored = rows.map((row) =>
      Object.values(row)
        .map((cell) => (Buffer.isBuffer(cell) ? cell.toString('latin1') : String(cell)))
        .join(),
    );
    expect(stored.join()).not.toContain(Buffer.from(fromBase32(secret)).toString('latin1'));
    for (const code of recoveryCodes) expect(stored.join()).not.toContain(code);
    expect(await entriesOf('second_factor.create')).toMatchObject([
      {
        actor: { id, credential: { kind: 'session' } },
        subject: { kind: 'person', id },
        data: { kind: 'totp' },
      },
    ]);

    const half = await byPassword(email);
    expect(half).toMatchObject({
      status: 200,
      body: { secondStep: { methods: ['totp', 'recovery_code'], enroll: false } },
    });
    expect(cookieOf(half)).not.toContain('session_token');
    expect(half.headers.getSetCookie().join()).toMatch(
      /countersign\.step=[^;]+; Path=\/auth; HttpOnly; SameSite=Strict/,
    );
    // Half is nobody.
    expect((await call('GET', '/api/v1/session', cookieOf(half))).status).toBe(401);

    // The code that set it up is not good again (RFC 6238 §5.2).
    const replayed = await post('/auth/sign-in/second-step', { code: codeAt(secret) }, cookieOf(half));
    expect(refused(replayed)).toEqual({ status: 401, code: 'session.wrong_code' });
    later();
    const code = codeAt(secret);
    const entered = await post('/auth/sign-in/second-step', { code }, cookieOf(half));
    expect(entered).toMatchObject({ status: 200, body: { user: { id, email } } });
    expect((await call('GET', '/api/v1/session', cookieOf(entered))).status).toBe(200);
    const sessions = (await entriesOf('session.create')).filter(({ actor }) => actor.id === id);
    expect(sessions.at(-1)?.data).toMatchObject({ method: 'password_totp', failuresBefore: 1 });

    // Neither the code nor the half is good for a second session.
    const twice = await post('/auth/sign-in/second-step', { code }, cookieOf(half));
    expect(twice.status).toBe(401);
    later();
    const sameHalf = await post('/auth/sign-in/second-step', { code: codeAt(secret) }, cookieOf(half));
    expect(refused(sameHalf)).toEqual({ status: 401, code: 'session.used_code' });
  });

  it('lets one of two through who use one code at the same moment', async () => {
    const { email } = await person();
    const { secret } = await withTotp(await enter(email));
    later();
    const halves = [await byPassword(email), await byPassword(email), await byPassword(email)];
    const code = codeAt(secret);
    const replies = await Promise.all(
      halves.map((half) => post('/auth/sign-in/second-step', { code }, cookieOf(half))),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  });

  it('has recovery codes: each once, typed as people type', async () => {
    const { email, id } = await person();
    const { secret, recoveryCodes } = await withTotp(await enter(email));
    const [code = '', other = ''] = recoveryCodes;
    const step = async (given: string) =>
      post('/auth/sign-in/second-step', { recoveryCode: given }, cookieOf(await byPassword(email)));
    const entered = await step(code.toUpperCase().replaceAll('-', ' '));
    expect(entered.status).toBe(200);
    expect(refused(await step(code))).toEqual({ status: 401, code: 'session.used_code' });
    const cookie = cookieOf(entered);
    expect((await call('GET', '/api/v1/account', cookie)).body).toMatchObject({
      recoveryCodesLeft: 9,
      totpSince: expect.any(String),
      confirmWith: ['totp', 'recovery_code'],
    });
    const renewed = await call('POST', '/api/v1/account/recovery-codes', cookie, {});
    expect(listOf(renewed.body, 'recoveryCodes')).toHaveLength(10);
    expect((await step(other)).status).toBe(401);
    const sessions = (await entriesOf('session.create')).filter(({ actor }) => actor.id === id);
    expect(sessions.at(-1)?.data).toMatchObject({ method: 'password_recovery_code' });
    expect(await entriesOf('recovery_code.renew')).toHaveLength(1);
    later();
    // Removed, a password is enough again, and no recovery code is left.
    expect((await call('DELETE', '/api/v1/account/second-factor', cookie)).status).toBe(204);
    expect(await byPassword(email)).toMatchObject({ status: 200, body: { user: { id } } });
    expect((await call('GET', '/api/v1/account', cookie)).body).toMatchObject({
      recoveryCodesLeft: 0,
      totpSince: null,
      confirmWith: ['password'],
    });
    expect(secret).not.toBe('');
  });

  it('429: guesses at the second step are counted for the person, on every node, and told in the ledger', async () => {
    const { email, id } = await person();
    const { secret } = await withTotp(await enter(email));
    later();
    const half = cookieOf(await byPassword(email));
    for (let count = 0; count < 10; count++)
      expect((await post('/auth/sign-in/second-step', { code: '000000' }, half)).status).toBe(401);
    const blocked = await post('/auth/sign-in/second-step', { code: codeAt(secret) }, half);
    expect(refused(blocked)).toEqual({ status: 429, code: 'session.too_many_attempts' });
    // A new half buys no further guesses.
    const another = cookieOf(await byPassword(email));
    expect((await post('/auth/sign-in/second-step', { code: codeAt(secret) }, another)).status).toBe(429);
    expect(await house.access.reportFailures()).toBeGreaterThan(0);
    expect(await house.access.reportFailures()).toBe(0);
    const told = (await entriesOf('session.fail')).filter(({ subject }) => subject.id === id);
    expect(told).toMatchObject([{ actor: { kind: 'system', id: 'sign_in' }, data: { count: 12 } }]);
    later(301);
    const entered = await post('/auth/sign-in/second-step', { code: codeAt(secret) }, another);
    expect(entered.status).toBe(200);
  });

  it('401: a half is over after ten minutes, and is nobody else’s', async () => {
    const { email } = await person();
    const { secret } = await withTotp(await enter(email));
    const half = cookieOf(await byPassword(email));
    later(601);
    const late = await post('/auth/sign-in/second-step', { code: codeAt(secret) }, half);
    expect(refused(late)).toEqual({ status: 401, code: 'session.second_step_over' });
    const forged = half.replace(/=(.)/, (_all, first) => `=${first === 'A' ? 'B' : 'A'}`);
    for (const cookie of [undefined, 'countersign.step=', forged])
      expect(refused(await post('/auth/sign-in/second-step', { code: codeAt(secret) }, cookie))).toEqual({
        status: 401,
        code: 'session.second_step_over',
      });
  });
});

describe('a passkey', () => {
  async function withPasskey(email: string) {
    const cookie = await enter(email);
    const device = createAuthenticator();
    const started = await call('POST', '/api/v1/account/passkeys/start', cookie, { origin });
    expect(started.status).toBe(200);
    const options: unknown = Reflect.get(Object(started.body), 'options');
    const offer = textOf(started.body, 'offer');
    const body = { offer, displayName: 'Key on my ring', passkey: device.create(options, origin) };
    const made = await call('POST', '/api/v1/account/passkeys', cookie, body);
    expect(made.status).toBe(201);
    return { cookie, device, made, body };
  }
  async function asked() {
    const reply = await post('/auth/passkey-options', {});
    expect(reply.status).toBe(200);
    return { options: Reflect.get(Object(reply.body), 'options') as unknown, kept: cookieOf(reply) };
  }

  it('is made, signs in by itself, and is removed', async () => {
    const { email, id } = await person();
    const { cookie, device, made, body } = await withPasskey(email);
    expect(made.body).toMatchObject({
      passkey: { displayName: 'Key on my ring', address: 'localhost', synced: false },
    });
    expect(listOf(made.body, 'recoveryCodes')).toHaveLength(10);
    expect((await call('POST', '/api/v1/account/passkeys', cookie, body)).status).toBe(401);
    const { options, kept } = await asked();
    expect(JSON.stringify(options)).not.toContain(id);
    const passkey = device.get(options, origin);
    const entered = await post('/auth/sign-in/passkey', { passkey }, kept);
    expect(entered).toMatchObject({ status: 200, body: { user: { id } } });
    const sessions = (await entriesOf('session.create')).filter(({ actor }) => actor.id === id);
    expect(sessions.at(-1)?.data).toMatchObject({ method: 'passkey' });
    // What was signed is good once.
    expect((await post('/auth/sign-in/passkey', { passkey }, kept)).status).toBe(401);
    // As a second step after the password too.
    const half = await byPassword(email);
    expect(half.body).toMatchObject({ secondStep: { methods: ['passkey', 'recovery_code'] } });
    const again = await asked();
    const second = { passkey: device.get(again.options, origin) };
    const both = `${cookieOf(half)}; ${again.kept}`;
    expect((await post('/auth/sign-in/second-step', second, both)).status).toBe(200);
    // Removed, it opens nothing.
    const passkeyId = textOf(Reflect.get(Object(made.body), 'passkey'), 'id');
    expect((await call('DELETE', `/api/v1/account/passkeys/${passkeyId}`, cookieOf(entered))).status).toBe(
      204,
    );
    const last = await asked();
    const gone = await post(
      '/auth/sign-in/passkey',
      { passkey: device.get(last.options, origin) },
      last.kept,
    );
    expect(refused(gone)).toEqual({ status: 401, code: 'session.wrong_code' });
    expect(await entriesOf('passkey.delete')).toMatchObject([{ actor: { id }, subject: { id: passkeyId } }]);
  });

  it('401: for another page, another name, another challenge, another key, nobody recognized, or a copy', async () => {
    const { email } = await person();
    const { device } = await withPasskey(email);
    const faults = [
      { origin: 'https://evil.example' },
      { rpId: 'evil.example' },
      { challenge: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
      { otherKey: true },
      { unverified: true },
    ];
    for (const fault of faults) {
      const { options, kept } = await asked();
      const reply = await post(
        '/auth/sign-in/passkey',
        { passkey: device.get(options, origin, fault) },
        kept,
      );
      expect({ fault, ...refused(reply) }).toEqual({ fault, status: 401, code: 'session.wrong_code' });
    }
    // Somebody else's challenge, as a page that relays would have it.
    const [mine, theirs] = [await asked(), await asked()];
    const relayed = await post(
      '/auth/sign-in/passkey',
      { passkey: device.get(mine.options, origin) },
      theirs.kept,
    );
    expect(relayed.status).toBe(401);
    const good = await asked();
    const entered = { passkey: device.get(good.options, origin) };
    expect((await post('/auth/sign-in/passkey', entered, good.kept)).status).toBe(200);
    device.rewind(1);
    const { options, kept } = await asked();
    const copied = await post('/auth/sign-in/passkey', { passkey: device.get(options, origin) }, kept);
    expect(copied.status).toBe(401);
  });

  it('is no second step of somebody else', async () => {
    const [mine, theirs] = [await person(), await person()];
    const { device } = await withPasskey(mine.email);
    await withPasskey(theirs.email);
    const half = cookieOf(await byPassword(theirs.email));
    const { options, kept } = await asked();
    const body = { passkey: device.get(options, origin) };
    const reply = await post('/auth/sign-in/second-step', body, `${half}; ${kept}`);
    expect(refused(reply)).toEqual({ status: 401, code: 'session.wrong_code' });
  });

  it('401 or 400: for whatever else is sent instead of what a device signs', async () => {
    const { email } = await person();
    const { cookie, device } = await withPasskey(email);
    const { options, kept } = await asked();
    const good = device.get(options, origin);
    const wrongs = [
      '',
      'AAAA',
      '____',
      'x'.repeat(9_000),
      randomBytes(200).toString('base64url'),
      7,
      null,
      {},
    ];
    for (const wrong of wrongs) {
      for (const member of ['id', 'type', 'response']) {
        const { status } = await post(
          '/auth/sign-in/passkey',
          { passkey: { ...good, [member]: wrong } },
          kept,
        );
        expect([400, 401]).toContain(status);
      }
      const response: object = Reflect.get(good, 'response');
      for (const member of ['clientDataJSON', 'authenticatorData', 'signature']) {
        const passkey = { ...good, response: { ...response, [member]: wrong } };
        const { status } = await post('/auth/sign-in/passkey', { passkey }, kept);
        expect([400, 401]).toContain(status);
      }
      const started = await call('POST', '/api/v1/account/passkeys/start', cookie, { origin });
      const made = createAuthenticator().create(Reflect.get(Object(started.body), 'options'), origin);
      const given: object = Reflect.get(made, 'response');
      for (const member of ['clientDataJSON', 'attestationObject', 'transports']) {
        const passkey = { ...made, response: { ...given, [member]: wrong } };
        const body = { offer: textOf(started.body, 'offer'), displayName: 'X', passkey };
        expect([400, 422]).toContain((await call('POST', '/api/v1/account/passkeys', cookie, body)).status);
      }
    }
  });

  it('409: where WebAuthn has no name to bind it to', async () => {
    const { email } = await person();
    const cookie = await enter(email);
    for (const elsewhere of [address, 'https://evil.example', 'http://localhost:1', 'nonsense'])
      expect(
        refused(await call('POST', '/api/v1/account/passkeys/start', cookie, { origin: elsewhere })),
      ).toEqual({
        status: 409,
        code: 'passkey.not_here',
      });
  });
});

describe('stepping up', () => {
  it('takes the second factor of who has one, and no password instead', async () => {
    const { email } = await person();
    const cookie = await enter(email);
    const { secret } = await withTotp(cookie);
    later(16 * 60);
    const change = () => call('POST', '/api/v1/account/recovery-codes', cookie, {});
    expect(refused(await change())).toEqual({ status: 403, code: 'recovery_code.renew.step_up_needed' });
    expect(refused(await post('/auth/step-up', { password }, cookie))).toEqual({
      status: 403,
      code: 'session.step_up.second_factor_needed',
    });
    for (const body of [{ code: '000000' }, { recoveryCode: 'aaaa-bbbb' }])
      expect(refused(await post('/auth/step-up', body, cookie))).toEqual({
        status: 403,
        code: 'session.step_up.wrong_code',
      });
    const code = codeAt(secret);
    expect((await post('/auth/step-up', { code }, cookie)).status).toBe(200);
    expect((await post('/auth/step-up', { code }, cookie)).status).toBe(403);
    expect((await change()).status).toBe(201);
    expect((await entriesOf('session.step_up')).at(-1)?.data).toEqual({ by: 'totp', failuresBefore: 2 });
  });

  it('403: a key changes nothing about how its person signs in', async () => {
    for (const path of ['/account/second-factor/start', '/account/recovery-codes'])
      expect((await house.call('POST', `/api/v1${path}`, { key: adminKey, body: {} })).status).toBe(403);
    expect((await house.call('GET', '/api/v1/account', { key: adminKey })).status).toBe(403);
  });
});

describe('an organization that requires a second factor', () => {
  const rule = (cookie: string, secondFactor: string) =>
    call('PATCH', '/api/v1/sign-in-rule', cookie, { secondFactor });

  it('ends sessions of a password alone, and lets people set one up at their next sign-in', async () => {
    const { email, id } = await person();
    const theirs = await enter(email);
    const admin = await enter(adminEmail);
    expect(refused(await rule(admin, 'required'))).toEqual({
      status: 409,
      code: 'sign_in_rule.update.own_first',
    });
    const { secret } = await withTotp(admin);
    later();
    const half = cookieOf(await byPassword(adminEmail));
    const strong = cookieOf(await post('/auth/sign-in/second-step', { code: codeAt(secret) }, half));
    const required = await rule(strong, 'required');
    expect(required.status).toBe(200);
    expect(Reflect.get(Object(required.body), 'sessionsEnded')).toBeGreaterThanOrEqual(2);
    for (const cookie of [theirs, admin])
      expect((await call('GET', '/api/v1/session', cookie)).status).toBe(401);

    const entered = await byPassword(email);
    expect(entered.body).toEqual({ secondStep: { methods: [], enroll: true } });
    const kept = cookieOf(entered);
    expect((await post('/auth/sign-in/second-step', { code: '000000' }, kept)).status).toBe(401);
    const offered = await post('/auth/enroll', {}, kept);
    const both = `${kept}; ${cookieOf(offered)}`;
    expect((await post('/auth/enroll/confirm', { code: '000000' }, both)).status).toBe(401);
    const code = codeAt(textOf(offered.body, 'secret'));
    const done = await post('/auth/enroll/confirm', { code }, both);
    expect(done).toMatchObject({ status: 200, body: { user: { id } } });
    expect(listOf(done.body, 'recoveryCodes')).toHaveLength(10);
    const cookie = cookieOf(done);
    expect((await call('GET', '/api/v1/session', cookie)).status).toBe(200);
    expect((await post('/auth/enroll/confirm', { code }, both)).status).toBe(409);
    // The last one cannot be taken off, but an admin takes a lost one off, and the person begins anew.
    expect(refused(await call('DELETE', '/api/v1/account/second-factor', cookie))).toEqual({
      status: 409,
      code: 'second_factor.delete.required',
    });
    expect((await call('POST', `/api/v1/people/${id}/reset-second-factors`, strong, {})).status).toBe(204);
    expect((await call('GET', '/api/v1/session', cookie)).status).toBe(401);
    expect((await byPassword(email)).body).toMatchObject({ secondStep: { enroll: true } });
    expect((await entriesOf('second_factor.reset')).at(-1)).toMatchObject({
      subject: { id },
      data: { totp: true, passkeys: 0, sessionsEnded: 1 },
    });
    expect((await rule(strong, 'optional')).status).toBe(200);
    expect((await entriesOf('sign_in_rule.update')).map(({ data }) => data.secondFactor)).toEqual([
      'required',
      'optional',
    ]);
  });
});

function fromBase32(text: string): Uint8Array {
  const bits = [...text]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}
