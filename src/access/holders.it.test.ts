import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHouse, type TestHouse, textAt } from '../../test/support/house.ts';
import { theOrganization } from './index.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await startHouse();
});
afterAll(() => house.close());

it('finds who holds an action now: by role, on a restricted library only with a grant on it, and nobody who left', async () => {
  const { northwind, done } = house;
  const { people } = northwind;
  const admin = people.admin.key;
  const made = await done(admin, 'library.create', { body: { name: 'closed', visibility: 'restricted' } });
  const library = await house.house.access.authenticate({
    method: 'GET',
    header: (name) => (name === 'authorization' ? `Bearer ${admin}` : undefined),
  });
  if (library === undefined) throw new Error('the admin has a key');
  const found = await house.house.libraries.find(library, 'closed');
  const holders = (action: 'change.approve' | 'library.read', restricted: boolean) =>
    house.house.access.holders(northwind.id, action, { kind: 'library', id: found.id, restricted });
  expect(textAt(made, 'name')).toBe('closed');
  expect(await holders('change.approve', false)).toEqual([people.approver.id]);
  expect(await holders('change.approve', true)).toEqual([]);
  expect((await holders('library.read', true)).toSorted()).toEqual(
    [people.admin.id, people.auditor.id].toSorted(),
  );
  const scope = { kind: 'library', library: 'closed' };
  await done(admin, 'grant.create', { body: { principal: people.viewer.id, role: 'approver', scope } });
  expect(await holders('change.approve', true)).toEqual([people.viewer.id]);
  await done(admin, 'person.deactivate', { params: { person: people.viewer.id }, body: {} });
  expect(await holders('change.approve', true)).toEqual([]);
  expect(await house.house.access.holders(northwind.id, 'person.create', theOrganization)).toEqual([
    people.admin.id,
  ]);
  expect(await house.house.access.holders(house.fabrikam.id, 'change.approve', theOrganization)).toEqual([
    house.fabrikam.people.approver.id,
  ]);
});
