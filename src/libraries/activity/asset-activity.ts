import type { Principal } from '../../access/index.ts';
import { pathFault } from '../asset.ts';
import { badPath } from '../check-files.ts';
import { protectedBranch } from '../library.ts';
import { commitAt, headOf, openLibrary, openRef } from '../open-library.ts';
import { type LibrariesParts, namesOf } from '../parts.ts';
import { blobsAt } from '../path-blobs.ts';
import { lastChanges } from '../store/commits.ts';
import { readBlobFacts } from '../store/objects.ts';
import { branchesTouching } from './store.ts';
import type { ActivityWire } from './wire.ts';

const branchesShown = 50;

/**
 * What an asset is at a ref now, who changed it last, and on which other branches somebody works on it. For an editor that asks again
 * and again: the answer holds no text. A branch that has the path as `main` has it is not named.
 * @throws Problem those of `openLibrary` for `branch.list` and of `openRef`; `asset.bad_path` 422
 */
export async function assetActivity(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  { path, ref }: { readonly path: string; readonly ref: string },
): Promise<ActivityWire> {
  const library = await openLibrary(parts, principal, libraryName, 'branch.list');
  const fault = pathFault(path);
  if (fault !== undefined) throw badPath(path, fault);
  const { reader } = parts;
  const here = await openRef(parts, principal, library, ref);
  const main = await commitAt(parts, library, await headOf(parts, library, protectedBranch));
  const touching = await branchesTouching(reader, library, path, { except: ref, limit: branchesShown });
  const heads = touching.map(({ head }) => head);
  const blobs = await blobsAt(parts, library, [...new Set([here.oid, main.oid, ...heads])], path);
  const others = touching.filter(({ head }) => blobs.get(head) !== blobs.get(main.oid));
  const stored = [...new Set(blobs.values())].filter((blob) => blob !== undefined);
  const facts = await readBlobFacts(reader, library, stored);
  const last = (await lastChanges(reader, library, here.oid, [path])).get(path);
  const people = [
    ...others.map((branch) => branch.principal),
    ...(last === undefined ? [] : [last.principal]),
  ];
  const names = await namesOf(parts, library.organization, people);
  const digestAt = (commit: string) => facts.get(blobs.get(commit) ?? '')?.digest ?? null;
  return {
    ref,
    commit: here.oid,
    digest: digestAt(here.oid),
    changedAt: last?.at.toISOString() ?? null,
    changedBy: last === undefined ? null : names(last.principal),
    branches: others.map((branch) => ({
      branch: branch.name,
      head: branch.head,
      digest: digestAt(branch.head),
      changedAt: branch.at.toISOString(),
      changedBy: names(branch.principal),
    })),
  };
}
