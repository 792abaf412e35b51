import type { Principal } from '../../access/index.ts';
import { assetName, kindOf } from '../asset.ts';
import { afterText, type PageInput, pageOf } from '../cursor.ts';
import { protectedBranch } from '../library.ts';
import { commitAt, headOf, openLibrary } from '../open-library.ts';
import { type LibrariesParts, namesOf } from '../parts.ts';
import { lastChanges } from '../store/commits.ts';
import type { ListWire } from '../wire.ts';
import { movedTo } from './moved-to.ts';
import { publishedBesides } from './store.ts';
import type { DeletedAssetWire } from './wire.ts';

/** Assets that were published once and that `main` has no more, by path: deleted, or moved to another path. */
export async function listDeleted(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  page: PageInput,
): Promise<ListWire<DeletedAssetWire>> {
  const library = await openLibrary(parts, principal, libraryName, 'asset.list');
  const main = await commitAt(parts, library, await headOf(parts, library, protectedBranch));
  const present = await parts.objects.listing(parts.reader, library, main.tree);
  const read = await publishedBesides(parts.reader, library, [...present.keys()], {
    after: afterText(page.cursor),
    limit: page.limit + 1,
  });
  const { rows, next } = pageOf(read, page.limit, ({ path }) => [path]);
  const ends = await lastChanges(
    parts.reader,
    library,
    main.oid,
    rows.map(({ path }) => path),
  );
  const names = await namesOf(
    parts,
    library.organization,
    [...ends.values()].map(({ principal: by }) => by),
  );
  const moved = new Map<string, string | undefined>();
  for (const { path } of rows) moved.set(path, await movedTo(parts, library, path));
  const items = rows.map(({ path, number, digest }) => {
    const end = ends.get(path);
    return {
      path,
      name: assetName(path),
      kind: kindOf(path),
      version: number,
      movedTo: moved.get(path) ?? null,
      digest,
      deletedAt: end?.at.toISOString() ?? null,
      deletedBy: end === undefined ? null : names(end.principal),
    };
  });
  return { items, next };
}
