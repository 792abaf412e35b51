import { z } from 'zod';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { isId } from '../../platform/id.ts';
import { invariant } from '../../platform/invariant.ts';
import { actions, isAction } from '../action.ts';
import { authorize, permits } from '../authorize.ts';
import { libraryNames } from '../library-names.ts';
import type { AccessParts, LibraryDirectory } from '../parts.ts';
import type { Principal } from '../principal.ts';
import { theOrganization } from '../resource.ts';
import { selectOrganization } from '../store/organizations.ts';
import { selectPerson } from '../store/people.ts';
import { heldRole, heldRoles } from './wire.ts';

const operation = operationsOf<Principal>('access');

/** Who am I, and what may I. */
export function sessionOperations(
  { reader }: AccessParts,
  libraries: LibraryDirectory,
): readonly Operation<Principal>[] {
  const read = operation({
    id: 'session.read',
    method: 'get',
    path: '/api/v1/session',
    summary: 'Who is calling, and what they may do.',
    description:
      'For every member. `permissions` are the actions held on the organization; each library lists its own. Leaves no entry.',
    answer: {
      schema: z.object({
        principal: z.object({
          id: z.string(),
          kind: z.enum(['person', 'app']),
          displayName: z.string(),
          email: z.string().nullable(),
        }),
        organization: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
        grants: z.array(heldRole),
        permissions: z.array(z.string()),
      }),
    },
    handle: async ({ principal }) => {
      authorize(principal, 'session.read', theOrganization);
      const organization = await selectOrganization(reader, principal.organization);
      invariant(organization !== undefined, 'a principal has an organization');
      const { id, kind, displayName } = principal;
      const person = isId('per', id) ? await selectPerson(reader, organization.id, id) : undefined;
      const names = libraryNames(libraries, principal);
      const grants = await heldRoles(reader, organization.id, names, principal.grants);
      const permissions = Object.keys(actions)
        .filter(isAction)
        .filter((action) => permits(principal, action, theOrganization));
      return {
        principal: { id, kind, displayName, email: person?.email ?? null },
        organization,
        grants,
        permissions,
      };
    },
  });
  return [read];
}
