import { type Principal, permits } from '../../access/index.ts';
import type { Library } from '../libraries.ts';
import { resourceOf } from '../library.ts';
import { visibleLibraries } from '../list-libraries.ts';
import type { LibrariesParts } from '../parts.ts';
import type { Place } from './store/find.ts';

/** Where a principal may look: the libraries that it may know of and whose assets it may read, as `asset.read` decides it. */
export async function placeOf(
  parts: LibrariesParts,
  principal: Principal,
): Promise<{ place: Place; libraries: ReadonlyMap<Library['id'], Library> }> {
  const visible = await visibleLibraries(parts, principal);
  const readable = visible.filter((library) => permits(principal, 'asset.read', resourceOf(library)));
  return {
    place: {
      organization: principal.organization,
      libraries: readable.map(({ id }) => id),
      principal: principal.id,
    },
    libraries: new Map(readable.map((library) => [library.id, library])),
  };
}
