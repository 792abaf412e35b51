import {
  type Action,
  actions,
  authorize,
  isAction,
  libraryVisibility,
  type Principal,
  permits,
  theOrganization,
} from '../access/index.ts';
import { afterText, type PageInput, pageOf } from './cursor.ts';
import type { Library } from './libraries.ts';
import { protectedBranch, resourceOf } from './library.ts';
import { headOf } from './open-library.ts';
import type { LibrariesParts } from './parts.ts';
import { listLibraries } from './store/library-rows.ts';
import { liveCounts } from './store/versions.ts';
import type { LibraryPageWire, LibraryWire, ListWire } from './wire.ts';

/** The libraries that the principal may know of, by name. What it may not know of is not read, and not counted. */
export async function listLibrariesFor(
  parts: LibrariesParts,
  principal: Principal,
  page: PageInput,
): Promise<ListWire<LibraryWire>> {
  authorize(principal, 'library.list', theOrganization);
  const read = await listLibraries(parts.reader, principal.organization, libraryVisibility(principal), {
    after: afterText(page.cursor),
    limit: page.limit + 1,
  });
  const { rows, next } = pageOf(read, page.limit, ({ name }) => [name]);
  return { items: await librariesWire(parts, principal, rows), next };
}

/** All of them, for the slices to the right. */
export function visibleLibraries(parts: LibrariesParts, principal: Principal): Promise<Library[]> {
  const all = { after: undefined, limit: undefined };
  return listLibraries(parts.reader, principal.organization, libraryVisibility(principal), all);
}

export async function libraryPage(
  parts: LibrariesParts,
  principal: Principal,
  library: Library,
): Promise<LibraryPageWire> {
  const [count, head] = await Promise.all([
    liveCounts(parts.reader, library.organization, [library.id], 'production'),
    headOf(parts, library, protectedBranch),
  ]);
  return { ...libraryWire(principal, library, count.get(library.id) ?? 0), head };
}

async function librariesWire(parts: LibrariesParts, principal: Principal, libraries: readonly Library[]) {
  const ids = libraries.map(({ id }) => id);
  const counts = await liveCounts(parts.reader, principal.organization, ids, 'production');
  return libraries.map((library) => libraryWire(principal, library, counts.get(library.id) ?? 0));
}

const libraryActions: readonly Action[] = Object.keys(actions)
  .filter(isAction)
  .filter((action) => actions[action].on === 'library');

function libraryWire(principal: Principal, library: Library, assets: number): LibraryWire {
  const { id, name, displayName, description, visibility, createdAt } = library;
  const permissions = libraryActions.filter((action) => permits(principal, action, resourceOf(library)));
  return {
    id,
    name,
    displayName,
    description,
    visibility,
    assets,
    createdAt: createdAt.toISOString(),
    permissions,
  };
}
