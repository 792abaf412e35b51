import { type Action, actorOf, authorize, type Principal } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import { pathFault } from '../asset.ts';
import { badPath } from '../check-files.ts';
import type { Library } from '../libraries.ts';
import { resourceOf } from '../library.ts';
import { openAsset } from '../open-asset.ts';
import { openLibrary } from '../open-library.ts';
import type { LibrariesParts } from '../parts.ts';
import { countFavorites, deleteFavorite, insertFavorite } from './store/favorites.ts';

/** An asset of a library, by their names. */
export interface Favorite {
  readonly library: string;
  readonly path: string;
}

/** As many as one can still look through. */
const mostFavorites = 1_000;

/** Thrown inside a transaction to leave nothing behind: it was so already. */
class AlreadySo extends Error {}

/**
 * Keeps a published asset at hand for the principal. Entry `favorite.create`; doing it again changes and records nothing.
 * @throws Problem the identical 404; `asset.not_found` 404; `favorite.too_many` 409
 */
export async function createFavorite(
  parts: LibrariesParts,
  principal: Principal,
  favorite: Favorite,
): Promise<void> {
  const library = await openFor(parts, principal, favorite, 'favorite.create');
  await openAsset(parts, principal, library, favorite.path, 'main');
  const whose = { organization: principal.organization, principal: principal.id };
  await once(async () => {
    const key = { library: library.id, path: favorite.path };
    await parts.ledger.record(async (tx) => {
      if (!(await insertFavorite(tx, whose, key, parts.clock.now()))) throw new AlreadySo();
      if ((await countFavorites(tx, whose)) > mostFavorites) throw tooMany();
      return { entry: entryOf(principal, library, favorite.path, 'favorite.create'), value: undefined };
    });
  });
}

/** Takes it away again, also when the asset is gone. Entry `favorite.delete`; of what is no favorite, nothing happens. */
export async function removeFavorite(
  parts: LibrariesParts,
  principal: Principal,
  favorite: Favorite,
): Promise<void> {
  const library = await openFor(parts, principal, favorite, 'favorite.delete');
  const whose = { organization: principal.organization, principal: principal.id };
  await once(async () => {
    await parts.ledger.record(async (tx) => {
      if (!(await deleteFavorite(tx, whose, { library: library.id, path: favorite.path })))
        throw new AlreadySo();
      return { entry: entryOf(principal, library, favorite.path, 'favorite.delete'), value: undefined };
    });
  });
}

async function openFor(
  parts: LibrariesParts,
  principal: Principal,
  { library: name, path }: Favorite,
  action: Action,
): Promise<Library> {
  const library = await openLibrary(parts, principal, name, action, { path });
  authorize(principal, 'asset.read', resourceOf(library, { path }));
  const fault = pathFault(path);
  if (fault !== undefined) throw badPath(path, fault);
  return library;
}

async function once(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AlreadySo)) throw error;
  }
}

function entryOf(principal: Principal, library: Library, path: string, action: Action) {
  return {
    organization: library.organization,
    action,
    actor: actorOf(principal),
    subject: { kind: 'library', id: library.id },
    data: { path },
  };
}

function tooMany(): Problem {
  return new Problem({
    code: 'favorite.too_many',
    status: 409,
    detail: `You have ${mostFavorites} favorites, which is as many as there can be. Take some away first.`,
  });
}
