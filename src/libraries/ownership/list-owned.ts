import {
  authorize,
  libraryVisibility,
  type PersonId,
  type Principal,
  theOrganization,
} from '../../access/index.ts';
import { notFound } from '../../platform/problem.ts';
import { assetName, kindOf } from '../asset.ts';
import { protectedBranch } from '../library.ts';
import { headOf } from '../open-library.ts';
import type { LibrariesParts } from '../parts.ts';
import { readCommit } from '../store/commits.ts';
import { findLibrary } from '../store/library-rows.ts';
import { type OwnedAsset, ownedBy } from './store.ts';

/** What somebody owns, in the libraries that the caller may see, as it stands on main: what was deleted since is nobody's care. */
export async function listOwned(parts: LibrariesParts, principal: Principal, person: PersonId) {
  authorize(principal, 'owner.list', theOrganization);
  const { organization } = principal;
  if ((await parts.access.personById(organization, person)) === undefined) throw notFound();
  const assets = await ownedBy(
    parts.reader,
    organization,
    person,
    libraryVisibility(principal, 'asset.list'),
  );
  const items = await ownedWire(parts, principal, assets);
  return { items: items.filter(({ live }) => live).map(({ live: _, ...item }) => item), next: null };
}

/** Assets by names, each with whether it stands on main. One reading of a library for all its assets. */
export async function ownedWire(
  parts: LibrariesParts,
  { organization }: Pick<Principal, 'organization'>,
  assets: readonly OwnedAsset[],
) {
  const items: {
    library: string;
    path: string;
    name: string;
    kind: ReturnType<typeof kindOf>;
    live: boolean;
  }[] = [];
  for (const [id, own] of Map.groupBy(assets, ({ library }) => library)) {
    const library = await findLibrary(parts.reader, organization, { id });
    if (library === undefined) continue;
    const main = await readCommit(parts.reader, library, await headOf(parts, library, protectedBranch));
    const listing = main && (await parts.objects.listing(parts.reader, library, main.tree));
    for (const { path } of own)
      items.push({
        library: library.name,
        path,
        name: assetName(path),
        kind: kindOf(path),
        live: listing?.has(path) === true,
      });
  }
  return items;
}
