import type { Principal } from '../access/index.ts';
import { notFound, Problem } from '../platform/problem.ts';
import { digestOf, parseSelector, pathFault } from './asset.ts';
import { badPath } from './check-files.ts';
import { textOf } from './comparison.ts';
import type { Digest, Library, Oid } from './libraries.ts';
import { protectedBranch } from './library.ts';
import { openRef } from './open-library.ts';
import type { LibrariesParts } from './parts.ts';
import { assetMoved, movedTo } from './paths/moved-to.ts';
import { findVersion, livePointers, type VersionRow } from './store/versions.ts';

/** The text of one asset at one place. */
export interface OpenedAsset {
  readonly path: string;
  readonly commit: Oid;
  readonly blob: Oid;
  readonly digest: Digest;
  readonly text: string;
  /** Set when a version was asked for, by number, environment or digest. */
  readonly version: VersionRow | undefined;
}

/**
 * An asset at a branch, a commit, `@7`, `@production` or `@sha256:…`. The caller has authorized reading assets of the library.
 * @throws Problem those of `openRef`; `asset.bad_path` 422, `asset.bad_reference` 400; 404 `asset.not_found` for those who may see the ref
 */
export async function openAsset(
  parts: LibrariesParts,
  principal: Principal,
  library: Library,
  path: string,
  ref: string,
): Promise<OpenedAsset> {
  const fault = pathFault(path);
  if (fault !== undefined) throw badPath(path, fault);
  if (ref.startsWith('@')) return openVersion(parts, library, path, ref);
  const commit = await openRef(parts, principal, library, ref);
  const listing = await parts.objects.listing(parts.reader, library, commit.tree);
  const file = listing.get(path);
  if (file === undefined) throw await missing(parts, library, path, ref);
  return {
    path,
    commit: commit.oid,
    blob: file.oid,
    version: undefined,
    ...(await blobText(parts, library, file.oid)),
  };
}

async function openVersion(
  parts: LibrariesParts,
  library: Library,
  path: string,
  ref: string,
): Promise<OpenedAsset> {
  const selector = parseSelector(ref.slice(1));
  if (selector === undefined || selector.type === 'branch')
    throw new Problem({
      code: 'asset.bad_reference',
      status: 400,
      detail: 'A ref is a branch, a whole commit id, @NUMBER, @ENVIRONMENT or @sha256:DIGEST. Correct it.',
    });
  const version = await versionOf(parts, library, path, selector);
  if (version === undefined) throw await missing(parts, library, path, ref);
  return {
    path,
    commit: version.commit,
    blob: version.blob,
    version,
    ...(await blobText(parts, library, version.blob)),
  };
}

/** What a selector of published states names, or undefined. */
export async function versionOf(
  parts: LibrariesParts,
  library: Library,
  path: string,
  selector:
    | { readonly type: 'version'; readonly number: number }
    | { readonly type: 'environment'; readonly name: string }
    | { readonly type: 'digest'; readonly digest: Digest },
): Promise<VersionRow | undefined> {
  const { reader } = parts;
  if (selector.type !== 'environment') return findVersion(reader, library, path, selector);
  const number = (await livePointers(reader, library, path)).get(path)?.get(selector.name);
  return number === undefined ? undefined : findVersion(reader, library, path, { number });
}

export async function blobText(
  parts: LibrariesParts,
  library: Library,
  blob: Oid,
): Promise<{ readonly text: string; readonly digest: Digest }> {
  const bytes = (await parts.objects.contents(parts.reader, library, [blob])).get(blob);
  if (bytes === undefined) throw notFound();
  return { text: textOf(bytes), digest: digestOf(bytes) };
}

/** What is called otherwise on `main` is refused with its name there, unless an unpublished state was asked for. */
async function missing(parts: LibrariesParts, library: Library, path: string, ref: string): Promise<Problem> {
  const isPublished = ref === protectedBranch || ref.startsWith('@');
  const now = isPublished ? await movedTo(parts, library, path) : undefined;
  return now === undefined ? assetNotFound(library, path, ref) : assetMoved(library, path, now);
}

function assetNotFound(library: Library, path: string, ref: string): Problem {
  return new Problem({
    code: 'asset.not_found',
    status: 404,
    detail: `Library ${library.name} has no ${path} at ${ref}. List its assets to see what is there, or publish it first.`,
  });
}
