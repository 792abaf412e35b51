import type { Reader } from '../platform/db/index.ts';
import { invariant } from '../platform/invariant.ts';
import { type AssetKind, digestOf, kindOf, suffixOf } from './asset.ts';
import type { Library, LiveText } from './libraries.ts';
import type { LibrariesParts } from './parts.ts';
import { liveBlobs, liveFilesEnding } from './store/live-blobs.ts';

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
  const found = await liveTextsEnding({ objects }, db, library, environment, suffix);
  return found.filter(({ path }) => kindOf(path) === kind);
}

/** Every file whose path ends so that is live in an environment, by path. */
export async function liveTextsEnding(
  { objects }: Pick<LibrariesParts, 'objects'>,
  db: Reader,
  library: Library,
  environment: string,
  suffix: string,
): Promise<readonly LiveText[]> {
  const files = await liveFilesEnding(db, library, environment, suffix);
  const contents = await objects.contents(
    db,
    library,
    files.map(({ oid }) => oid),
  );
  return files.map(({ path, oid, since }) => {
    const bytes = contents.get(oid);
    invariant(bytes !== undefined, `blob ${oid} is stored`);
    return { path, since, digest: digestOf(bytes), text: new TextDecoder().decode(bytes) };
  });
}

/** What is live in an environment under one path; undefined when nothing is. */
export async function liveText(
  { objects }: Pick<LibrariesParts, 'objects'>,
  db: Reader,
  library: Library,
  environment: string,
  path: string,
): Promise<string | undefined> {
  const blob = (await liveBlobs(db, library, environment, { paths: [path], ended: undefined })).get(path);
  if (blob === undefined) return undefined;
  const bytes = (await objects.contents(db, library, [blob.file.oid])).get(blob.file.oid);
  invariant(bytes !== undefined, `blob ${blob.file.oid} is stored`);
  return new TextDecoder().decode(bytes);
}
