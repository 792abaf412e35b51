import type { Principal } from '../../access/index.ts';
import { pathFault } from '../asset.ts';
import { badPath } from '../check-files.ts';
import type { SimilarAsset } from '../libraries.ts';
import { openLibrary } from '../open-library.ts';
import type { LibrariesParts } from '../parts.ts';
import { similarAssets } from './similar.ts';

/**
 * What is published and much like a text that is being written, for whoever writes it: in all libraries that they may read. Writes nothing.
 * @throws Problem `asset.bad_path` 422; those of `openLibrary`
 */
export async function similarTo(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  asset: { readonly path: string; readonly text: string },
): Promise<readonly SimilarAsset[]> {
  const library = await openLibrary(parts, principal, libraryName, 'asset.read');
  const fault = pathFault(asset.path);
  if (fault !== undefined) throw badPath(asset.path, fault);
  return similarAssets(parts, principal, library, asset, 'caller');
}
