import { Problem } from '../../platform/problem.ts';
import { assetName } from '../asset.ts';
import { readRoots } from '../blame/store.ts';
import { withRenames } from '../comparing/renames.ts';
import type { Library } from '../libraries.ts';
import { protectedBranch } from '../library.ts';
import { commitAt, headOf } from '../open-library.ts';
import type { LibrariesParts } from '../parts.ts';
import { listCommits } from '../store/commits.ts';
import { differences } from '../tree-difference.ts';
import { mostMoves } from './follow-path.ts';

/** What a file that `main` has no more under this path is called there now; undefined when it is there, was deleted, or never was. */
export async function movedTo(
  parts: LibrariesParts,
  library: Library,
  path: string,
): Promise<string | undefined> {
  const { reader, objects } = parts;
  const main = await commitAt(parts, library, await headOf(parts, library, protectedBranch));
  const present = await objects.listing(reader, library, main.tree);
  let name = path;
  for (let moves = 0; moves < mostMoves && !present.has(name); moves += 1) {
    const [last] = await listCommits(reader, library, main.oid, { path: name, after: undefined, limit: 1 });
    const [parent] = last?.parents ?? [];
    const root = parent && (await readRoots(reader, library, [parent])).get(parent);
    if (last === undefined || last.paths.length < 2 || root === undefined) return undefined;
    const before = await objects.listing(reader, library, root);
    const after = await objects.listing(reader, library, last.tree);
    const moved = withRenames(differences(before, after)).find(({ fromPath }) => fromPath === name);
    if (moved === undefined) return undefined;
    name = moved.path;
  }
  return name === path || !present.has(name) ? undefined : name;
}

/** For those who may read the library: an old name is refused with the new one, so that callers know what to change. */
export function assetMoved(library: Library, from: string, to: string): Problem {
  const [old, now] = [assetName(from), assetName(to)];
  return new Problem({
    code: 'asset.moved',
    status: 404,
    detail: `${library.name}/${old} is called ${library.name}/${now} now. Use the new name; versions of the old one can still be named by their number.`,
    more: { path: to },
  });
}
