import { libraryVisibility, type Principal, sees } from '../access/index.ts';
import { invariant } from '../platform/invariant.ts';
import { assetName, kindOf } from './asset.ts';
import { afterText, type PageInput, pageOf } from './cursor.ts';
import { production } from './environments/environment.ts';
import { insideFolder } from './folders.ts';
import { openLibrary, openRef } from './open-library.ts';
import { readOwners } from './ownership/store.ts';
import { type LibrariesParts, namesOf } from './parts.ts';
import { lastChanges } from './store/commits.ts';
import { readBlobFacts } from './store/objects.ts';
import { livePointers, numbersOf } from './store/versions.ts';
import { byPath } from './tree-difference.ts';
import type { AssetListWire } from './wire.ts';

/**
 * Every file at a ref that the principal may see, by path, without its text; with `folder`, only those directly in it, and the folders inside. A fixed number of queries,
 * whatever their number.
 */
export async function listAssets(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  { ref, folder, cursor, limit }: PageInput & { readonly ref: string; readonly folder?: string | undefined },
): Promise<AssetListWire> {
  const library = await openLibrary(parts, principal, libraryName, 'asset.list', 'any');
  const commit = await openRef(parts, principal, library, ref);
  const listing = await parts.objects.listing(parts.reader, library, commit.tree);
  const after = afterText(cursor);
  const visibility = libraryVisibility(principal, 'asset.list');
  const where = { id: library.id, restricted: library.visibility === 'restricted' };
  const all = [...listing]
    .filter(([path]) => sees(visibility, where, { path }))
    .map(([path, { oid }]) => ({ path, oid }));
  const inside = folder === undefined ? { files: all, folders: [] } : insideFolder(all, folder);
  const rest = inside.files
    .filter(({ path }) => after === undefined || path > after)
    .sort((left, right) => byPath(left.path, right.path));
  const { rows, next } = pageOf(rest, limit, ({ path }) => [path]);
  const paths = rows.map(({ path }) => path);
  const [facts, numbers, live, changes, owners] = await Promise.all([
    readBlobFacts(
      parts.reader,
      library,
      rows.map(({ oid }) => oid),
    ),
    numbersOf(parts.reader, library, rows),
    livePointers(parts.reader, library, paths),
    lastChanges(parts.reader, library, commit.oid, paths),
    readOwners(parts.reader, library, paths),
  ]);
  const names = await namesOf(parts, library.organization, [
    ...[...changes.values()].map((change) => change.principal),
    ...owners.values(),
  ]);
  const items = rows.map(({ path, oid }) => {
    const [blob, change, owner] = [facts.get(oid), changes.get(path), owners.get(path)];
    invariant(blob !== undefined && change !== undefined, `${path} came with a commit`);
    return {
      path,
      name: assetName(path),
      kind: kindOf(path),
      digest: blob.digest,
      title: blob.title ?? assetName(path),
      version: numbers.get(path) ?? null,
      production: live.get(path)?.get(production) ?? null,
      live: Object.fromEntries(live.get(path) ?? []),
      changedAt: change.at.toISOString(),
      changedBy: names(change.principal),
      owner: owner === undefined ? null : names(owner),
    };
  });
  return { items, next, folders: inside.folders };
}
