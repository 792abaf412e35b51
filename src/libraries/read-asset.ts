import type { Principal } from '../access/index.ts';
import { assetName, kindOf } from './asset.ts';
import { production } from './environments/environment.ts';
import { kindWire } from './kind-wire.ts';
import { openAsset } from './open-asset.ts';
import { openLibrary } from './open-library.ts';
import { readOwners } from './ownership/store.ts';
import { type LibrariesParts, namesOf } from './parts.ts';
import { livePointers, numbersOf } from './store/versions.ts';
import type { AssetPageWire } from './wire.ts';

/** One asset with its text, as its page shows it. */
export async function readAsset(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  { path, ref }: { readonly path: string; readonly ref: string },
): Promise<AssetPageWire> {
  const library = await openLibrary(parts, principal, libraryName, 'asset.read', { path });
  const asset = await openAsset(parts, principal, library, path, ref);
  const [numbers, live, owners] = await Promise.all([
    numbersOf(parts.reader, library, [{ path, oid: asset.blob }]),
    livePointers(parts.reader, library, path),
    readOwners(parts.reader, library, [path]),
  ]);
  const owner = owners.get(path);
  const names = owner && (await namesOf(parts, library.organization, [owner]));
  const kind = kindOf(path);
  return {
    path,
    name: assetName(path),
    kind,
    ref,
    commit: asset.commit,
    digest: asset.digest,
    text: asset.text,
    version: asset.version?.number ?? numbers.get(path) ?? null,
    production: live.get(path)?.get(production) ?? null,
    live: Object.fromEntries(live.get(path) ?? []),
    ...kindWire(path, asset.text),
    owner: (owner && names?.(owner)) ?? null,
  };
}
