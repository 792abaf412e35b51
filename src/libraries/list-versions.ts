import { z } from 'zod';
import type { Principal } from '../access/index.ts';
import { pathFault } from './asset.ts';
import { badPath } from './check-files.ts';
import { type PageInput, pageOf, readCursor } from './cursor.ts';
import { openLibrary } from './open-library.ts';
import { type LibrariesParts, namesOf } from './parts.ts';
import { listVersions, livePointers } from './store/versions.ts';
import type { ListWire, VersionWire } from './wire.ts';

/** Published versions of one asset, newest first. Empty for a path that was never published. */
export async function listVersionsFor(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  { path, cursor, limit }: PageInput & { readonly path: string },
): Promise<ListWire<VersionWire>> {
  const library = await openLibrary(parts, principal, libraryName, 'version.list');
  const fault = pathFault(path);
  if (fault !== undefined) throw badPath(path, fault);
  const below = cursor === undefined ? undefined : readCursor(cursor, z.tuple([z.number().int()]))[0];
  const read = await listVersions(parts.reader, library, path, { below, limit: limit + 1 });
  const { rows, next } = pageOf(read, limit, ({ number }) => [number]);
  const live = [...((await livePointers(parts.reader, library, path)).get(path) ?? [])];
  const names = await namesOf(
    parts,
    library.organization,
    rows.map(({ publishedBy }) => publishedBy),
  );
  const items = rows.map((version) => ({
    number: version.number,
    digest: version.digest,
    commit: version.commit,
    publishedAt: version.publishedAt.toISOString(),
    publishedBy: names(version.publishedBy),
    change: version.change,
    live: live.filter(([, number]) => number === version.number).map(([environment]) => environment),
  }));
  return { items, next };
}
