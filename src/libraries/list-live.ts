import { type Action, type Principal, permits } from '../access/index.ts';
import { formatReference, kindOf } from './asset.ts';
import { resourceOf } from './library.ts';
import { visibleLibraries } from './list-libraries.ts';
import type { LibrariesParts } from './parts.ts';
import { livePointers } from './store/versions.ts';

/** `LIBRARY/NAME@environment` of every prompt that is live there and on whose library the principal holds `action`, sorted. */
export async function listLivePrompts(
  parts: LibrariesParts,
  principal: Principal,
  environment: string,
  action: Action,
): Promise<readonly string[]> {
  const libraries = await visibleLibraries(parts, principal);
  const permitted = libraries.filter((library) => permits(principal, action, resourceOf(library)));
  const references = await Promise.all(
    permitted.map(async (library) => {
      const live = [...(await livePointers(parts.reader, library))];
      return live
        .filter(([path, environments]) => kindOf(path) === 'prompt' && environments.has(environment))
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
