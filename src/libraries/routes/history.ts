import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import type { Operation } from '../../platform/http/index.ts';
import { invariant } from '../../platform/invariant.ts';
import { commitFiles } from '../commit.ts';
import { createBranch } from '../create-branch.ts';
import { branchesWire, listBranchesFor } from '../list-branches.ts';
import { listCommitsFor } from '../list-commits.ts';
import type { LibrariesParts } from '../parts.ts';
import { branchSchema, commitSchema, committedSchema, listOf } from '../wire.ts';
import { branch, library, oid, operation, page, path, plainText, ref } from './shapes.ts';

/** Operations that read and write a library's history. */
export function historyOperations(parts: LibrariesParts): Operation<Principal>[] {
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
        const { library: of, branch: made } = await createBranch(parts, principal, params.library, body);
        const [wire] = await branchesWire(parts, of, [made]);
        invariant(wire !== undefined, 'one branch was made');
        return wire;
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
        'Children before parents; with a path, only commits that changed it, also under the names that it had before. Unpublished refs need branch.list.',
      params: library,
      query: page.extend({ ref: ref.default('main'), path: path.optional() }),
      answer: { schema: listOf(commitSchema) },
      problems: ['branch.list.forbidden', 'branch.not_found'],
      handle: ({ principal, params, query }) => listCommitsFor(parts, principal, params.library, query),
    }),
  ];
}
