import { z } from 'zod';
import { authorize, type LibraryId, type Principal, theOrganization } from '../../access/index.ts';
import { isId } from '../../platform/id.ts';
import { isStorableText } from '../../platform/untrusted-json.ts';
import { type PageInput, pageOf, readCursor } from '../cursor.ts';
import type { LibrariesParts } from '../parts.ts';
import type { ListWire } from '../wire.ts';
import { foundWire } from './found.ts';
import { placeOf } from './place.ts';
import { type AssetKey, listFavorites } from './store/favorites.ts';
import type { FoundWire } from './wire.ts';

const cursorSchema = z.tuple([
  z.custom<LibraryId>((value) => typeof value === 'string' && isId('lib', value)),
  z.string().max(2_000).refine(isStorableText),
]);

/** The principal's own favorites that it may still see and that are still on `main`, library by library. */
export async function listFavoritesFor(
  parts: LibrariesParts,
  principal: Principal,
  { cursor, limit }: PageInput,
): Promise<ListWire<FoundWire>> {
  authorize(principal, 'favorite.list', theOrganization);
  const { place, libraries } = await placeOf(parts, principal);
  const read = await listFavorites(parts.reader, place, { after: keyOf(cursor), limit: limit + 1 });
  const { rows, next } = pageOf(read, limit, ({ library, path }) => [library, path]);
  return { items: await foundWire(parts, principal, libraries, rows, []), next };
}

function keyOf(cursor: string | undefined): AssetKey | undefined {
  if (cursor === undefined) return undefined;
  const [library, path] = readCursor(cursor, cursorSchema);
  return { library, path };
}
