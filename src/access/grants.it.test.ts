import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  address,
  cookieOf,
  createTestAccess,
  password,
  type TestAccess,
  textOf,
} from '../../test/support/test-access.ts';
import type { OrganizationId } from '../ledger/index.ts';
import { libraryVisibility, sees, whereVisible } from './index.ts';
import type { KeyScope, Principal, Role, Scope } from './principal.ts';

let house: TestAccess;
let north: { id: OrganizationId; admin: string; email: string; key: string };
let south: typeof north;

beforeAll(async () => {
  house = await createTestAccess();
  north = await house.found('northwind');
  south = await house.found('southwind');
  house.addLibrary(north.id, 'support', 'open');
  house.addLibrary(north.id, 'legal', 'restricted');
});
afterAll(async () => {
  const answers = await house.close();
  expect(answers).toHaveLength(2);
  for (const answer of answers) expect(answer).toMatchObject({ ok: true });
});

const post = (path: string, key: string, body: unknown) => house.call('POST', path, { key, body });
async function principalOf(key: string): Promise<Principal> {
  const header = (name: string) => (name === 'x-api-key' ? key : undefined);
  const principal = await house.access.authenticate({ method: 'GET', header });
  if (principal === undefined) throw new Error('the key is good');
  return principal;
}
const organizationScope = { kind: 'organization' } as const;
const onLibrary = (library: string) => ({ kind: 'library', library }) as const;

async function newPerson(role: string, name: string): Promise<{ id: string; key: string }> {
  const body = { displayName: name, email: `${name}@northwind.example`, password, role };
  const id = textOf((await post('/api/v1/people', north.key, body)).body, 'id');
  return { id, key: await house.access.mintFirstKey(id, north.id, 'First') };
}

describe('grants', () => {
  it('201 and 204: are given and taken, and an admin reads them', async () => {
    const { id } = await newPerson('viewer', 'given');
    const body = { principal: id, role: 'approver', scope: onLibrary('legal'), reason: 'Cover for Bo' };
    const given = await post('/api/v1/grants', north.key, body);
    expect(given).toMatchObject({
      status: 201,
      body: {
        ...body,
        principal: { id, kind: 'person', displayName: 'given' },
        createdBy: { id: north.admin },
      },
    });
    expect(await post('/api/v1/grants', north.key, body)).toMatchObject({
      status: 409,
      body: { code: 'grant.create.held_already' },
    });
    const listed = await house.call('GET', '/api/v1/grants', { key: north.key });
    expect(listed.body).toMatchObject({ items: expect.arrayContaining([given.body]) });
    const path = `/api/v1/grants/${textOf(given.body, 'id')}`;
    expect((await house.call('DELETE', path, { key: north.key })).status).toBe(204);
    expect((await house.call('DELETE', path, { key: north.key })).status).toBe(404);
  });

  it('403: are an admin’s business, and the sentence says so', async () => {
    for (const role of [
      'viewer',
      'contributor',
      'reviewer',
      'approver',
      'publisher',
      'responder',
      'auditor',
    ]) {
      const { id, key } = await newPerson(role, `no-${role}`);
      const reply = await post('/api/v1/grants', key, {
        principal: id,
        role: 'admin',
        scope: organizationScope,
      });
      expect(reply).toMatchObject({ status: 403, body: { code: 'grant.create.forbidden' } });
      expect(textOf(reply.body, 'detail')).toContain('Only an admin');
    }
  });

  it('409: never leave the organization without an admin', async () => {
    const { rows } = await house.asOwner(
      `select id from access_grant where principal_id = $1 and role = 'admin'`,
      [south.admin],
    );
    const revoked = await house.call('DELETE', `/api/v1/grants/${rows[0].id}`, { key: south.key });
    expect(revoked).toMatchObject({ status: 409, body: { code: 'grant.revoke.last_admin' } });
    const left = await house.call('POST', `/api/v1/people/${south.admin}/deactivate`, {
      key: south.key,
      body: {},
    });
    expect(left).toMatchObject({ status: 409, body: { code: 'person.deactivate.last_admin' } });
    expect((await house.call('GET', '/api/v1/grants', { key: south.key })).status).toBe(200);
  });

  it('never leave it without an admin when two revoke each other at once', async () => {
    const { id, key } = await newPerson('admin', 'second');
    const first = await principalOf(north.key);
    const second = await principalOf(key);
    for (let round = 0; round < 10; round++) {
      const [mine] = (await principalOf(north.key)).grants;
      const [theirs] = (await principalOf(key)).grants;
      if (mine === undefined || theirs === undefined) throw new Error('both are admins');
      const both = await Promise.allSettled([
        house.access.revokeGrant(first, theirs.id),
        house.access.revokeGrant(second, mine.id),
      ]);
      expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
      const loser = both[0].status === 'fulfilled' ? id : north.admin;
      const winner = loser === id ? north.key : key;
      const again = { principal: loser, role: 'admin', scope: organizationScope };
      expect((await post('/api/v1/grants', winner, again)).status).toBe(201);
    }
  });

  it('400: refuses members that it does not know', async () => {
    const { id } = await newPerson('viewer', 'strict');
    const grant = { principal: id, role: 'viewer', scope: organizationScope };
    for (const [path, body] of [
      ['/api/v1/grants', { ...grant, organization: south.id }],
      ['/api/v1/grants', { ...grant, scope: { ...organizationScope, library: 'legal' } }],
      ['/api/v1/grants', { ...grant, role: 'owner' }],
      ['/api/v1/people', { displayName: 'X', email: 'm@n.example', password, role: 'viewer', active: true }],
      ['/api/v1/apps', { displayName: 'X', role: 'viewer', owner: id }],
      ['/api/v1/keys', { displayName: 'X', principal: id }],
    ] as const)
      expect(await post(path, north.key, body), path).toMatchObject({
        status: 400,
        body: { code: 'request.invalid' },
      });
    const query = await house.call('GET', '/api/v1/people?organization=southwind', { key: north.key });
    expect(query.status).toBe(400);
  });
});

describe('people', () => {
  it('are paged, and their roles in restricted libraries are kept from outsiders', async () => {
    const insider = await newPerson('viewer', 'insider');
    const outsider = await newPerson('contributor', 'outsider');
    const body = { principal: insider.id, role: 'reviewer', scope: onLibrary('legal') };
    expect((await post('/api/v1/grants', north.key, body)).status).toBe(201);
    const seen = async (key: string) => {
      const found: unknown[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const query = cursor === '' ? '' : `&cursor=${cursor}`;
        const page = await house.call('GET', `/api/v1/people?limit=3${query}`, { key });
        expect(page.status).toBe(200);
        found.push(...Object(page.body).items);
        cursor = Object(page.body).next;
      }
      return found;
    };
    const all = await seen(north.key);
    const { rows } = await house.asOwner('select id from access_person where organization_id = $1', [
      north.id,
    ]);
    expect(all.map((person) => textOf(person, 'id')).sort()).toEqual(rows.map((row) => row.id).sort());
    expect(JSON.stringify(all)).toContain('"library":"legal"');
    expect(JSON.stringify(await seen(insider.key))).toContain('"library":"legal"');
    expect(JSON.stringify(await seen(outsider.key))).not.toContain('legal');
  });

  it('409: have an address of their own', async () => {
    const body = { displayName: 'Twin', email: south.email.toUpperCase(), password, role: 'viewer' };
    const reply = await post('/api/v1/people', north.key, body);
    expect(reply).toMatchObject({ status: 409, body: { code: 'person.create.email_taken' } });
    const short = { ...body, email: 'short@n.example', password: 'elevenchars' };
    const refused = await post('/api/v1/people', north.key, short);
    expect(refused).toMatchObject({ status: 400, body: { code: 'person.create.password_length' } });
  });
});

describe('another organization', () => {
  it('404: is not there, whatever one asks of it', async () => {
    const app = textOf(
      (await post('/api/v1/apps', south.key, { displayName: 'A', role: 'viewer' })).body,
      'id',
    );
    const key = textOf((await post('/api/v1/keys', south.key, { displayName: 'K' })).body, 'id');
    const { rows } = await house.asOwner('select id from access_grant where organization_id = $1', [
      south.id,
    ]);
    const before = (await house.leaves()).length;
    const asked = [
      await house.call('DELETE', `/api/v1/grants/${rows[0].id}`, { key: north.key }),
      await house.call('DELETE', `/api/v1/keys/${key}`, { key: north.key }),
      await house.call('POST', `/api/v1/people/${south.admin}/deactivate`, { key: north.key, body: {} }),
      await post('/api/v1/grants', north.key, {
        principal: south.admin,
        role: 'viewer',
        scope: organizationScope,
      }),
      await post('/api/v1/grants', north.key, { principal: app, role: 'viewer', scope: organizationScope }),
      await post('/api/v1/keys', north.key, { displayName: 'Theft', app }),
    ];
    for (const reply of asked)
      expect(reply).toMatchObject({ status: 404, body: { code: 'resource.not_found' } });
    expect((await house.leaves()).length).toBe(before);
    for (const path of ['people', 'grants', 'apps', 'keys']) {
      const listed = await house.call('GET', `/api/v1/${path}`, { key: north.key });
      expect(JSON.stringify(listed.body)).not.toContain(south.admin);
      expect(JSON.stringify(listed.body)).not.toContain(app);
    }
    expect((await house.access.names(north.id, [south.admin, north.admin])).has(south.admin)).toBe(false);
  });
});

describe('the ledger', () => {
  it('has an entry for every change of identity', async () => {
    const cookie = cookieOf(
      await house.call('POST', '/auth/sign-in/email', { body: { email: north.email, password } }),
    );
    await house.call('POST', '/auth/sign-out', { cookie, headers: { origin: address } });
    const gone = await newPerson('viewer', 'gone');
    await house.call('POST', `/api/v1/people/${gone.id}/deactivate`, { key: north.key, body: {} });
    const app = textOf(
      (await post('/api/v1/apps', north.key, { displayName: 'A', role: 'viewer' })).body,
      'id',
    );
    const key = textOf((await post('/api/v1/keys', north.key, { displayName: 'K', app })).body, 'id');
    await house.call('DELETE', `/api/v1/keys/${key}`, { key: north.key });
    const actions = new Set((await house.entries(north.id)).map((entry) => entry.action));
    for (const action of [
      'organization.create',
      'person.create',
      'person.deactivate',
      'grant.create',
      'grant.revoke',
      'app.create',
      'key.create',
      'key.revoke',
      'session.create',
      'session.delete',
    ])
      expect(actions).toContain(action);
    const counted = await house.asOwner(
      `select (select count(*) from access_person)::int as people, (select count(*) from access_key)::int as keys,
              (select count(*) from access_app)::int as apps`,
    );
    const all = [...(await house.entries(north.id)), ...(await house.entries(south.id))];
    const count = (action: string) => all.filter((entry) => entry.action === action).length;
    expect(counted.rows).toEqual([
      { people: count('person.create'), keys: count('key.create'), apps: count('app.create') },
    ]);
  });

  it('holds no address, name, password, token or secret', async () => {
    const { rows: people } = await house.asOwner('select email, display_name from access_person');
    const { rows: hashes } = await house.asOwner('select password_hash from access_account');
    const leaves = (await house.leaves()).join('\n');
    expect(leaves).not.toContain('@');
    expect(leaves).not.toContain(password);
    expect(leaves).not.toContain('Cover for Bo');
    expect(leaves).not.toContain(north.key.slice(-43));
    expect(leaves).not.toMatch(/cs_live_[0-9a-z]{12}_/);
    for (const { email } of people) expect(leaves).not.toContain(email);
    for (const { display_name } of people) expect(leaves).not.toContain(`"${display_name}"`);
    for (const { password_hash } of hashes) expect(leaves).not.toContain(password_hash);
  });
});

describe('whereVisible', () => {
  it('is the same filter in SQL as in code', async () => {
    const grants: { role: Role; scope: Scope }[][] = [
      [],
      [{ role: 'viewer', scope: organizationScope }],
      [{ role: 'auditor', scope: organizationScope }],
      [{ role: 'viewer', scope: { kind: 'library', library: 'lib_b' } }],
    ];
    const scopes: (KeyScope | undefined)[] = [
      undefined,
      { libraries: [] },
      { libraries: ['lib_a', 'lib_b'] },
      { actions: ['person.list'] },
    ];
    const libraries = [
      { id: 'lib_a', restricted: false },
      { id: 'lib_b', restricted: true },
      { id: 'lib_c', restricted: false },
      { id: 'lib_d', restricted: true },
    ] as const;
    const makers = [undefined, ...grants];
    const cases = grants.flatMap((held) =>
      scopes.flatMap((keyScope) => makers.map((made) => ({ held, keyScope, made }))),
    );
    const withIds = (held: (typeof grants)[number]) =>
      held.map((grant) => ({ id: 'gra_x' as const, ...grant }));
    for (const { held, keyScope, made } of cases) {
      const visibility = libraryVisibility({
        organization: north.id,
        organizationName: 'northwind',
        kind: 'person',
        id: 'per_x',
        displayName: 'X',
        human: 'per_x',
        credential: { kind: 'key', id: 'key_x' },
        authenticatedAt: null,
        grants: withIds(held),
        keyScope,
        maker: made && { id: 'per_m', grants: withIds(made) },
      });
      const condition = whereVisible(visibility, sql.ref<string>('id'), sql.ref<boolean>('restricted'));
      const { rows } = await sql<{ id: string }>`
          select id from (values ('lib_a', false), ('lib_b', true), ('lib_c', false), ('lib_d', true)) as l (id, restricted)
          where ${condition} order by id`.execute(house.database.writer);
      const inCode = libraries.filter((library) => sees(visibility, library)).map(({ id }) => id);
      expect(rows.map((row) => row.id)).toEqual(inCode);
    }
  });
});

describe('the server’s role', () => {
  it('cannot rewrite what it need not', async () => {
    for (const statement of [
      'delete from access_person',
      'update access_key set secret_sha256 = secret_sha256',
      'update access_grant set role = role',
      'delete from access_key',
      'update access_organization set name = name',
    ])
      await expect(sql.raw(statement).execute(house.database.writer)).rejects.toThrow(/permission denied/);
  });
});
