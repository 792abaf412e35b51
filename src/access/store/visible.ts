import { type Expression, type RawBuilder, sql } from 'kysely';
import type { LibraryVisibility } from '../visibility.ts';

/**
 * `LibraryVisibility` as a condition for queries of the slices to the right, which own the libraries.
 * @param id the column that holds the library's id
 * @param restricted a condition that says whether the library is restricted
 * @param of as in `sees`: the column that holds an asset's path, or `'any'`; without, libraries as a whole
 */
export function whereVisible(
  visibility: LibraryVisibility,
  id: Expression<string>,
  restricted: Expression<boolean>,
  of?: Expression<string> | 'any',
): RawBuilder<boolean> {
  const { everything, open, ids, within, alsoSeenBy } = visibility;
  const whole = sql<boolean>`(${everything}::boolean or (${open}::boolean and not ${restricted}) or ${id} = any(${ids}::text[]))`;
  const held = sql<boolean>`(${whole} or ${inParts(visibility, id, of)})`;
  const own = within === undefined ? held : sql<boolean>`(${held} and ${id} = any(${within}::text[]))`;
  return alsoSeenBy === undefined
    ? own
    : sql<boolean>`(${own} and ${whereVisible(alsoSeenBy, id, restricted, of)})`;
}

/** Folders by prefix and assets whole, so that neither can reach the other: `starts_with` knows no wildcards. */
function inParts(
  { parts }: LibraryVisibility,
  id: Expression<string>,
  of: Expression<string> | 'any' | undefined,
): RawBuilder<boolean> {
  if (of === undefined || parts.length === 0) return sql<boolean>`false`;
  const libraries = parts.map(({ library }) => library);
  if (of === 'any') return sql<boolean>`${id} = any(${libraries}::text[])`;
  const isFolder = parts.map(({ kind }) => kind === 'folder');
  const paths = parts.map(({ kind, path }) => (kind === 'folder' ? `${path}/` : path));
  // Names that no query has: an unqualified `path` of the caller's must stay the caller's.
  return sql<boolean>`exists (
    select from unnest(${libraries}::text[], ${isFolder}::boolean[], ${paths}::text[]) as part_ (part_library, part_is_folder, part_path)
    where part_library = ${id} and (case when part_is_folder then starts_with(${of}, part_path) else ${of} = part_path end))`;
}
