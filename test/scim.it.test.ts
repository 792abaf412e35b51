import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, listAt, type Reply, startHouse, type TestHouse, textAt } from './support/house.ts';

/** Provisioning as directories do it, over HTTP. */
let house: TestHouse;
let admin: string;
let token: string;

beforeAll(async () => {
  house = await startHouse();
  admin = house.northwind.people.admin.key;
  token = textAt(await house.done(admin, 'scim_token.create', { body: {} }), 'secret');
  for (const name of ['northwind.example', 'new.example']) {
    await house.done(admin, 'domain.create', { body: { name } });
    await house.done(admin, 'domain.override', { params: { domain: name }, body: { reason: 'It is ours.' } });
  }
  await house.done(admin, 'sso_setting.update', { body: { defaultRole: 'viewer' } });
  await house.done(admin, 'group_mapping.create', { body: { group: 'Publishing', role: 'publisher' } });
});
afterAll(() => house.close());

const scim = (method: string, path: string, body?: unknown, by = token): Promise<Reply> =>
  house.ask(method, `/scim/v2${path}`, {
    key: by,
    headers: { 'content-type': 'application/scim+json' },
    ...(body === undefined ? {} : { body }),
  });
const patch = (path: string, ...Operations: object[]) =>
  scim('PATCH', path, { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations });
const made = async (name: string, more: object = {}) => {
  const reply = await scim('POST', '/Users', {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: `${name}@northwind.example`,
    name: { givenName: name, familyName: 'Test' },
    emails: [{ primary: true, type: 'work', value: `${name}@northwind.example` }],
    ...more,
  });
  expect(reply.status, reply.text).toBe(201);
  return textAt(reply.body, 'id');
};
const found = async (filter: string, kind = 'Users') => {
  const reply = await scim('GET', `/${kind}?filter=${encodeURIComponent(filter)}`);
  expect(reply.status, reply.text).toBe(200);
  return listAt(reply.body, 'Resources').map((one) => at(one, 'userName') ?? at(one, 'displayName'));
};
const entriesAbout = async (id: string) => {
  await house.settled();
  const { rows } = await house.asOwner(
    `select convert_from(leaf, 'utf8')::json as entry from ledger_leaf where organization_id = $1 order by id`,
    [house.northwind.id],
  );
  return rows.map((row): unknown => at(row, 'entry')).filter((entry) => at(entry, 'subject', 'id') === id);
};
const rolesOf = async (id: string) => {
  const people = listAt(await house.done(admin, 'person.list', { query: { limit: '200' } }), 'items');
  const person = people.find((one) => at(one, 'id') === id);
  return listAt(person, 'roles').map((held) => at(held, 'role'));
};

describe('whoever asks', () => {
  test.each(['/Users', '/Groups', '/ServiceProviderConfig', '/nothing'])(
    '%s needs a token of provisioning',
    async (path) => {
      for (const key of [undefined, admin, `cs_scim_000000000000_${'A'.repeat(43)}`, 'x'])
        expect((await house.ask('GET', `/scim/v2${path}`, { key })).status).toBe(401);
    },
  );

  test('has a token that opens nothing else, and is somebody of one organization', async () => {
    expect((await house.ask('GET', '/api/v1/people', { key: token })).status).toBe(401);
    const { fabrikam } = house;
    const theirs = textAt(
      await house.done(fabrikam.people.admin.key, 'scim_token.create', { body: {} }),
      'secret',
    );
    const { id } = house.northwind.people.viewer;
    for (const [method, body] of [
      ['GET'],
      ['DELETE'],
      ['PUT', { userName: 'x@fabrikam.example' }],
      ['PATCH', { Operations: [{ op: 'replace', path: 'active', value: false }] }],
    ] as const)
      expect((await scim(method, `/Users/${id}`, body, theirs)).status).toBe(404);
    const all = await scim('GET', '/Users?count=200', undefined, theirs);
    expect(all.text).not.toContain('northwind');
    expect(at(all.body, 'totalResults')).toBe(8);
  });

  test('may have a new token put in the old one’s place, and both end', async () => {
    const old = await house.done(admin, 'scim_token.create', { body: {} });
    const params = { token: textAt(old, 'id') };
    const next = await house.done(admin, 'scim_token.rotate', { params, body: { overlapHours: 1 } });
    for (const one of [old, next])
      expect((await scim('GET', '/Users?count=0', undefined, textAt(one, 'secret'))).status).toBe(200);
    await house.done(admin, 'scim_token.revoke', { params });
    expect((await scim('GET', '/Users', undefined, textAt(old, 'secret'))).status).toBe(401);
    const listed = await house.call(admin, 'scim_token.list');
    expect(listed.text).not.toContain(textAt(next, 'secret').slice(-43));
    const again = { params: { token: textAt(next, 'id') }, body: { overlapHours: 0 } };
    await house.done(admin, 'scim_token.rotate', again);
    expect((await scim('GET', '/Users', undefined, textAt(next, 'secret'))).status).toBe(401);
  });
});

describe('a person', () => {
  test('is made with what everybody gets, and an entry for each thing', async () => {
    const id = await made('ada', { externalId: 'e-1' });
    expect((await scim('GET', `/Users/${id}`)).body).toMatchObject({
      id,
      externalId: 'e-1',
      userName: 'ada@northwind.example',
      displayName: 'ada Test',
      active: true,
      groups: [],
      meta: { resourceType: 'User', location: `${house.address}/scim/v2/Users/${id}` },
    });
    expect(await rolesOf(id)).toEqual(['viewer']);
    const [entry] = await entriesAbout(id);
    expect(entry).toMatchObject({
      action: 'person.create',
      actor: { kind: 'system', id: 'scim', credential: { kind: 'key' } },
    });
    expect(JSON.stringify(entry)).not.toContain('ada');
  });

  test('is one: the same again is a conflict, and so is an address of others', async () => {
    await made('twice');
    const again = await scim('POST', '/Users', { userName: 'TWICE@northwind.example' });
    expect([again.status, at(again.body, 'scimType')]).toEqual([409, 'uniqueness']);
    const other = await made('other');
    const grab = await patch(`/Users/${other}`, {
      op: 'replace',
      path: 'emails[type eq "work"].value',
      value: 'twice@northwind.example',
    });
    expect([grab.status, at(grab.body, 'scimType')]).toEqual([409, 'uniqueness']);
    const foreign = await scim('POST', '/Users', { userName: 'admin@fabrikam.example' });
    expect([foreign.status, at(foreign.body, 'scimType')]).toEqual([400, 'invalidValue']);
  });

  test('whom it switches off has nothing any more, at once, and nothing of it comes back', async () => {
    const person = await house.person(house.northwind, 'leaver', 'contributor');
    const cookie = await house.signIn(person);
    const off = await patch(`/Users/${person.id}`, { op: 'Replace', path: 'active', value: 'False' });
    expect([off.status, at(off.body, 'active')]).toEqual([200, false]);
    const codes = [
      await house.call(person.key, 'session.read'),
      await house.ask('GET', '/api/v1/session', { cookie }),
      await house.ask('POST', '/auth/sign-in/email', {
        body: { email: person.email, password: 'a long enough password' },
      }),
    ].map(({ status }) => status);
    expect(codes).toEqual([401, 401, 401]);
    const on = await patch(`/Users/${person.id}`, { op: 'replace', value: { active: true } });
    expect(at(on.body, 'active')).toBe(true);
    expect((await house.call(person.key, 'session.read')).status).toBe(401);
    expect((await house.ask('GET', '/api/v1/session', { cookie })).status).toBe(401);
    const actions = (await entriesAbout(person.id)).map((entry) => at(entry, 'action'));
    expect(actions.sort()).toEqual([
      'person.create',
      'person.deactivate',
      'person.reactivate',
      'person.update',
    ]);
    const quiet = (await entriesAbout(person.id)).length;
    expect((await patch(`/Users/${person.id}`, { op: 'replace', value: { active: true } })).status).toBe(200);
    expect((await entriesAbout(person.id)).length).toBe(quiet);
  });

  test('the last admin stays, and so does whoever is named for the day on which it is down', async () => {
    const { id } = house.northwind.people.admin;
    const last = await patch(`/Users/${id}`, { op: 'replace', path: 'active', value: false });
    expect([last.status, textAt(last.body, 'detail')]).toEqual([409, expect.stringContaining('last admin')]);
    const second = await house.person(house.northwind, 'rescuer', 'admin');
    await house.done(admin, 'sso_exemption.create', { body: { person: second.id } });
    const named = await scim('DELETE', `/Users/${second.id}`);
    expect([named.status, textAt(named.body, 'detail')]).toEqual([409, expect.stringContaining('named')]);
    expect((await house.call(second.key, 'session.read')).status).toBe(200);
  });

  test('whom it deletes is not there any more, but in history, and may come back', async () => {
    const id = await made('gone');
    expect((await scim('DELETE', `/Users/${id}`)).status).toBe(204);
    expect((await scim('GET', `/Users/${id}`)).status).toBe(404);
    expect(await found('userName eq "gone@northwind.example"')).toEqual([]);
    expect(await made('gone')).toBe(id);
    expect((await scim('GET', `/Users/${id}`)).body).toMatchObject({ active: true });
  });

  test('PUT says it all anew, and passes over what nobody may set (AT-46)', async () => {
    const id = await made('put');
    const reply = await scim('PUT', `/Users/${id}`, {
      id: 'per_x',
      userName: 'put2@new.example',
      displayName: 'Put Two',
      emails: [{ value: 'put2@new.example', type: 'work', primary: true }],
      active: true,
      roles: [{ value: 'admin', primary: true }],
      groups: [{ value: 'Publishing' }],
      password: 'a password that is long enough',
    });
    expect(reply.body).toMatchObject({
      id,
      userName: 'put2@new.example',
      displayName: 'Put Two',
      groups: [],
    });
    expect(await rolesOf(id)).toEqual(['viewer']);
    const entry = (await entriesAbout(id)).at(-1);
    expect(entry).toMatchObject({
      action: 'person.update',
      data: { changed: ['userName', 'displayName', 'givenName', 'familyName', 'email'] },
    });
    const { rows } = await house.asOwner('select 1 from access_account where person_id = $1', [id]);
    expect(rows).toEqual([]);
    for (const path of ['roles', 'groups', 'id', 'password', 'meta.created'])
      expect(at((await patch(`/Users/${id}`, { op: 'add', path, value: 'admin' })).body, 'scimType')).toBe(
        'mutability',
      );
  });
});

describe('a group', () => {
  test('gives its people what it means here, from the moment they are in it until they are not', async () => {
    const [one, two] = [await made('press1'), await made('press2')];
    const group = await scim('POST', '/Groups', { displayName: 'publishing', members: [{ value: one }] });
    expect(group.status).toBe(201);
    const path = `/Groups/${textAt(group.body, 'id')}`;
    expect([await rolesOf(one), await rolesOf(two)]).toEqual([['publisher'], ['viewer']]);
    await patch(path, { op: 'Add', path: 'members', value: [{ value: two }] });
    expect(await rolesOf(two)).toEqual(['publisher']);
    expect(at((await scim('GET', `/Users/${two}`)).body, 'groups', 0, 'display')).toBe('publishing');
    await patch(path, { op: 'remove', path: `members[value eq "${one}"]` });
    expect(await rolesOf(one)).toEqual(['viewer']);
    await patch(path, { op: 'replace', value: { displayName: 'Something else' } });
    expect(await rolesOf(two)).toEqual(['viewer']);
    await patch(path, { op: 'replace', path: 'displayName', value: 'Publishing' });
    expect(await rolesOf(two)).toEqual(['publisher']);
    const short = await scim('GET', `${path}?excludedAttributes=members`);
    expect(Object.keys(Object(short.body))).not.toContain('members');
    expect((await scim('DELETE', path)).status).toBe(204);
    expect(await rolesOf(two)).toEqual(['viewer']);
    const id = textAt(group.body, 'id');
    expect((await entriesAbout(id)).map((entry) => at(entry, 'action')).sort()).toEqual([
      'scim_group.create',
      'scim_group.delete',
      'scim_group.update',
      'scim_group.update',
      'scim_group.update',
      'scim_group.update',
      'scim_group.update',
    ]);
  });

  test('is one by its name, and takes users only', async () => {
    await scim('POST', '/Groups', { displayName: 'Once' });
    expect((await scim('POST', '/Groups', { displayName: 'once' })).status).toBe(409);
    const stranger = house.fabrikam.people.viewer.id;
    for (const value of [stranger, `per_${'0'.repeat(26)}`, 'app_x'])
      expect(
        at((await scim('POST', '/Groups', { displayName: 'Bad', members: [{ value }] })).body, 'scimType'),
      ).toBe('invalidValue');
    expect(await found('displayName eq "Bad"', 'Groups')).toEqual([]);
  });
});

describe('what is asked', () => {
  beforeAll(async () => {
    for (const name of ['filter-a', 'filter-b', 'filter_c']) await made(name, { externalId: `x-${name}` });
    await patch(`/Users/${await idOf('filter-b')}`, { op: 'replace', path: 'active', value: false });
  });
  const idOf = async (name: string) => {
    const reply = await scim(
      'GET',
      `/Users?filter=${encodeURIComponent(`userName eq "${name}@northwind.example"`)}`,
    );
    return textAt(reply.body, 'Resources', 0, 'id');
  };

  test.each([
    ['userName eq "FILTER-A@northwind.example"', ['a']],
    ['externalId eq "x-filter-b"', ['b']],
    ['externalId eq "X-FILTER-B"', []],
    ['userName sw "filter-" and active eq true', ['a']],
    ['userName sw "filter-" and active eq "False"', ['b']],
    ['userName sw "filter_"', ['c']],
    ['emails[type eq "work" and value co "LTER-A"]', ['a']],
    ['emails.value ew "-b@northwind.example"', ['b']],
    ['externalId sw "x-filter" and not (active eq false)', ['a', 'c']],
    ['(externalId eq "x-filter-a" or externalId eq "x-filter_c") and name.familyName eq "test"', ['a', 'c']],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "filter-a@northwind.example"', ['a']],
    [
      'externalId sw "x-filter" and meta.created gt "2020-01-01T00:00:00Z" and name.givenName pr',
      ['a', 'b', 'c'],
    ],
    ['userName co "%"', []],
    ["userName eq \"x' or '1'='1\"", []],
    ['userName eq "\\"; drop table access_person; --"', []],
  ])('%s', async (filter, expected) => {
    const names = (await found(filter)).map((name) => /filter.(.)@/.exec(String(name))?.[1]);
    expect(names).toEqual(expected);
  });

  test.each([
    ['password eq "x"'],
    ['password_hash pr'],
    ['person.email eq "x"'],
    ['userName eq "x"; select 1'],
    ['userName eq 1 or 1 eq 1'],
    ['userName lk "x"'],
    ['active gt true'],
    ['meta.created eq "never"'],
    ['userName eq'],
    ['))'],
    ['what is too deep', `${'('.repeat(2000)}userName pr${')'.repeat(2000)}`],
    ['what is too long', Array.from({ length: 120 }, () => 'userName pr').join(' or ')],
  ])('refuses %s (AT-46)', async (what, filter = what) => {
    const reply = await scim('GET', `/Users?filter=${encodeURIComponent(filter)}`);
    expect([reply.status, at(reply.body, 'schemas', 0)]).toEqual([
      400,
      'urn:ietf:params:scim:api:messages:2.0:Error',
    ]);
    expect(['invalidFilter', 'tooMany']).toContain(at(reply.body, 'scimType'));
  });

  test('comes in pages that hold everybody once', async () => {
    const total = Number(at((await scim('GET', '/Users?count=0')).body, 'totalResults'));
    const seen: unknown[] = [];
    for (let startIndex = 1; startIndex <= total; startIndex += 7) {
      const page = (await scim('GET', `/Users?startIndex=${startIndex}&count=7&attributes=userName`)).body;
      expect(at(page, 'startIndex')).toBe(startIndex);
      seen.push(...listAt(page, 'Resources').map((one) => at(one, 'id')));
    }
    expect([seen.length, new Set(seen).size]).toEqual([total, total]);
    expect((await scim('GET', '/Users?startIndex=-3&count=-1')).body).toMatchObject({
      startIndex: 1,
      itemsPerPage: 0,
    });
    expect((await scim('GET', '/Users?count=many')).status).toBe(400);
  });

  test('is described, and what is not there says so', async () => {
    expect((await scim('GET', '/ServiceProviderConfig')).body).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false },
    });
    expect(listAt((await scim('GET', '/ResourceTypes')).body, 'Resources')).toHaveLength(2);
    expect((await scim('GET', '/Schemas/urn:ietf:params:scim:schemas:core:2.0:User')).body).toMatchObject({
      name: 'User',
    });
    expect((await scim('POST', '/Bulk', {})).status).toBe(501);
    for (const [method, path] of [
      ['GET', '/Users/x'],
      ['GET', '/Users/per_x/y'],
      ['DELETE', '/Users'],
      ['GET', '/__proto__'],
      ['GET', '/Users/%ff'],
    ] as const)
      expect([path, (await scim(method, path)).status]).toEqual([path, 404]);
    const bad = await house.ask('POST', '/scim/v2/Users', {
      key: token,
      raw: '{',
      headers: { 'content-type': 'application/json' },
    });
    expect([bad.status, at(bad.body, 'scimType')]).toEqual([400, 'invalidSyntax']);
  });
});
