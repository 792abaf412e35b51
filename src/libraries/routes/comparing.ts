import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import type { Operation } from '../../platform/http/index.ts';
import { blameAsset } from '../blame/blame-asset.ts';
import { blameSchema } from '../blame/wire.ts';
import { compareAssets } from '../comparing/compare-assets.ts';
import { compareRefs } from '../comparing/compare-refs.ts';
import { assetComparisonSchema, libraryComparisonSchema } from '../comparing/wire.ts';
import type { LibrariesParts } from '../parts.ts';
import { library, operation, page, path, ref } from './shapes.ts';

const refusals = [
  'asset.bad_path',
  'asset.bad_reference',
  'asset.not_found',
  'branch.list.forbidden',
  'branch.not_found',
];

/** Operations that say what differs, and who wrote what. */
export function comparingOperations(parts: LibrariesParts): Operation<Principal>[] {
  return [
    operation({
      id: 'asset.compare',
      method: 'get',
      path: '/api/v1/libraries/{library}/asset/compare',
      summary: 'Compare two states of an asset',
      description:
        'Each side a branch, a commit, @7, @production or @sha256:…; unpublished refs need branch.list. By line and word, front matter by key, messages by section, and what the eye would miss.',
      params: library,
      query: z.strictObject({ path, from: ref, to: ref, fromPath: path.optional() }),
      answer: { schema: assetComparisonSchema },
      problems: refusals,
      handle: ({ principal, params, query }) => compareAssets(parts, principal, params.library, query),
    }),
    operation({
      id: 'library.compare',
      method: 'get',
      path: '/api/v1/libraries/{library}/compare',
      summary: 'Compare two branches or commits',
      description:
        'The paths that differ, by path. A file that moved unchanged is one renamed path. Unpublished refs need branch.list.',
      params: library,
      query: page.extend({ from: ref, to: ref }),
      answer: { schema: libraryComparisonSchema },
      problems: ['branch.list.forbidden', 'branch.not_found'],
      handle: ({ principal, params, query }) => compareRefs(parts, principal, params.library, query),
    }),
    operation({
      id: 'asset.blame',
      method: 'get',
      path: '/api/v1/libraries/{library}/blame',
      summary: 'Who wrote each line of an asset',
      description:
        'As we authenticated them, with the version and the change that published it. A line that came through a merge is its writer’s; an unchanged move is followed. The newest 1,000 commits of the asset are looked at.',
      params: library,
      query: z.strictObject({ path, ref: ref.default('main') }),
      answer: { schema: blameSchema },
      problems: refusals,
      handle: ({ principal, params, query }) => blameAsset(parts, principal, params.library, query),
    }),
  ];
}
