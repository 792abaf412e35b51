import type { PersonId } from '../../access/index.ts';
import { type LibrariesParts, namesOf } from '../parts.ts';
import type { Place } from './store/find.ts';
import { ownersIn } from './store/owners.ts';

/**
 * Who is meant by parts of names: owners in the libraries that are looked at, and nobody else. Read at every search, so that a hand-over
 * and a new name count at once.
 * @param typed lower case; a person's id names exactly that person
 */
export async function ownersNamed(
  parts: LibrariesParts,
  place: Place,
  typed: readonly string[],
): Promise<readonly PersonId[]> {
  if (typed.length === 0) return [];
  const ids = await ownersIn(parts.reader, place);
  const names = await namesOf(parts, place.organization, ids);
  return ids.filter((id) => {
    const name = names(id).displayName.toLowerCase();
    return typed.some((part) => name.includes(part) || id.toLowerCase() === part);
  });
}
