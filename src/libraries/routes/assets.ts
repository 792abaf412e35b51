import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import type { Operation } from '../../platform/http/index.ts';
import { checkAsset } from '../check-asset.ts';
import { listAssets } from '../list-assets.ts';
import { listVersionsFor } from '../list-versions.ts';
import type { LibrariesParts } from '../parts.ts';
import { readAsset } from '../read-asset.ts';
import { render } from '../render.ts';
import { assetListSchema, assetPageSchema, checkedSchema, renderedSchema, versionsSchema } from '../wire.ts';
import { library, operation, page, path, plainText, ref } from './shapes.ts';

/** Operations that read assets. */
export function assetOperations(parts: LibrariesParts): Operation<Principal>[] {
  return [
    operation({
      id: 'asset.list',
      method: 'get',
      path: '/api/v1/libraries/{library}/assets',
      summary: 'List the assets of a library',
      description:
        'Every file at a ref (a branch or a commit), by path, without its text; with folder (empty for the root) only those directly in it, and the folders inside. At most 1000 at a time. Unpublished refs need branch.list.',
      params: library,
      query: page.extend({
        ref: ref.default('main'),
        folder: plainText(1_024).optional(),
        limit: z.coerce.number().int().min(1).max(1_000).default(50),
      }),
      answer: { schema: assetListSchema },
      problems: ['branch.list.forbidden', 'branch.not_found'],
      handle: ({ principal, params, query }) => listAssets(parts, principal, params.library, query),
    }),
    operation({
      id: 'asset.read',
      method: 'get',
      path: '/api/v1/libraries/{library}/asset',
      summary: 'Read one asset',
      description:
        'At a branch, a commit, @7, @production or @sha256:…; unpublished refs need branch.list. It comes with its faults; a prompt with what it declares, other kinds with an outline.',
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
      id: 'asset.check',
      method: 'post',
      path: '/api/v1/libraries/{library}/check',
      summary: 'Check a text that is being written',
      description:
        'As a commit of this path would be checked: its kind, its faults with line and column, and its outline. Nothing is written.',
      params: library,
      body: z.strictObject({ path, text: z.string().max(262_144) }),
      answer: { schema: checkedSchema },
      problems: ['asset.bad_path'],
      handle: ({ principal, params, body }) => checkAsset(parts, principal, params.library, body),
    }),
    operation({
      id: 'version.list',
      method: 'get',
      path: '/api/v1/libraries/{library}/versions',
      summary: 'List the versions of an asset',
      description:
        'Newest first, each with the change that published it and the environments where it is live. Numbers begin anew at a new path; `movedFrom` says where they went on before.',
      params: library,
      query: page.extend({ path }),
      answer: { schema: versionsSchema },
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
