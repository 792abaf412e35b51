import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, listAt, password, startHouse, type TestHouse, textAt } from './support/house.ts';
import { startProvider, type TestProvider } from './support/oidc-provider.ts';
import { inBase64, samlProvider } from './support/saml-provider.ts';
import { testBrowser } from './support/test-browser.ts';

/** Single sign-on with OpenID Connect, against a real provider on this machine. */
let house: TestHouse;
let provider: TestProvider;
let admin: string;
let connection: string;
const dns = new Map<string, readonly string[]>();

beforeAll(async () => {
  provider = await startProvider();
  house = await startHouse({ ssoHosts: [provider.host, 'idp.northwind.example'], dns });
  admin = house.northwind.people.admin.key;
  const made = await house.done(admin, 'domain.create', { body: { name: 'Northwind.example.' } });
  dns.set(textAt(made, 'record', 'name'), [textAt(made, 'record', 'value')]);
  connection = await connect(house, provider, admin);
  await house.done(admin, 'group_mapping.create', { body: { group: 'Engineers', role: 'contributor' } });
}, 60_000);
afterAll(async () => {
  await house.close();
  await provider.close().catch(() => undefined);
});

/** Sets a provider up as an admin does. */
async function connect(at: TestHouse, there: TestProvider, by: string): Promise<string> {
  const settings = { issuer: there.issuer, clientId: 'not yet' };
  const made = await at.done(by, 'sso_connection.create', {
    body: { kind: 'oidc', displayName: 'The directory', settings },
  });
  const id = textAt(made, 'id');
  const client = await there.client(textAt(made, 'callbackUrl'));
  await at.done(by, 'sso_connection.update', {
    params: { connection: id },
    body: {
      active: true,
      oidc: { issuer: there.issuer, clientId: client.id },
      clientSecret: client.secret,
    },
  });
  return id;
}

const start = (query = '', id = connection) => `${house.address}/auth/sso/start/${id}${query}`;

/** Signs an account in, and gives where the browser came out and who it is now. */
async function come(account: string, query = '') {
  const browser = testBrowser();
  provider.signsIn(account);
  const { url } = await browser.go(
    start(query),
    (next) => next.origin === house.address && !next.pathname.startsWith('/auth/'),
  );
  const cookie = browser.cookies(house.address);
  const session = await house.ask('GET', '/api/v1/session', { cookie });
  const problem = /countersign\.sso_problem=([^;]+)/.exec(cookie)?.[1];
  return {
    browser,
    path: `${url.pathname}${url.search}`,
    session,
    problem: problem === undefined ? undefined : textAt(JSON.parse(decodeURIComponent(problem)), 'code'),
  };
}

const entriesSince = async (index: number) => {
  await house.settled();
  const { rows } = await house.asOwner(
    `select convert_from(leaf, 'utf8')::json as entry from ledger_leaf where organization_id = $1 order by id offset $2`,
    [house.northwind.id, index],
  );
  return rows.map((row): unknown => at(row, 'entry'));
};
const countEntries = async () => (await entriesSince(0)).length;

describe('a domain', () => {
  test('counts once its DNS says what it should, and belongs to one organization', async () => {
    dns.set('_countersign-challenge.elsewhere.example', ['countersign-verification=of somebody else']);
    await house.done(admin, 'domain.create', { body: { name: 'elsewhere.example' } });
    const early = await house.call(admin, 'domain.verify', {
      params: { domain: 'elsewhere.example' },
      body: {},
    });
    expect([early.status, at(early.body, 'code')]).toEqual([409, 'domain.verify.no_record']);
    const stranger = house.fabrikam.people.admin.key;
    await house.done(stranger, 'domain.create', { body: { name: 'northwind.example' } });
    const foreign = await house.call(stranger, 'domain.verify', {
      params: { domain: 'northwind.example' },
      body: {},
    });
    expect(at(foreign.body, 'code')).toBe('domain.verify.no_record');
    await house.done(stranger, 'domain.override', {
      params: { domain: 'northwind.example' },
      body: { reason: 'We say so.' },
    });
    const proven = await house.done(admin, 'domain.verify', {
      params: { domain: 'northwind.example' },
      body: {},
    });
    expect(proven).toMatchObject({ verifiedBy: 'dns', counts: true });
    const { items } = Object(await house.done(stranger, 'domain.list'));
    expect(items).toMatchObject([{ name: 'northwind.example', verifiedBy: 'override', counts: false }]);
    const again = await house.call(stranger, 'domain.override', {
      params: { domain: 'northwind.example' },
      body: { reason: 'Once more.' },
    });
    expect(at(again.body, 'code')).toBe('domain.override.proven_elsewhere');
  });

  test('leads to its identity provider, and tells nothing about who exists', async () => {
    const ask = async (email: string) =>
      (await house.ask('POST', '/auth/sso/discover', { body: { email } })).body;
    const known = await ask('admin@northwind.example');
    expect(known).toEqual({ connections: [{ id: connection, displayName: 'The directory', kind: 'oidc' }] });
    expect(await ask('nobody-at-all@northwind.example')).toEqual(known);
    expect(await ask('somebody@gmail.example')).toEqual({ connections: [] });
  });
});

describe('coming for the first time', () => {
  test('makes the person, with what their groups mean, and an entry for each thing', async () => {
    const before = await countEntries();
    provider.accounts.set('ada', {
      email: 'Ada@Northwind.example',
      email_verified: true,
      name: 'Ada',
      groups: ['engineers'],
    });
    const { path, session } = await come('ada', '?return=%2Fnorthwind%2Fchanges%3Ftab%3Dmine');
    expect(path).toBe('/northwind/changes?tab=mine');
    expect(session.body).toMatchObject({
      principal: { displayName: 'Ada', email: 'ada@northwind.example' },
      grants: [{ role: 'contributor', scope: { kind: 'organization' } }],
    });
    const entries = await entriesSince(before);
    expect(entries.map((entry) => at(entry, 'action')).sort()).toEqual([
      'grant.create',
      'identity.link',
      'person.create',
      'session.create',
    ]);
    const person = at(session.body, 'principal', 'id');
    expect(entries.find((entry) => at(entry, 'action') === 'person.create')).toMatchObject({
      actor: { kind: 'system', id: connection },
      subject: { kind: 'person', id: person },
      data: { signIn: 'single_sign_on' },
    });
    expect(entries.find((entry) => at(entry, 'action') === 'session.create')).toMatchObject({
      actor: { kind: 'person', id: person },
      data: { connection },
    });
    expect(JSON.stringify(entries)).not.toMatch(/northwind\.example|Ada/i);
  });

  test('links whom we knew by their address, and gives no role twice', async () => {
    const known = await house.person(house.northwind, 'grace', 'reviewer');
    provider.accounts.set('grace', {
      email: known.email,
      email_verified: true,
      name: 'Grace',
      groups: ['Engineers'],
    });
    const { session } = await come('grace');
    expect(at(session.body, 'principal', 'id')).toBe(known.id);
    expect(
      listAt(session.body, 'grants')
        .map((grant) => at(grant, 'role'))
        .sort(),
    ).toEqual(['contributor', 'reviewer']);
    provider.accounts.set('grace', { email: 'another@else.example', email_verified: true, groups: [] });
    const later = await come('grace');
    expect(at(later.session.body, 'principal', 'id')).toBe(known.id);
    expect(listAt(later.session.body, 'grants').map((grant) => at(grant, 'role'))).toEqual(['reviewer']);
  });

  test('puts people into teams and takes them out again, but not those whom somebody put there', async () => {
    await house.done(admin, 'team.create', { body: { name: 'legal' } });
    await house.done(admin, 'team.create', { body: { name: 'finance' } });
    await house.done(admin, 'group_mapping.create', { body: { group: 'law', team: 'legal' } });
    await house.done(admin, 'group_mapping.create', { body: { group: 'law', role: 'viewer' } });
    provider.accounts.set('hedy', { email: 'hedy@northwind.example', name: 'Hedy', groups: ['law'] });
    const person = textAt((await come('hedy')).session.body, 'principal', 'id');
    await house.done(admin, 'team.add_member', { params: { team: 'finance' }, body: { member: person } });
    const membersOf = async (team: string) =>
      listAt(await house.done(admin, 'team.read', { params: { team } }), 'members').map((member) =>
        at(member, 'id'),
      );
    expect([await membersOf('legal'), await membersOf('finance')]).toEqual([[person], [person]]);
    provider.accounts.set('hedy', { email: 'hedy@northwind.example', name: 'Hedy', groups: ['Engineers'] });
    await come('hedy');
    expect([await membersOf('legal'), await membersOf('finance')]).toEqual([[], [person]]);
  });

  test.each([
    ['of a domain that nobody verified', { email: 'x@unverified.example' }, 'session.sso_foreign_domain'],
    [
      'of a domain of another organization',
      { email: 'admin@fabrikam.example' },
      'session.sso_foreign_domain',
    ],
    [
      'that the provider did not verify',
      { email: 'x1@northwind.example', email_verified: false },
      'session.sso_email_not_verified',
    ],
    ['that is none', { email: 'x2 at northwind' }, 'session.sso_no_email'],
    [
      'without a role for them',
      { email: 'x3@northwind.example', groups: ['Strangers'] },
      'session.sso_no_role',
    ],
  ])('refuses an address %s', async (_what, account, code) => {
    const before = await house.counts();
    provider.accounts.set('mallory', { email_verified: true, name: 'Mallory', ...account });
    const { session, problem, path } = await come('mallory');
    expect([session.status, problem, path]).toEqual([401, code, '/sign-in']);
    expect(await house.counts()).toEqual(before);
  });

  test('refuses whose access was ended, and makes nobody when it is not to', async () => {
    provider.accounts.set('leaver', { email: 'leaver@northwind.example', groups: ['Engineers'] });
    const { session } = await come('leaver');
    const params = { person: textAt(session.body, 'principal', 'id') };
    await house.done(admin, 'person.deactivate', { params, body: {} });
    expect((await come('leaver')).problem).toBe('session.sso_deactivated');
    await house.done(admin, 'sso_setting.update', { body: { provisioning: false } });
    provider.accounts.set('late', { email: 'late@northwind.example', groups: ['Engineers'] });
    expect((await come('late')).problem).toBe('session.sso_not_provisioned');
    await house.done(admin, 'sso_setting.update', { body: { provisioning: true } });
  });
});

describe('stepping up', () => {
  const proofs = async () =>
    (await entriesSince(0)).filter((entry) => at(entry, 'action') === 'session.step_up');

  test('asks the provider anew, for the same person, and is worth nothing from another', async () => {
    const { browser, session } = await come('ada');
    const cookie = browser.cookies(house.address);
    expect((await house.ask('GET', '/api/v1/account', { cookie })).body).toMatchObject({
      confirmWith: [],
      singleSignOn: [{ id: connection, displayName: 'The directory' }],
    });
    const query = '?purpose=step_up&return=%2Fnorthwind';
    const { response } = await browser.go(start(query), (next) => next.origin === provider.issuer);
    const asked = new URL(response.headers.get('location') ?? '').searchParams;
    expect([asked.get('prompt'), asked.get('max_age')]).toEqual(['login', '0']);
    const home = (next: URL) => next.origin === house.address && !next.pathname.startsWith('/auth/');
    await browser.go(start(query), home);
    expect(await proofs()).toMatchObject([
      {
        actor: { kind: 'person', id: textAt(session.body, 'principal', 'id') },
        data: { by: 'single_sign_on', connection },
      },
    ]);
    provider.signsIn('grace');
    const mine = browser.cookies(house.address);
    const begun = await fetch(start(query), { headers: { cookie: mine }, redirect: 'manual' });
    const flow = begun.headers.getSetCookie()[0]?.split(';')[0];
    const elsewhere = testBrowser();
    const { url } = await elsewhere.go(
      begun.headers.get('location') ?? '',
      (next) => next.origin === house.address,
    );
    const done = await fetch(url, { headers: { cookie: `${mine}; ${flow}` }, redirect: 'manual' });
    expect(done.headers.getSetCookie().join()).toContain('session.sso_refused');
    expect(await proofs()).toHaveLength(1);
    expect((await fetch(start(query), { redirect: 'manual' })).status).toBe(404);
  });
});

describe('what comes back (AT-46)', () => {
  test('in another browser, or twice, or for another state, signs nobody in', async () => {
    provider.signsIn('ada');
    const callback = (url: URL) => url.pathname.startsWith('/auth/sso/callback/');
    const honest = testBrowser();
    const { url } = await honest.go(start(), callback);
    const victim = testBrowser();
    await victim.go(url.href, (next) => next.pathname === '/sign-in');
    expect(victim.cookies(house.address)).toContain('session.sso_refused');
    const other = testBrowser();
    await other.go(start(), callback);
    await other.go(url.href, (next) => next.pathname === '/sign-in');
    expect(other.cookies(house.address)).not.toContain('session_token');
    await honest.go(url.href, (next) => !next.pathname.startsWith('/auth/'));
    expect(honest.cookies(house.address)).toContain('session_token');
    const again = testBrowser();
    await again.go(url.href, (next) => next.pathname === '/sign-in');
    expect(again.cookies(house.address)).not.toContain('session_token');
  });

  test('from another identity provider is refused (mix-up, RFC 9700 §4.4)', async () => {
    const second = await connect(house, provider, admin);
    provider.signsIn('ada');
    const browser = testBrowser();
    const { url } = await browser.go(start(), (next) => next.pathname.startsWith('/auth/sso/callback/'));
    const swapped = new URL(url);
    swapped.pathname = `/auth/sso/callback/${second}`;
    await browser.go(swapped.href, (next) => next.pathname === '/sign-in');
    expect(browser.cookies(house.address)).not.toContain('session_token');
    const foreign = testBrowser();
    const back = await foreign.go(start(), (next) => next.pathname.startsWith('/auth/sso/callback/'));
    back.url.searchParams.set('iss', 'https://attacker.example');
    await foreign.go(back.url.href, (next) => next.pathname === '/sign-in');
    expect(foreign.cookies(house.address)).not.toContain('session_token');
    await house.done(admin, 'sso_connection.delete', { params: { connection: second } });
  });

  test('leads to pages of ours only', async () => {
    for (const target of [
      '//evil.example',
      'https://evil.example/',
      '/\\evil.example',
      '/%09/evil.example',
      'javascript:alert(1)',
    ]) {
      const { browser, path } = await come('ada', `?return=${encodeURIComponent(target)}`);
      expect([target, path.startsWith('/') && !path.startsWith('//')]).toEqual([target, true]);
      expect(browser.cookies(house.address)).toContain('session_token');
    }
  });
});

describe('an admin', () => {
  test('tries a provider out and sees every claim, without anybody being made', async () => {
    const cookie = await house.signIn(house.northwind.people.admin);
    provider.accounts.set('new', {
      email: 'new@northwind.example',
      email_verified: true,
      name: 'New',
      groups: ['Engineers', 'x'],
    });
    provider.signsIn('new');
    const people = (await house.counts()).access_person;
    const here = await fetch(start('?purpose=test&return=%2Fnorthwind%2Fsign-on'), {
      headers: { cookie },
      redirect: 'manual',
    });
    const browser = testBrowser();
    const { url } = await browser.go(
      here.headers.get('location') ?? '',
      (next) => next.origin === house.address,
    );
    const flow = here.headers
      .getSetCookie()
      .find((one) => one.startsWith('countersign.sso='))
      ?.split(';')[0];
    const done = await fetch(url, { headers: { cookie: `${cookie}; ${flow}` }, redirect: 'manual' });
    expect([done.status, done.headers.get('location')]).toEqual([303, `${house.address}/northwind/sign-on`]);
    const { items } = Object(await house.done(admin, 'sso_connection.list'));
    expect(items[0].test).toMatchObject({
      outcome: 'made',
      refusal: null,
      email: 'new@northwind.example',
      groups: ['Engineers', 'x'],
      roles: ['contributor'],
      claims: { email: 'new@northwind.example', name: 'New', sub: 'new' },
    });
    expect((await house.counts()).access_person).toBe(people);
  });

  test('nobody else may try one out, and a stranger finds none', async () => {
    const cookie = await house.signIn(house.northwind.people.viewer);
    const ask = (given: string) =>
      fetch(start('?purpose=test&return=%2Fx'), { headers: { cookie: given }, redirect: 'manual' });
    const stranger = await house.signIn(house.fabrikam.people.admin);
    expect((await ask(stranger)).status).toBe(404);
    const begun = await ask(cookie);
    provider.signsIn('ada');
    const { url } = await testBrowser().go(
      begun.headers.get('location') ?? '',
      (next) => next.origin === house.address,
    );
    const flow = begun.headers.getSetCookie()[0]?.split(';')[0];
    const done = await fetch(url, { headers: { cookie: `${cookie}; ${flow}` }, redirect: 'manual' });
    expect(done.headers.getSetCookie().join()).toContain('sso_connection.test.forbidden');
  });

  test.each([
    ['http://127.0.0.1:1/', 'which is not listed'],
    ['http://169.254.169.254/', 'where clouds keep credentials'],
    ['http://user:pass@127.0.0.1/', 'with somebody’s name in it'],
  ])('cannot have us ask %s, %s (AT-49)', async (issuer) => {
    const body = { kind: 'oidc', displayName: 'X', settings: { issuer, clientId: 'x' } };
    const reply = await house.call(admin, 'sso_connection.create', { body });
    expect([reply.status, at(reply.body, 'code')]).toEqual([422, 'sso_connection.host_not_allowed']);
  });

  test('never reads a client’s secret again', async () => {
    const reply = await house.call(admin, 'sso_connection.list');
    expect(reply.text).not.toMatch(/secret/i);
    const { rows } = await house.asOwner('select client_secret from access_sso_connection where id = $1', [
      connection,
    ]);
    expect(at(rows, 0, 'client_secret')).toBeInstanceOf(Buffer);
  });
});

describe('SAML', () => {
  const idp = samlProvider('https://idp.northwind.example/', 'https://idp.northwind.example/sso');
  const toProvider = (url: URL) => url.host === 'idp.northwind.example';

  test('signs in by a page of ours, in the browser that began, and once (AT-46)', async () => {
    const settings = {
      issuer: idp.entityId,
      signInUrl: 'https://idp.northwind.example/sso',
      certificates: [idp.certificate],
    };
    const made = await house.done(admin, 'sso_connection.create', {
      body: { kind: 'saml', displayName: 'The other directory', settings },
    });
    const id = textAt(made, 'id');
    await house.done(admin, 'sso_connection.update', { params: { connection: id }, body: { active: true } });
    const metadata = (await house.ask('GET', `/auth/sso/metadata/${id}`)).text;
    const browser = testBrowser();
    const { url } = await browser.go(start('?return=%2Fnorthwind', id), toProvider);
    const { id: request } = idp.requestOf(url);
    const attributes = { name: ['Sofia'], groups: ['Engineers'] };
    const SAMLResponse = inBase64(
      await idp.answer(metadata, request, { nameId: 'sofia@northwind.example', attributes }),
    );
    const page = await house.ask('POST', `/auth/sso/acs/${id}`, {
      raw: new URLSearchParams({ SAMLResponse, RelayState: 'x' }).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'https://idp.northwind.example',
      },
    });
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'sha256-[^ ]+'; form-action 'self'/,
    );
    expect(page.text).toContain(`action="/auth/sso/finish/${id}"`);
    const finish = `${house.address}/auth/sso/finish/${id}`;
    const thief = testBrowser();
    await thief.post(finish, { SAMLResponse }, house.address);
    expect(thief.cookies(house.address)).not.toContain('session_token');
    const crossSite = await house.ask('POST', `/auth/sso/finish/${id}`, {
      raw: new URLSearchParams({ SAMLResponse }).toString(),
      cookie: browser.cookies(house.address),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'https://idp.northwind.example',
      },
    });
    expect([crossSite.status, at(crossSite.body, 'code')]).toEqual([403, 'session.cross_site']);
    const flow = browser.cookies(house.address);
    await browser.post(finish, { SAMLResponse }, house.address);
    const session = await house.ask('GET', '/api/v1/session', { cookie: browser.cookies(house.address) });
    expect(session.body).toMatchObject({
      principal: { displayName: 'Sofia' },
      grants: [{ role: 'contributor' }],
    });
    const before = await house.counts();
    const again = await fetch(finish, {
      method: 'POST',
      body: new URLSearchParams({ SAMLResponse }),
      headers: { cookie: flow, origin: house.address },
      redirect: 'manual',
    });
    expect(again.headers.getSetCookie().join()).toContain('session.sso_refused');
    expect(await house.counts()).toEqual(before);
    await house.done(admin, 'sso_connection.delete', { params: { connection: id } });
  });
});

describe('single sign-on that is enforced', () => {
  const signIn = (email: string) => house.ask('POST', '/auth/sign-in/email', { body: { email, password } });

  test('needs a provider that was tried out, and a way back in', async () => {
    const enforce = () => house.call(admin, 'sso_setting.update', { body: { enforced: true } });
    const early = await enforce();
    expect([early.status, at(early.body, 'code')]).toEqual([409, 'sso_setting.update.no_way_back']);
    const { viewer } = house.northwind.people;
    const unfit = await house.call(admin, 'sso_exemption.create', { body: { person: viewer.id } });
    expect([unfit.status, at(unfit.body, 'code')]).toEqual([422, 'sso_exemption.create.no_admin']);
    await house.done(admin, 'sso_exemption.create', { body: { person: house.northwind.people.admin.id } });
    const stranger = house.fabrikam.people.admin;
    await house.done(stranger.key, 'sso_exemption.create', { body: { person: stranger.id } });
    const untested = await house.call(stranger.key, 'sso_setting.update', { body: { enforced: true } });
    expect([untested.status, at(untested.body, 'code')]).toEqual([409, 'sso_setting.update.not_tested']);
  });

  test('lets nobody in by another way, and ends what began so', async () => {
    const { viewer } = house.northwind.people;
    const before = await house.signIn(viewer);
    const bySso = await come('ada');
    expect(await house.done(admin, 'sso_setting.update', { body: { enforced: true } })).toMatchObject({
      enforced: true,
    });
    expect((await house.ask('GET', '/api/v1/session', { cookie: before })).status).toBe(401);
    const kept = bySso.browser.cookies(house.address);
    expect((await house.ask('GET', '/api/v1/session', { cookie: kept })).status).toBe(200);
    const refused = await signIn(viewer.email);
    expect([refused.status, at(refused.body, 'code')]).toEqual([403, 'session.sso_required']);
    expect(at(refused.body, 'connections')).toEqual([
      { id: connection, displayName: 'The directory', kind: 'oidc' },
    ]);
    const wrong = await house.ask('POST', '/auth/sign-in/email', {
      body: { email: viewer.email, password: 'not this one' },
    });
    expect(at(wrong.body, 'code')).toBe('session.wrong_credentials');
    expect((await signIn(house.fabrikam.people.viewer.email)).status).toBe(200);
    expect((await come('ada')).session.status).toBe(200);
  });

  test('has a way back in when the provider is down: recorded, and told to the others who watch', async () => {
    await provider.close();
    const { admin: named, auditor } = house.northwind.people;
    const back = await signIn(named.email);
    expect(back.status).toBe(200);
    const bypass = (await entriesSince(0)).find((entry) => at(entry, 'action') === 'session.bypass');
    expect(bypass).toMatchObject({ actor: { kind: 'person', id: named.id }, data: { method: 'password' } });
    const notices = listAt(await house.done(auditor.key, 'notice.list'), 'items');
    expect(notices.map((notice) => at(notice, 'kind'))).toContain('sso_bypassed');
    const params = { person: named.id };
    const last = await house.call(admin, 'sso_exemption.delete', { params });
    expect(at(last.body, 'code')).toBe('sso_exemption.delete.last');
    const only = await house.call(admin, 'sso_connection.delete', { params: { connection } });
    expect(at(only.body, 'code')).toBe('sso_connection.delete.last_active');
    await house.done(admin, 'sso_setting.update', { body: { enforced: false } });
    expect((await signIn(house.northwind.people.viewer.email)).status).toBe(200);
  });
});
