import { actorOf, authorize, type PersonId, type PersonRef, type Principal } from '../../access/index.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import type { Library } from '../libraries.ts';
import { protectedBranch, resourceOf } from '../library.ts';
import { openLibrary, openRef } from '../open-library.ts';
import { type LibrariesParts, namesOf } from '../parts.ts';
import { lockLibrary } from '../store/library-rows.ts';
import { insertOwners, readOwners } from './store.ts';

/**
 * Makes somebody the owner of a published asset. For its owner, and for those who hold `owner.assign`. Entry `owner.assign`.
 * @throws Problem `owner.assign.forbidden` 403, `owner.assign.not_a_reader` 422 for a new owner who left or may not see the library,
 *   `owner.assign.same` 409, 404 for a path that is not on main
 */
export async function assignOwner(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  { path, owner }: { readonly path: string; readonly owner: PersonId },
): Promise<PersonRef> {
  const library = await openLibrary(parts, principal, libraryName);
  const now = await ownerOf(parts, principal, library, path);
  if (now !== principal.id) authorize(principal, 'owner.assign', resourceOf(library));
  if (now === undefined) throw notFound();
  await refuseStranger(parts, library, owner);
  await parts.ledger.record(async (tx) => {
    await lockLibrary(tx, library);
    const from = (await readOwners(tx, library, [path])).get(path) ?? null;
    if (from !== now) throw moved(path);
    if (from === owner) throw same(path);
    const at = parts.clock.now();
    await insertOwners(tx, library.organization, [{ library: library.id, path }], {
      owner,
      at,
      by: principal.id,
    });
    return {
      entry: {
        organization: library.organization,
        action: 'owner.assign',
        actor: actorOf(principal),
        subject: { kind: 'library', id: library.id },
        data: { path, from, to: owner },
      },
      value: undefined,
    };
  });
  const names = await namesOf(parts, library.organization, [owner]);
  return names(owner);
}

/** The owner of what stands on main now; undefined for what does not. */
async function ownerOf(
  parts: LibrariesParts,
  principal: Principal,
  library: Library,
  path: string,
): Promise<PersonId | undefined> {
  const main = await openRef(parts, principal, library, protectedBranch);
  const listing = await parts.objects.listing(parts.reader, library, main.tree);
  if (!listing.has(path)) return undefined;
  return (await readOwners(parts.reader, library, [path])).get(path);
}

/** Whether somebody may own an asset of this library: an active person who may read it. */
export function mayOwn(parts: LibrariesParts, library: Library, person: PersonId): Promise<boolean> {
  return parts.access.holdsNow(library.organization, person, 'library.read', {
    id: library.id,
    restricted: library.visibility === 'restricted',
  });
}

async function refuseStranger(parts: LibrariesParts, library: Library, person: PersonId): Promise<void> {
  if (await mayOwn(parts, library, person)) return;
  throw new Problem({
    code: 'owner.assign.not_a_reader',
    status: 422,
    detail:
      'An owner must be an active person who may read this library. Choose another, or give them a role on it first.',
  });
}

function moved(path: string): Problem {
  return new Problem({
    code: 'owner.assign.changed',
    status: 409,
    detail: `Somebody else gave ${path} another owner just now. Look again.`,
  });
}

function same(path: string): Problem {
  return new Problem({ code: 'owner.assign.same', status: 409, detail: `They own ${path} already.` });
}
