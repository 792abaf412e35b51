import type { Tx } from '../../platform/db/index.ts';
import { readRoots } from '../blame/store.ts';
import { withRenames } from '../comparing/renames.ts';
import type { Library, Oid } from '../libraries.ts';
import type { LibrariesParts } from '../parts.ts';
import { readCommits } from '../store/commits.ts';
import { differences, type PathDifference } from '../tree-difference.ts';

/** More commits than this are not looked through for moves that edits hide. */
const mostCommits = 200;

/**
 * Which new files of a publication are old ones under another name: by their bytes, and, where they were edited too, by the commits that
 * moved them. @returns new path to old path
 */
export async function renamesBetween(
  parts: LibrariesParts,
  tx: Tx,
  library: Library,
  changed: readonly PathDifference[],
  commits: readonly Oid[],
): Promise<ReadonlyMap<string, string>> {
  const renamed = new Map<string, string>();
  for (const { path, fromPath } of withRenames(changed)) if (fromPath !== null) renamed.set(path, fromPath);
  const taken = new Set(renamed.values());
  const isOpen = ({ path }: PathDifference) => !renamed.has(path) && !taken.has(path);
  const made = changed.filter((one) => one.before === undefined && isOpen(one)).map(({ path }) => path);
  const gone = new Set(
    changed.filter((one) => one.after === undefined && isOpen(one)).map(({ path }) => path),
  );
  if (made.length === 0 || gone.size === 0 || commits.length > mostCommits) return renamed;
  const origins = await originsOf(parts, tx, library, commits);
  for (const path of made) {
    const from = origins.get(path);
    if (from !== undefined && gone.delete(from)) renamed.set(path, from);
  }
  return renamed;
}

/** Every path that these commits moved something to, with where it was before all of them. */
async function originsOf(parts: LibrariesParts, tx: Tx, library: Library, commits: readonly Oid[]) {
  const origins = new Map<string, string>();
  const oldestFirst = (await readCommits(tx, library, commits)).reverse();
  for (const { parents, tree, paths } of oldestFirst) {
    const [parent, ...more] = parents;
    if (parent === undefined || more.length > 0 || paths.length < 2) continue;
    const root = (await readRoots(tx, library, [parent])).get(parent);
    if (root === undefined) continue;
    const before = await parts.objects.listing(tx, library, root);
    const after = await parts.objects.listing(tx, library, tree);
    const moves = withRenames(differences(before, after)).filter(({ fromPath }) => fromPath !== null);
    const told = moves.map(
      ({ path, fromPath }) => [path, origins.get(fromPath ?? '') ?? fromPath ?? ''] as const,
    );
    for (const { fromPath } of moves) origins.delete(fromPath ?? '');
    for (const [path, from] of told) origins.set(path, from);
  }
  return origins;
}
