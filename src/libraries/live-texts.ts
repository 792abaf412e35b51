import type { Reader } from '../platform/db/index.ts';
import { invariant } from '../platform/invariant.ts';
import { type AssetKind, digestOf, kindOf, suffixOf } from './asset.ts';
import type { Library, LiveText } from './libraries.ts';
import type { LibrariesParts } from './parts.ts';
import { liveFilesEnding } from './store/live-blobs.ts';

/** Every file of a kind that is live in an environment, by path. Kinds that no suffix tells have none. */
export async function liveTexts(
  { objects }: Pick<LibrariesParts, 'objects'>,
  db: Reader,
  library: Library,
  environment: string,
  kind: AssetKind,
): Promise<readonly LiveText[]> {
  const suffix = suffixOf(kind);
  if (suffix === undefined) return [];
  const files = await liveFilesEnding(db, library, environment, suffix);
  const ofKind = files.filter(({ path }) => kindOf(path) === kind);
  const contents = await objects.contents(
    db,
    library,
    ofKind.map(({ oid }) => oid),
  );
  return ofKind.map(({ path, oid, since }) => {
    const bytes = contents.get(oid);
    invariant(bytes !== undefined, `blob ${oid} is stored`);
    return { path, since, digest: digestOf(bytes), text: new TextDecoder().decode(bytes) };
  });
}
