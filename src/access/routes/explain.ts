import { z } from 'zod';
import { type Operation, operationsOf } from '../../platform/http/index.ts';
import { Problem } from '../../platform/problem.ts';
import { actions, isAction } from '../action.ts';
import { explainAccess } from '../explain-access.ts';
import { libraryNames } from '../library-names.ts';
import type { AccessParts, LibraryDirectory } from '../parts.ts';
import type { Principal } from '../principal.ts';
import { type Resource, theOrganization } from '../resource.ts';
import { sentenceOf } from '../why.ts';
import { heldRole, heldRoles, libraryName, path, personRef } from './wire.ts';

const operation = operationsOf<Principal>('access');

const lacks = ['ended', 'restricted', 'part_only', 'organization_only', 'elsewhere'] as const;
const query = z.strictObject({
  who: z.string().max(64).optional().meta({ description: 'A person or an app; without, oneself.' }),
  action: z.string().max(100).meta({ description: 'Its name, such as change.approve.' }),
  library: libraryName.optional(),
  path: path.optional().meta({ description: 'An asset in the library.' }),
});

export function explainOperations(
  parts: AccessParts,
  libraries: LibraryDirectory,
): readonly Operation<Principal>[] {
  const explain = operation({
    id: 'access.explain',
    method: 'get',
    path: '/api/v1/access/explain',
    summary: 'Why somebody may or may not do something.',
    description:
      'About oneself for every member; about others for admins and auditors (`access.explain_all`). What permits it, or what stands in the way; grants on libraries that the caller may not know of are left out. A key may narrow it further. Leaves no entry.',
    query,
    answer: {
      schema: z.object({
        who: personRef,
        action: z.string(),
        allowed: z.boolean(),
        sentence: z.string(),
        reason: z.enum([...lacks, 'left', 'no_grant', 'role_lacks_it']).nullable(),
        by: z.array(heldRole).meta({ description: 'Each of these permits it by itself.' }),
        lacking: z.array(heldRole.extend({ why: z.enum(lacks) })).meta({
          description: 'Grants of roles that hold the action and do not reach here.',
        }),
      }),
    },
    problems: ['access.explain_all.forbidden', 'access.explain.needs_library'],
    handle: async ({ principal, query: { who = principal.id, action, library, path: asset } }) => {
      if (!isAction(action)) throw noSuchAction(action);
      const resource = await resourceAt(libraries, principal, { action, library, asset });
      const { who: named, why } = await explainAccess(parts, principal, { who, action, resource });
      const { organization } = principal;
      const names = libraryNames(libraries, principal);
      const by = await heldRoles(parts.reader, organization, names, why.by);
      const lacking = [];
      for (const { grant, why: lack } of why.lacking)
        for (const shown of await heldRoles(parts.reader, organization, names, [grant]))
          lacking.push({ ...shown, why: lack });
      const where = library === undefined ? 'here' : `on ${library}${asset === undefined ? '' : `/${asset}`}`;
      return {
        who: named,
        action,
        allowed: why.allowed,
        sentence: sentenceOf(named.displayName, why, action, where),
        reason: why.reason,
        by,
        lacking,
      };
    },
  });
  return [explain];
}

function noSuchAction(name: string): Problem {
  return new Problem({
    code: 'request.invalid',
    status: 400,
    detail: `There is no action ${JSON.stringify(name)}. Name one of the permissions that are listed under /api/v1/roles.`,
  });
}

/** What the question is about. The identical 404 for a library that the asker may not know of. */
async function resourceAt(
  libraries: LibraryDirectory,
  principal: Principal,
  asked: {
    readonly action: keyof typeof actions;
    readonly library: string | undefined;
    readonly asset: string | undefined;
  },
): Promise<Resource> {
  const { action, library, asset } = asked;
  if (library === undefined && (actions[action].on === 'library' || asset !== undefined))
    throw new Problem({
      code: 'access.explain.needs_library',
      status: 422,
      detail: `${action} is done in a library, so the answer differs from one to another. Name a library.`,
    });
  if (library === undefined || actions[action].on !== 'library') return theOrganization;
  const { id, visibility } = await libraries.find(principal, library);
  const paths = asset === undefined ? {} : { paths: [asset] };
  return { kind: 'library', id, restricted: visibility === 'restricted', ...paths };
}
