import { z } from 'zod';
import type { LibraryId } from '../../access/index.ts';
import { authorize, type Principal, theOrganization } from '../../access/index.ts';
import { isId } from '../../platform/id.ts';
import { isStorableText } from '../../platform/untrusted-json.ts';
import { type PageInput, readCursor, writeCursor } from '../cursor.ts';
import type { LibrariesParts } from '../parts.ts';
import { foundWire } from './found.ts';
import { ownersNamed } from './owners-named.ts';
import { placeOf } from './place.ts';
import { parseQuery, type SearchQuery } from './query.ts';
import { type Found, findAssets, type Place, type Rank, type Search } from './store/find.ts';
import type { SearchWire } from './wire.ts';

/** What is asked: a text in the syntax of `parseQuery`, and the same filters by name. */
export interface SearchInput extends PageInput {
  readonly q: string;
  readonly library?: string | undefined;
  readonly kind?: SearchQuery['kinds'][number] | undefined;
  readonly owner?: string | undefined;
  readonly tag?: string | undefined;
  readonly favorite?: boolean | undefined;
}

const cursorSchema = z.tuple([
  z.number().int().min(0).max(1),
  z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  z.custom<LibraryId>((value) => typeof value === 'string' && isId('lib', value)),
  z.string().max(2_000).refine(isStorableText),
]);

/**
 * Published assets of the libraries that the principal may read, best first. What it may not see is not looked at: it changes neither
 * results nor counts, ranks, snippets or the time it takes. When nothing holds the words, what is called nearly so.
 */
export async function searchAssets(
  parts: LibrariesParts,
  principal: Principal,
  input: SearchInput,
): Promise<SearchWire> {
  authorize(principal, 'asset.search', theOrganization);
  const { place, libraries } = await placeOf(parts, principal);
  const query = narrowed(parseQuery(input.q), input);
  const people = await ownersNamed(parts, place, query.owners);
  const asked = { ...query, people, favorite: input.favorite === true };
  const { found, nearly } = await find(parts, place, asked, input);
  const page = found.page.slice(0, input.limit);
  const items = await foundWire(parts, principal, libraries, page, query.terms);
  const last = page.at(-1);
  const next =
    found.page.length > input.limit && last !== undefined
      ? writeCursor([nearly ? 1 : 0, last.score, last.library, last.path])
      : null;
  const { kinds, libraries: ofLibraries, tags } = found.facets;
  return {
    items,
    next,
    total: found.total,
    nearly,
    facets: { kinds: [...kinds], libraries: [...ofLibraries], tags: [...tags] },
  };
}

async function find(
  parts: LibrariesParts,
  place: Place,
  query: Omit<Search, 'nearly'>,
  { cursor, limit }: PageInput,
): Promise<{ found: Found; nearly: boolean }> {
  const look = async (nearly: boolean, after: Rank | undefined) => ({
    found: await findAssets(parts.reader, place, { ...query, nearly }, { after, limit: limit + 1 }),
    nearly,
  });
  if (cursor !== undefined) {
    const [nearly, score, library, path] = readCursor(cursor, cursorSchema);
    return look(nearly === 1, { score, library, path });
  }
  const exactly = await look(false, undefined);
  const { total, facets } = exactly.found;
  const wordsAreHeld = total > 0 || facets.kinds.length > 0 || facets.libraries.length > 0;
  if (wordsAreHeld || query.terms.length === 0) return exactly;
  const nearly = await look(true, undefined);
  return nearly.found.total > 0 ? nearly : exactly;
}

function narrowed(query: SearchQuery, { library, kind, owner, tag }: SearchInput): SearchQuery {
  const add = <Value>(names: readonly Value[], name: Value | undefined) =>
    name === undefined ? names : [...names, name];
  return {
    ...query,
    libraries: add(query.libraries, library),
    kinds: add(query.kinds, kind),
    owners: add(query.owners, owner?.toLowerCase()),
    tags: add(query.tags, tag?.toLowerCase()),
  };
}
