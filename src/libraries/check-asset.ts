import type { Principal } from '../access/index.ts';
import { kindOf, pathFault } from './asset.ts';
import { badPath } from './check-files.ts';
import { checkedWire } from './kind-wire.ts';
import { openLibrary } from './open-library.ts';
import type { LibrariesParts } from './parts.ts';
import type { CheckedWire } from './wire.ts';

/**
 * Checks a text that is being written as a commit of `path` would. Writes nothing.
 * @throws Problem `asset.bad_path` 422; those of `openLibrary`
 */
export async function checkAsset(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  { path, text }: { readonly path: string; readonly text: string },
): Promise<CheckedWire> {
  await openLibrary(parts, principal, libraryName, 'asset.read');
  const fault = pathFault(path);
  if (fault !== undefined) throw badPath(path, fault);
  return { kind: kindOf(path), ...checkedWire(path, text) };
}
