import { randomBytes } from 'node:crypto';
import type { House } from '../../src/server.ts';
import { textAt } from './inside.ts';
import type { Call } from './stage.ts';

const newPassword = () => `northwind-${randomBytes(9).toString('base64url')}`;

/** Makes a person with roles on the organization, and their first key. */
export async function addPerson<
  const Given extends { name: string; email: string; roles: readonly string[] },
>(
  house: House,
  admin: Call,
  person: Given,
): Promise<Given & { readonly id: string; readonly password: string; readonly key: string }> {
  const password = newPassword();
  const [role, ...more] = person.roles;
  const made = await admin('person.create', {
    body: { displayName: person.name, email: person.email, password, role },
  });
  const id = textAt(made, 'id');
  for (const another of more)
    await admin('grant.create', { body: { principal: id, role: another, scope: { kind: 'organization' } } });
  const organization = textAt(await admin('session.read'), 'organization', 'id');
  return { ...person, id, password, key: await house.access.mintFirstKey(id, organization, 'Demo') };
}

export { newPassword };
