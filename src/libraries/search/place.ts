import { libraryVisibility, type Principal, permits } from '../../access/index.ts';
import type { Library } from '../libraries.ts';
import { resourceOf } from '../library.ts';
import { librariesFor } from '../list-libraries.ts';
import type { LibrariesParts } from '../parts.ts';
import type { Place } from './store/find.ts';

/**
 * Where a principal may look: the libraries whose assets it may read, or some of them, as `asset.read` decides it.
 * @returns with which of them it may read as a whole
 */
export async function placeOf(
  parts: LibrariesParts,
  principal: Principal,
): Promise<{
  place: Place;
  libraries: ReadonlyMap<Library['id'], Library>;
  whole: readonly Library[];
}> {
  const visibility = libraryVisibility(principal, 'asset.read');
  const readable = await librariesFor(parts, principal, visibility);
  return {
    place: {
      organization: principal.organization,
      libraries: readable.map(({ id }) => id),
      visibility,
      principal: principal.id,
    },
    libraries: new Map(readable.map((library) => [library.id, library])),
    whole: readable.filter((library) => permits(principal, 'asset.read', resourceOf(library))),
  };
}
