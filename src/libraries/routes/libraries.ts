import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import type { Operation } from '../../platform/http/index.ts';
import { createLibrary } from '../create-library.ts';
import { libraryPage, listLibrariesFor } from '../list-libraries.ts';
import { openLibrary } from '../open-library.ts';
import type { LibrariesParts } from '../parts.ts';
import { libraryPageSchema, librarySchema, listOf } from '../wire.ts';
import { library, name, operation, page, plainText } from './shapes.ts';

/** Operations of the libraries themselves. */
export function libraryOperations(parts: LibrariesParts): Operation<Principal>[] {
  return [
    operation({
      id: 'library.list',
      method: 'get',
      path: '/api/v1/libraries',
      summary: 'List the libraries that you may see',
      description:
        'By name. Restricted libraries are listed for those with a grant on them only, and counted nowhere else.',
      query: page,
      answer: { schema: listOf(librarySchema) },
      handle: ({ principal, query }) => listLibrariesFor(parts, principal, query),
    }),
    operation({
      id: 'library.create',
      method: 'post',
      path: '/api/v1/libraries',
      summary: 'Create a library',
      description:
        'A git repository with a first commit on main. You become a contributor of it. Entries library.create, grant.create.',
      body: z.strictObject({
        name,
        displayName: plainText(200).min(1).optional(),
        description: plainText(2_000).optional(),
        visibility: z.enum(['open', 'restricted']),
      }),
      answer: { status: 201, schema: libraryPageSchema },
      problems: ['library.create.forbidden', 'library.create.name_reserved', 'library.create.name_taken'],
      handle: async ({ principal, body }) => {
        const { library: created, creator } = await createLibrary(parts, principal, body);
        return libraryPage(parts, creator, created);
      },
    }),
    operation({
      id: 'library.read',
      method: 'get',
      path: '/api/v1/libraries/{library}',
      summary: 'Read a library',
      description: 'With the commit at which main stands.',
      params: library,
      answer: { schema: libraryPageSchema },
      handle: async ({ principal, params }) =>
        libraryPage(
          parts,
          principal,
          await openLibrary(parts, principal, params.library, 'library.read', 'any'),
        ),
    }),
  ];
}
