import { z } from 'zod';
import { authorize, type Principal, theOrganization } from '../access/index.ts';
import { type Operation, operationsOf } from '../platform/http/index.ts';
import { commitFiles } from './commit.ts';
import { createBranch } from './create-branch.ts';
import { createLibrary } from './create-library.ts';
import { oidPattern } from './git/index.ts';
import { branchPattern, environmentNames, namePattern } from './library.ts';
import { listAssets } from './list-assets.ts';
import { branchWire, listBranchesFor } from './list-branches.ts';
import { listCommitsFor } from './list-commits.ts';
import { libraryPage, listLibrariesFor } from './list-libraries.ts';
import { listVersionsFor } from './list-versions.ts';
import { openLibrary } from './open-library.ts';
import { type LibrariesParts, namesOf } from './parts.ts';
import { readAsset } from './read-asset.ts';
import { render } from './render.ts';
import {
  assetPageSchema,
  assetSchema,
  branchSchema,
  commitSchema,
  committedSchema,
  environmentSchema,
  libraryPageSchema,
  librarySchema,
  listOf,
  renderedSchema,
  versionSchema,
} from './wire.ts';

const operation = operationsOf<Principal>('libraries');

/** Text that PostgreSQL and git can hold: no NUL, no half characters. */
const plainText = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((text) => !text.includes('\0') && text.isWellFormed(), 'must not hold NUL or lone surrogates');

const name = z.string().regex(namePattern, 'must be lower-case letters, digits and hyphens, at most 63');
const branch = z
  .string()
  .regex(branchPattern, 'must be lower-case letters, digits and hyphens, in parts separated by "/"');
const path = z.string().min(1).max(1_024);
const oid = z.string().regex(oidPattern, 'must be a whole commit id (40 hex digits)');
const ref = z.string().min(1).max(300);
const library = z.strictObject({ library: z.string().max(100) });
const limit = z.coerce.number().int().min(1).max(200).default(50);
const page = z.strictObject({ cursor: z.string().max(4_000).optional(), limit });

/** Operations of the libraries themselves. */
function libraryOperations(parts: LibrariesParts): Operation<Principal>[] {
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
      problems: ['library.create.forbidden', 'library.create.name_taken'],
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
        libraryPage(parts, principal, await openLibrary(parts, principal, params.library)),
    }),
    operation({
      id: 'environment.list',
      method: 'get',
      path: '/api/v1/environments',
      summary: 'List the environments',
      description: 'Where published versions go live. A protected one moves only by publishing a change.',
      answer: { schema: listOf(environmentSchema) },
      handle: async ({ principal }) => {
        authorize(principal, 'environment.list', theOrganization);
        return {
          items: environmentNames.map((environment) => ({ name: environment, protected: true })),
          next: null,
        };
      },
    }),
  ];
}

/** Operations that read and write a library's history. */
function historyOperations(parts: LibrariesParts): Operation<Principal>[] {
  return [
    operation({
      id: 'branch.list',
      method: 'get',
      path: '/api/v1/libraries/{library}/branches',
      summary: 'List the branches of a library',
      description: 'By name, main among them. For those who may read unpublished work.',
      params: library,
      query: page,
      answer: { schema: listOf(branchSchema) },
      problems: ['branch.list.forbidden'],
      handle: ({ principal, params, query }) => listBranchesFor(parts, principal, params.library, query),
    }),
    operation({
      id: 'branch.create',
      method: 'post',
      path: '/api/v1/libraries/{library}/branches',
      summary: 'Start a branch',
      description: 'At the head of another branch, or at a commit. Entry branch.create.',
      params: library,
      body: z.strictObject({ name: branch, from: ref.optional() }),
      answer: { status: 201, schema: branchSchema },
      problems: ['branch.create.forbidden', 'branch.exists', 'branch.not_found'],
      handle: async ({ principal, params, body }) => {
        const made = await createBranch(parts, principal, params.library, body);
        const names = await namesOf(parts, principal.organization, [made.createdBy]);
        return branchWire(made, names);
      },
    }),
    operation({
      id: 'commit.create',
      method: 'post',
      path: '/api/v1/libraries/{library}/commits',
      summary: 'Commit files to a branch',
      description:
        'One real git commit by you. Refused when the branch is not at expectedHead any more, and on main. At most 100 files of 256 KiB. Entry commit.create.',
      params: library,
      body: z.strictObject({
        branch,
        expectedHead: oid,
        message: plainText(5_000).refine((text) => text.trim() !== '', 'must say what the commit does'),
        files: z
          .array(
            z.union([
              z.strictObject({ path, text: z.string() }),
              z.strictObject({ path, delete: z.literal(true) }),
            ]),
          )
          .min(1),
      }),
      answer: { status: 201, schema: committedSchema },
      problems: [
        'commit.create.forbidden',
        'commit.stale_head',
        'commit.empty',
        'commit.too_large',
        'branch.protected',
        'branch.not_found',
        'asset.bad_path',
        'asset.bad_text',
        'prompt.unparsable',
      ],
      handle: async ({ principal, params, body }) => {
        const { commit } = await commitFiles(parts, principal, params.library, body);
        return { commit, branch: body.branch, head: commit };
      },
    }),
    operation({
      id: 'commit.list',
      method: 'get',
      path: '/api/v1/libraries/{library}/commits',
      summary: 'List the history of a ref',
      description:
        'Children before parents; with a path, only commits that changed it. Unpublished refs need branch.list.',
      params: library,
      query: page.extend({ ref: ref.default('main'), path: path.optional() }),
      answer: { schema: listOf(commitSchema) },
      problems: ['branch.list.forbidden', 'branch.not_found'],
      handle: ({ principal, params, query }) => listCommitsFor(parts, principal, params.library, query),
    }),
  ];
}

/** Operations that read assets. */
function assetOperations(parts: LibrariesParts): Operation<Principal>[] {
  return [
    operation({
      id: 'asset.list',
      method: 'get',
      path: '/api/v1/libraries/{library}/assets',
      summary: 'List the assets of a library',
      description:
        'Every file at a ref (a branch or a commit), by path, without its text. Unpublished refs need branch.list.',
      params: library,
      query: page.extend({ ref: ref.default('main') }),
      answer: { schema: listOf(assetSchema) },
      problems: ['branch.list.forbidden', 'branch.not_found'],
      handle: ({ principal, params, query }) => listAssets(parts, principal, params.library, query),
    }),
    operation({
      id: 'asset.read',
      method: 'get',
      path: '/api/v1/libraries/{library}/asset',
      summary: 'Read one asset',
      description:
        'At a branch, a commit, @7, @production or @sha256:…; unpublished refs need branch.list. A prompt comes with what it declares, or its faults.',
      params: library,
      query: z.strictObject({ path, ref: ref.default('main') }),
      answer: { schema: assetPageSchema },
      problems: [
        'asset.bad_path',
        'asset.bad_reference',
        'asset.not_found',
        'branch.list.forbidden',
        'branch.not_found',
      ],
      handle: ({ principal, params, query }) => readAsset(parts, principal, params.library, query),
    }),
    operation({
      id: 'version.list',
      method: 'get',
      path: '/api/v1/libraries/{library}/versions',
      summary: 'List the versions of an asset',
      description:
        'Newest first, each with the change that published it and the environments where it is live.',
      params: library,
      query: page.extend({ path }),
      answer: { schema: listOf(versionSchema) },
      problems: ['asset.bad_path'],
      handle: ({ principal, params, query }) => listVersionsFor(parts, principal, params.library, query),
    }),
    operation({
      id: 'prompt.render',
      method: 'post',
      path: '/api/v1/libraries/{library}/render',
      summary: 'Render a prompt',
      description:
        'An asset (path and ref) or a text that is being written, with the partials of ref. Nothing is sent to a model and nothing is written.',
      params: library,
      body: z.union([
        z.strictObject({
          text: z.string().max(262_144),
          ref: ref.optional(),
          variables: z.record(z.string(), z.unknown()),
        }),
        z.strictObject({ path, ref: ref.optional(), variables: z.record(z.string(), z.unknown()) }),
      ]),
      answer: { schema: renderedSchema },
      problems: [
        'prompt.unparsable',
        'prompt.not_rendered',
        'asset.not_found',
        'branch.list.forbidden',
        'branch.not_found',
      ],
      handle: ({ principal, params, body }) => render(parts, principal, params.library, body),
    }),
  ];
}

/** The slice's part of the API. */
export function operationsOfLibraries(parts: LibrariesParts): Operation<Principal>[] {
  return [...libraryOperations(parts), ...historyOperations(parts), ...assetOperations(parts)];
}
