import { z } from 'zod';
import type { Principal } from '../../access/index.ts';
import type { Operation } from '../../platform/http/index.ts';
import { ASSET_KINDS } from '../asset.ts';
import type { LibrariesParts } from '../parts.ts';
import { listFavoritesFor } from '../search/list-favorites.ts';
import { createFavorite, removeFavorite } from '../search/mark-favorite.ts';
import { searchAssets } from '../search/search.ts';
import { similarTo } from '../search/similar-to.ts';
import { foundSchema, searchSchema, similarSchema } from '../search/wire.ts';
import { listOf } from '../wire.ts';
import { library, operation, page, path, plainText } from './shapes.ts';

const favorite = z.strictObject({ library: z.string().max(100), path });

/** Operations that find assets, and those that keep them at hand. */
export function searchOperations(parts: LibrariesParts): Operation<Principal>[] {
  return [
    operation({
      id: 'asset.search',
      method: 'get',
      path: '/api/v1/search',
      summary: 'Search what is published',
      description:
        'Names, titles, texts, owners and tags of all libraries that you may read; the name itself first. q holds words, "phrases", -word, kind:prompt, tag:legal, owner:eli, library:support, and is never an error; without words, what changed last comes first. Each facet counts what there would be without its own filter.',
      query: page.extend({
        q: z.string().max(500).default(''),
        library: plainText(100).optional(),
        kind: z.enum(ASSET_KINDS).optional(),
        owner: plainText(320).optional(),
        tag: plainText(200).optional(),
        favorite: z.enum(['true', 'false']).optional(),
      }),
      answer: { schema: searchSchema },
      problems: ['asset.search.forbidden'],
      handle: ({ principal, query }) =>
        searchAssets(parts, principal, { ...query, favorite: query.favorite === 'true' }),
    }),
    operation({
      id: 'asset.similar',
      method: 'post',
      path: '/api/v1/libraries/{library}/similar',
      summary: 'Find what is published and much like a text that is being written',
      description:
        'Of the same kind, in all libraries that you may read, the most like first; at most five. For a person to judge: no threshold tells a copy from a relative. Nothing is written.',
      params: library,
      body: z.strictObject({ path, text: z.string().max(262_144) }),
      answer: { schema: z.object({ items: z.array(similarSchema) }) },
      problems: ['asset.bad_path'],
      handle: async ({ principal, params, body }) => {
        const items = await similarTo(parts, principal, params.library, body);
        return { items: items.map((item) => ({ ...item })) };
      },
    }),
    operation({
      id: 'favorite.list',
      method: 'get',
      path: '/api/v1/favorites',
      summary: 'List your favorites',
      description:
        'Your own, library by library. What you may not see any more, or what is not published any more, is left out.',
      query: page,
      answer: { schema: listOf(foundSchema) },
      handle: ({ principal, query }) => listFavoritesFor(parts, principal, query),
    }),
    operation({
      id: 'favorite.create',
      method: 'post',
      path: '/api/v1/favorites',
      summary: 'Make an asset a favorite of yours',
      description: 'One that is published. Entry favorite.create; doing it again changes nothing.',
      body: favorite,
      problems: ['asset.bad_path', 'asset.not_found', 'favorite.too_many'],
      handle: async ({ principal, body }) => {
        await createFavorite(parts, principal, body);
        return undefined;
      },
    }),
    operation({
      id: 'favorite.delete',
      method: 'delete',
      path: '/api/v1/favorites',
      summary: 'Take a favorite of yours away',
      description:
        'The asset stays as it is. Entry favorite.delete; of what is no favorite, nothing happens.',
      query: favorite,
      problems: ['asset.bad_path'],
      handle: async ({ principal, query }) => {
        await removeFavorite(parts, principal, query);
        return undefined;
      },
    }),
  ];
}
