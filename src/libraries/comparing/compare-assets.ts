import type { Principal } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import { kindOf, parseSelector } from '../asset.ts';
import type { Library } from '../libraries.ts';
import { openAsset } from '../open-asset.ts';
import { openLibrary, openRef } from '../open-library.ts';
import type { LibrariesParts } from '../parts.ts';
import { numbersOf } from '../store/versions.ts';
import { compareTexts } from './compare-texts.ts';
import { type AssetComparisonWire, type SideWire, textComparisonWire } from './wire.ts';

/**
 * Two states of one asset, each at a branch, a commit, @7, @production or @sha256:…. A side where it is not there has no text;
 * a version that never was is refused.
 * @throws Problem those of `openAsset`, for either side; 404 `asset.not_found` when it is on neither
 */
export async function compareAssets(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  query: {
    readonly path: string;
    readonly fromPath?: string | undefined;
    readonly from: string;
    readonly to: string;
  },
): Promise<AssetComparisonWire> {
  const library = await openLibrary(parts, principal, libraryName, 'asset.read');
  const from = await sideOf(parts, principal, library, query.fromPath ?? query.path, query.from);
  const to = await sideOf(parts, principal, library, query.path, query.to);
  if (from.text === null && to.text === null)
    throw new Problem({
      code: 'asset.not_found',
      status: 404,
      detail: `Library ${library.name} has ${query.path} neither at ${query.from} nor at ${query.to}. Choose a version, a branch or a commit that has it.`,
    });
  return { from, to, ...textComparisonWire(compareTexts(kindOf(query.path), from.text, to.text)) };
}

async function sideOf(
  parts: LibrariesParts,
  principal: Principal,
  library: Library,
  path: string,
  ref: string,
): Promise<SideWire> {
  const asset = await openAsset(parts, principal, library, path, ref).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'asset.not_found' && mayBeAbsent(ref)) return undefined;
    throw error;
  });
  if (asset === undefined) {
    const commit = ref.startsWith('@') ? null : (await openRef(parts, principal, library, ref)).oid;
    return { ref, path, commit, version: null, digest: null, text: null };
  }
  const numbers = await numbersOf(parts.reader, library, [{ path, oid: asset.blob }]);
  const version = asset.version?.number ?? numbers.get(path) ?? null;
  return { ref, path, commit: asset.commit, version, digest: asset.digest, text: asset.text };
}

/** A branch, a commit or an environment is there without the asset; a number or a digest without it is a mistake. */
function mayBeAbsent(ref: string): boolean {
  return !ref.startsWith('@') || parseSelector(ref.slice(1))?.type === 'environment';
}
