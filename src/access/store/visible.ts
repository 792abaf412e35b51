import { type Expression, type RawBuilder, sql } from 'kysely';
import type { LibraryVisibility } from '../visibility.ts';

/**
 * `LibraryVisibility` as a condition for queries of the slices to the right, which own the libraries.
 * @param id the column that holds the library's id
 * @param restricted a condition that says whether the library is restricted
 */
export function whereVisible(
  visibility: LibraryVisibility,
  id: Expression<string>,
  restricted: Expression<boolean>,
): RawBuilder<boolean> {
  const { everything, open, ids, within, alsoSeenBy } = visibility;
  const held = sql<boolean>`(${everything}::boolean or (${open}::boolean and not ${restricted}) or ${id} = any(${ids}::text[]))`;
  const own = within === undefined ? held : sql<boolean>`(${held} and ${id} = any(${within}::text[]))`;
  return alsoSeenBy === undefined
    ? own
    : sql<boolean>`(${own} and ${whereVisible(alsoSeenBy, id, restricted)})`;
}
