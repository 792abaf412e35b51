import type { Principal } from '../../access/index.ts';
import type { Library } from '../libraries.ts';
import { type LibrariesParts, namesOf } from '../parts.ts';
import { excerptOf, rangesOf } from './excerpt.ts';
import type { Term } from './query.ts';
import type { AssetKey } from './store/favorites.ts';
import { type ItemRow, readItems } from './store/items.ts';
import type { FoundWire } from './wire.ts';

/** Assets as answers show them, in the order of the keys. What went away in the meantime is left out. */
export async function foundWire(
  parts: LibrariesParts,
  principal: Principal,
  libraries: ReadonlyMap<Library['id'], Library>,
  keys: readonly AssetKey[],
  terms: readonly Term[],
): Promise<FoundWire[]> {
  const whose = { organization: principal.organization, principal: principal.id };
  const rows = await readItems(parts.reader, whose, keys);
  const owners = rows.flatMap(({ owner }) => owner ?? []);
  const nameOf = await namesOf(parts, principal.organization, owners);
  const byKey = new Map(rows.map((row) => [`${row.library} ${row.path}`, row]));
  return keys.flatMap((key) => {
    const [row, library] = [byKey.get(`${key.library} ${key.path}`), libraries.get(key.library)];
    if (row === undefined || library === undefined) return [];
    const owner = row.owner === null ? row.saidOwner : nameOf(row.owner).displayName;
    return [{ ...itemWire(row, library, terms), owner }];
  });
}

function itemWire(row: ItemRow, library: Library, terms: readonly Term[]): Omit<FoundWire, 'owner'> {
  const { path, name, kind, title, tags, version, live, updatedAt, favorite, text } = row;
  const { text: snippet, matches } = excerptOf(text, terms);
  return {
    library: { name: library.name, displayName: library.displayName },
    path,
    name,
    kind,
    title,
    marks: { name: rangesOf(name, terms), title: rangesOf(title ?? '', terms) },
    snippet: { text: snippet, matches: [...matches] },
    tags: [...tags],
    version,
    live,
    updatedAt: updatedAt.toISOString(),
    favorite,
  };
}
