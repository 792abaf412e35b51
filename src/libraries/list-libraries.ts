import {
  type Action,
  actions,
  authorize,
  isAction,
  type LibraryVisibility,
  libraryVisibility,
  type Principal,
  permits,
  sees,
  theOrganization,
} from '../access/index.ts';
import { invariant } from '../platform/invariant.ts';
import { afterText, type PageInput, pageOf } from './cursor.ts';
import { production } from './environments/environment.ts';
import type { Library } from './libraries.ts';
import { protectedBranch, resourceOf } from './library.ts';
import { headOf } from './open-library.ts';
import type { LibrariesParts } from './parts.ts';
import { listLibraries } from './store/library-rows.ts';
import { liveCounts, livePointers } from './store/versions.ts';
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
    of: 'any',
  });
  const { rows, next } = pageOf(read, page.limit, ({ name }) => [name]);
  return { items: await librariesWire(parts, principal, rows), next };
}

/** Those in which the principal may do something to something, and to which an action reaches. */
export function librariesFor(
  parts: LibrariesParts,
  principal: Principal,
  visibility: LibraryVisibility,
): Promise<Library[]> {
  const all = { after: undefined, limit: undefined, of: 'any' } as const;
  return listLibraries(parts.reader, principal.organization, visibility, all);
}

/** All of them that are the principal's as a whole, for the slices to the right; of parts of others nothing is told. */
export function visibleLibraries(parts: LibrariesParts, principal: Principal): Promise<Library[]> {
  const all = { after: undefined, limit: undefined };
  return listLibraries(parts.reader, principal.organization, libraryVisibility(principal), all);
}

export async function libraryPage(
  parts: LibrariesParts,
  principal: Principal,
  library: Library,
): Promise<LibraryPageWire> {
  const [[shown], head] = await Promise.all([
    librariesWire(parts, principal, [library]),
    headOf(parts, library, protectedBranch),
  ]);
  invariant(shown !== undefined, 'one library is shown as one');
  return { ...shown, head };
}

async function librariesWire(parts: LibrariesParts, principal: Principal, libraries: readonly Library[]) {
  const whole = libraries.filter((library) => permits(principal, 'asset.list', resourceOf(library)));
  const ids = whole.map(({ id }) => id);
  const counts = new Map(await liveCounts(parts.reader, principal.organization, ids, 'production'));
  for (const library of libraries)
    if (!whole.includes(library)) counts.set(library.id, await countSeen(parts, principal, library));
  return libraries.map((library) => libraryWire(principal, library, counts.get(library.id) ?? 0));
}

/** Of a library in which one sees a part only: what is live there says nothing of the rest. */
async function countSeen(parts: LibrariesParts, principal: Principal, library: Library): Promise<number> {
  const visibility = libraryVisibility(principal, 'asset.list');
  if (visibility.parts.length === 0) return 0;
  const where = { id: library.id, restricted: library.visibility === 'restricted' };
  const live = await livePointers(parts.reader, library);
  return [...live].filter(([path, at]) => at.has(production) && sees(visibility, where, { path })).length;
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
