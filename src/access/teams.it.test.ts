import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestAccess, password, type TestAccess, textOf } from '../../test/support/test-access.ts';
import type { OrganizationId } from '../ledger/index.ts';

let house: TestAccess;
let organization: OrganizationId;
let admin: string;
let stranger: string;
const ids: Record<string, `per_${string}`> = {};

beforeAll(async () => {
  house = await createTestAccess();
  ({ id: organization, key: admin } = await house.found('northwind'));
  ({ key: stranger } = await house.found('southwind'));
  for (const name of ['ann', 'bo', 'cy', 'dan']) ids[name] = await newPerson(name);
});
afterAll(async () => {
  for (const answer of await house.close()) expect(answer).toMatchObject({ ok: true });
});

const call = (method: string, path: string, body?: unknown, key = admin) =>
  house.call(method, `/api/v1/teams${path}`, { key, ...(body === undefined ? {} : { body }) });
const create = (name: string) => call('POST', '', { name });
const add = (team: string, member: string | undefined) => call('POST', `/${team}/members`, { member });
const idOfTeam = async (name: string) => textOf((await call('GET', `/${name}`)).body, 'id');
const actions = async () => (await house.entries(organization)).map(({ action }) => action);

async function newPerson(name: string): Promise<`per_${string}`> {
  const body = { displayName: name, email: `${name}@northwind.example`, password, role: 'viewer' };
  const made = await house.call('POST', '/api/v1/people', { key: admin, body });
  return `per_${textOf(made.body, 'id').slice('per_'.length)}`;
}
async function members(...names: string[]) {
  const found = await house.access.teamMembers(organization, names);
  return Object.fromEntries([...found].map(([name, people]) => [name, [...people].sort()]));
}
const people = (...names: string[]) => names.map((name) => ids[name]).sort();

describe('a team', () => {
  it('is made, reworded, filled, emptied and retired, each with an entry', async () => {
    expect(
      await call('POST', '', { name: 'legal', displayName: 'Legal', description: 'Counsel' }),
    ).toMatchObject({
      status: 201,
      body: {
        name: 'legal',
        displayName: 'Legal',
        description: 'Counsel',
        people: 0,
        members: [],
        partOf: [],
      },
    });
    expect(await call('PATCH', '/legal', { displayName: 'Legal counsel' })).toMatchObject({
      status: 200,
      body: { displayName: 'Legal counsel', description: 'Counsel' },
    });
    expect(await add('legal', ids.ann)).toMatchObject({
      status: 200,
      body: { people: 1, members: [{ id: ids.ann, kind: 'person', displayName: 'ann', active: true }] },
    });
    expect(await members('legal')).toEqual({ legal: people('ann') });
    expect((await call('DELETE', `/legal/members/${ids.ann}`)).status).toBe(204);
    expect((await call('DELETE', `/legal/members/${ids.ann}`)).status).toBe(404);
    expect(await members('legal')).toEqual({ legal: [] });
    await add('legal', ids.bo);
    expect((await call('POST', '/legal/retire', {})).status).toBe(204);
    expect((await call('GET', '/legal')).status).toBe(404);
    expect((await actions()).filter((action) => action.startsWith('team.'))).toEqual([
      'team.create',
      'team.update',
      'team.add_member',
      'team.remove_member',
      'team.add_member',
      'team.retire',
    ]);
  });

  it('AT-09 that is retired or never was is absent, not empty, and its name is never given again', async () => {
    expect(await members('legal', 'never-was')).toEqual({});
    expect(await create('legal')).toMatchObject({ status: 409, body: { code: 'team.create.name_taken' } });
    expect(JSON.stringify((await call('GET', '')).body)).not.toContain('"legal"');
    expect(await house.access.teamsOf(organization, people('bo')[0] ?? 'per_x')).toEqual([]);
  });

  it('is refused bad names, members that are nobody, and anybody twice', async () => {
    for (const name of ['Bad', '', '7x', 'a_b'])
      expect(await create(name)).toMatchObject({ status: 422, body: { code: 'team.create.bad_name' } });
    await create('strict');
    for (const member of [`per_${'0'.repeat(26)}`, `tea_${'0'.repeat(26)}`, 'x', 'app_x'])
      expect((await add('strict', member)).status).toBe(404);
    await add('strict', ids.ann);
    expect(await add('strict', ids.ann)).toMatchObject({
      status: 409,
      body: { code: 'team.add_member.member_already' },
    });
    expect((await add('nothing', ids.ann)).status).toBe(404);
    expect((await add('a%00b', ids.ann)).status).toBe(404);
  });

  it('belongs to its organization: a stranger finds no name and no id of it', async () => {
    await create('ours');
    expect((await call('GET', '/ours', undefined, stranger)).status).toBe(404);
    const theirs = await call('POST', '', { name: 'theirs' }, stranger);
    expect((await add('ours', textOf(theirs.body, 'id'))).status).toBe(404);
    expect((await call('POST', '/theirs/members', { member: ids.ann }, stranger)).status).toBe(404);
    expect(JSON.stringify((await call('GET', '', undefined, stranger)).body)).not.toContain('ours');
  });
});

describe('teams in teams', () => {
  it('AT-17 a person in two of them is one person; those who left count no more', async () => {
    for (const name of ['outer', 'inner', 'empty']) await create(name);
    await add('outer', ids.ann);
    await add('outer', ids.bo);
    await add('inner', ids.bo);
    await add('inner', ids.cy);
    expect((await add('outer', await idOfTeam('inner'))).status).toBe(200);
    expect(await members('outer', 'inner', 'empty')).toEqual({
      outer: people('ann', 'bo', 'cy'),
      inner: people('bo', 'cy'),
      empty: [],
    });
    const [cy = 'per_x'] = people('cy');
    const of = async () => (await house.access.teamsOf(organization, cy)).map(({ name }) => name);
    expect(await of()).toEqual(['inner', 'outer']);
    await house.call('POST', `/api/v1/people/${cy}/deactivate`, { key: admin, body: {} });
    expect(await members('outer', 'inner')).toEqual({ outer: people('ann', 'bo'), inner: people('bo') });
    expect((await call('GET', '/inner')).body).toMatchObject({
      people: 1,
      members: [{ displayName: 'bo' }, { displayName: 'cy', active: false }],
      partOf: [{ name: 'outer' }],
    });
    expect((await add('empty', cy)).status).toBe(404);
  });

  it('nest once, and no two requests at once make a loop', async () => {
    const refused = { status: 409, body: { code: 'team.add_member.nested' } };
    expect(await add('inner', await idOfTeam('empty'))).toMatchObject(refused);
    expect(await add('empty', await idOfTeam('outer'))).toMatchObject(refused);
    expect(await add('outer', await idOfTeam('outer'))).toMatchObject(refused);
    for (let round = 0; round < 5; round += 1) {
      const [left, right] = [`left-${round}`, `right-${round}`];
      await create(left);
      await create(right);
      const [leftId, rightId] = [await idOfTeam(left), await idOfTeam(right)];
      const outcomes = await Promise.all([add(left, rightId), add(right, leftId)]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual([200, 409]);
    }
  });

  it('a retired team leaves the teams that it is in', async () => {
    await call('POST', '/inner/retire', {});
    expect((await call('GET', '/outer')).body).toMatchObject({ people: 2, members: [{}, {}] });
    expect(await members('outer')).toEqual({ outer: people('ann', 'bo') });
  });
});
