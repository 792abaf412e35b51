import { type PersonRef, type Principal, permits } from '../../access/index.ts';
import { afterText, type PageInput, pageOf } from '../cursor.ts';
import { resourceOf } from '../library.ts';
import { openLibrary } from '../open-library.ts';
import { type LibrariesParts, namesOf } from '../parts.ts';
import { readTags, type TagRow } from '../store/git-tags.ts';
import type { ListWire, TagWire } from '../wire.ts';

/** A library's tags by name. Who may not read unpublished work sees those on what was published, as over git. */
export async function listTagsFor(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  page: PageInput,
): Promise<ListWire<TagWire>> {
  const library = await openLibrary(parts, principal, libraryName, 'tag.list');
  const all = permits(principal, 'branch.list', resourceOf(library));
  const after = Buffer.from(afterText(page.cursor) ?? '');
  const read = await readTags(parts.reader, library, all ? 'all' : 'published');
  const later = read.filter(({ name }) => Buffer.compare(Buffer.from(name), after) > 0);
  const { rows, next } = pageOf(later, page.limit, ({ name }) => [name]);
  const makers = rows.map(({ createdBy }) => createdBy);
  const names = await namesOf(parts, library.organization, makers);
  return { items: rows.map((row) => tagWire(row, names)), next };
}

export function tagWire(row: TagRow, names: (id: string) => PersonRef): TagWire {
  const { name, commit, object, createdAt, createdBy } = row;
  return {
    name,
    commit,
    annotated: object !== null,
    createdBy: names(createdBy),
    createdAt: createdAt.toISOString(),
  };
}
