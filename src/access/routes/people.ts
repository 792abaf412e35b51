import { z } from 'zod';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { invariant } from '../../platform/invariant.ts';
import { authorize } from '../authorize.ts';
import { createPerson } from '../create-person.ts';
import { deactivatePerson } from '../deactivate-person.ts';
import { libraryNames } from '../library-names.ts';
import type { AccessParts, LibraryDirectory } from '../parts.ts';
import type { Person } from '../person.ts';
import type { Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { selectHeldByEach } from '../store/held.ts';
import { selectPeople } from '../store/people.ts';
import { cursorOf, cut, displayName, heldRole, heldRoles, idOf, pageOf, pageQuery, role } from './wire.ts';

const operation = operationsOf<Principal>('access');

const personShape = z.object({
  id: z.string(),
  displayName: z.string(),
  email: z.string(),
  roles: z.array(heldRole),
  active: z.boolean(),
  createdAt: z.string(),
});

async function shapesOf(
  { reader, clock }: AccessParts,
  libraries: LibraryDirectory,
  principal: Principal,
  people: readonly Person[],
) {
  const { organization } = principal;
  const ids = people.map(({ id }) => id);
  const held = await selectHeldByEach(reader, organization, ids, clock.now());
  const names = libraryNames(libraries, principal);
  const shapeOf = async (person: Person) => {
    const grants = held.filter(({ holder }) => holder === person.id).map(({ grant }) => grant);
    return {
      id: person.id,
      displayName: person.displayName,
      email: person.email,
      roles: await heldRoles(reader, organization, names, grants),
      active: person.active,
      createdAt: person.createdAt.toISOString(),
    };
  };
  return Promise.all(people.map(shapeOf));
}

export function peopleOperations(
  parts: AccessParts,
  libraries: LibraryDirectory,
): readonly Operation<Principal>[] {
  const { reader } = parts;
  const list = operation({
    id: 'person.list',
    method: 'get',
    path: '/api/v1/people',
    summary: 'The people of the organization, oldest first.',
    description:
      'For everybody with a role on the organization. Roles on libraries that the caller may not know of are left out.',
    query: pageQuery,
    answer: { schema: pageOf(personShape) },
    handle: async ({ principal, query }) => {
      authorize(principal, 'person.list', theOrganization);
      const { organization } = principal;
      const page = { after: cursorOf('per', query.cursor), limit: query.limit + 1 };
      const { shown, next } = cut(await selectPeople(reader, organization, page), query.limit);
      return { items: await shapesOf(parts, libraries, principal, shown), next };
    },
  });
  const create = operation({
    id: 'person.create',
    method: 'post',
    path: '/api/v1/people',
    summary: 'Makes a person.',
    description:
      'For admins. Without a password, `password.reset` gives the link with which they choose one. Entries `person.create` and `grant.create`, without name or address.',
    body: z.strictObject({
      displayName,
      email: z.string().min(3).max(254),
      password: z.string().max(1024).exactOptional(),
      role,
    }),
    answer: { status: 201, schema: personShape },
    problems: [
      'person.create.forbidden',
      'person.create.invalid_email',
      'person.create.password_length',
      'person.create.password_common',
      'person.create.email_taken',
      'person.create.wider_than_own',
    ],
    handle: async ({ principal, body }) => {
      const person = await createPerson(parts, principal, body);
      const [shape] = await shapesOf(parts, libraries, principal, [person]);
      invariant(shape !== undefined, 'one person has one shape');
      return shape;
    },
  });
  const deactivate = operation({
    id: 'person.deactivate',
    method: 'post',
    path: '/api/v1/people/{person}/deactivate',
    summary: 'Ends a person’s access: sessions, keys and the apps they own.',
    description:
      'For admins. In force from the next request on. What they own goes to the successor, when one is named. Entry `person.deactivate`.',
    params: z.object({ person: z.string() }),
    body: z.strictObject({ successor: z.string().max(100).optional() }),
    problems: [
      'person.deactivate.forbidden',
      'person.deactivate.no_successor',
      'person.deactivate.last_admin',
    ],
    handle: async ({ principal, params, body }) => {
      const successor = body.successor === undefined ? undefined : idOf('per', body.successor);
      await deactivatePerson(parts, principal, idOf('per', params.person), { successor });
      return undefined;
    },
  });
  return [list, create, deactivate];
}
