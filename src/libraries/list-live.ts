import { type LibraryAction, libraryVisibility, type Principal, sees } from '../access/index.ts';
import { formatReference, kindOf } from './asset.ts';
import { librariesFor } from './list-libraries.ts';
import type { LibrariesParts } from './parts.ts';
import { livePointers } from './store/versions.ts';

/** `LIBRARY/NAME@environment` of every prompt that is live there and on which the principal holds `action`, sorted. */
export async function listLivePrompts(
  parts: LibrariesParts,
  principal: Principal,
  environment: string,
  action: LibraryAction,
): Promise<readonly string[]> {
  const visibility = libraryVisibility(principal, action);
  const libraries = await librariesFor(parts, principal, visibility);
  const references = await Promise.all(
    libraries.map(async (library) => {
      const where = { id: library.id, restricted: library.visibility === 'restricted' };
      const live = [...(await livePointers(parts.reader, library))];
      return live
        .filter(([path, environments]) => kindOf(path) === 'prompt' && environments.has(environment))
        .filter(([path]) => sees(visibility, where, { path }))
        .map(([path]) =>
          formatReference({
            library: library.name,
            path,
            selector: { type: 'environment', name: environment },
          }),
        );
    }),
  );
  return references.flat().sort();
}
