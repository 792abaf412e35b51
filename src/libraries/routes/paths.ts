import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import type { Operation } from '../../platform/http/index.ts';
import { assetActivity } from '../activity/asset-activity.ts';
import { activitySchema } from '../activity/wire.ts';
import type { LibrariesParts } from '../parts.ts';
import { listDeleted } from '../paths/list-deleted.ts';
import { moveAsset } from '../paths/move-asset.ts';
import { restoreAsset } from '../paths/restore-asset.ts';
import { deletedAssetSchema } from '../paths/wire.ts';
import { redirectAsset } from '../redirects/redirect-asset.ts';
import { committedSchema, listOf } from '../wire.ts';
import { branch, library, oid, operation, page, path, plainText, ref } from './shapes.ts';

const message = plainText(5_000)
  .refine((said) => said.trim() !== '', 'must say what the commit does')
  .optional();
const onto = { branch, expectedHead: oid, message };
const refused = [
  'branch.protected',
  'branch.not_found',
  'commit.stale_head',
  'commit.empty',
  'commit.too_large',
  'asset.bad_path',
  'prompt.unparsable',
];

/** Operations that move assets, bring them back, and tell who else works on one. */
export function pathOperations(parts: LibrariesParts): Operation<Principal>[] {
  return [
    operation({
      id: 'asset.activity',
      method: 'get',
      path: '/api/v1/libraries/{library}/asset/activity',
      summary: 'See who works on an asset',
      description:
        'What it is at a ref now, who changed it last, and which other branches have work on it that main has not. Without texts: an editor asks again and again.',
      params: library,
      query: z.strictObject({ path, ref: ref.default('main') }),
      answer: { schema: activitySchema },
      problems: ['asset.bad_path', 'branch.list.forbidden', 'branch.not_found'],
      handle: ({ principal, params, query }) => assetActivity(parts, principal, params.library, query),
    }),
    operation({
      id: 'asset.move',
      method: 'post',
      path: '/api/v1/libraries/{library}/asset/move',
      summary: 'Rename or move an asset or a folder',
      description:
        'On a branch, never on main. A file, or a folder when both paths end with "/"; a skill goes with its folder. Bytes stay as they are, so its history goes on; nothing is overwritten. Entry asset.move.',
      params: library,
      body: z.strictObject({ ...onto, from: path, to: path }),
      answer: { status: 201, schema: committedSchema },
      problems: ['asset.move.forbidden', 'asset.move.exists', 'asset.bad_text', ...refused],
      handle: async ({ principal, params, body }) => {
        const input = { ...body, message: body.message };
        const commit = await moveAsset(parts, principal, params.library, input);
        return { commit, branch: body.branch, head: commit };
      },
    }),
    operation({
      id: 'asset.redirect',
      method: 'post',
      path: '/api/v1/libraries/{library}/asset/redirect',
      summary: 'Say on a branch that another prompt runs in the place of this one',
      description:
        'A line `redirect: LIBRARY/NAME` in the front matter. Once a change has published it, whoever asks for the old name in an environment gets what is live there under the other one, if they may read it, and the execution says so; versions by number and branches run as they are. Entry asset.redirect.',
      params: library,
      body: z.strictObject({
        ...onto,
        path,
        to: plainText(1_200).meta({ description: '`LIBRARY/NAME`, without a version' }),
      }),
      answer: { status: 201, schema: committedSchema },
      problems: [
        'asset.redirect.forbidden',
        'asset.redirect.no_prompt',
        'asset.redirect.unwritable',
        'asset.not_found',
        'asset.bad_text',
        ...refused,
      ],
      handle: async ({ principal, params, body }) => {
        const input = { ...body, message: body.message };
        const commit = await redirectAsset(parts, principal, params.library, input);
        return { commit, branch: body.branch, head: commit };
      },
    }),
    operation({
      id: 'asset.restore',
      method: 'post',
      path: '/api/v1/libraries/{library}/asset/restore',
      summary: 'Put an earlier state of an asset on a branch',
      description:
        'What the path held at a version (@3), a commit or a branch, byte for byte: a deleted asset returns, an earlier version becomes a draft. Unpublished states need branch.list. Entry asset.restore.',
      params: library,
      body: z.strictObject({ ...onto, path, from: ref }),
      answer: { status: 201, schema: committedSchema },
      problems: [
        'asset.restore.forbidden',
        'asset.not_found',
        'asset.bad_reference',
        'branch.list.forbidden',
        'asset.bad_text',
        ...refused,
      ],
      handle: async ({ principal, params, body }) => {
        const input = { ...body, message: body.message };
        const commit = await restoreAsset(parts, principal, params.library, input);
        return { commit, branch: body.branch, head: commit };
      },
    }),
    operation({
      id: 'asset.list_deleted',
      method: 'get',
      path: '/api/v1/libraries/{library}/assets/deleted',
      summary: 'List assets that main has no more',
      description: 'By path, each with its last version, which asset.restore brings back on a branch.',
      params: library,
      query: page,
      answer: { schema: listOf(deletedAssetSchema) },
      handle: ({ principal, params, query }) => listDeleted(parts, principal, params.library, query),
    }),
  ];
}
