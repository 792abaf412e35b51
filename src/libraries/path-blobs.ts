import { invariant } from '../platform/invariant.ts';
import { readRoots } from './blame/store.ts';
import { type Oid, readTree } from './git/index.ts';
import type { Library } from './libraries.ts';
import type { LibrariesParts } from './parts.ts';

/** What stands at a path in each of these commits, reading only the folders on the way: one batch per level. */
export async function blobsAt(
  parts: LibrariesParts,
  library: Library,
  commits: readonly Oid[],
  path: string,
): Promise<ReadonlyMap<Oid, Oid | undefined>> {
  const roots = await readRoots(parts.reader, library, commits);
  let level = new Map<Oid, Oid | undefined>(commits.map((oid) => [oid, roots.get(oid)]));
  const segments = path.split('/');
  for (const [depth, segment] of segments.entries()) {
    const wanted = [...new Set(level.values())].filter((oid) => oid !== undefined);
    const contents = await parts.objects.contents(parts.reader, library, wanted);
    const isLast = depth === segments.length - 1;
    const below = new Map<Oid, Oid | undefined>();
    for (const tree of wanted) {
      const content = contents.get(tree);
      invariant(content !== undefined, `tree ${tree} is stored`);
      const entry = readTree(content).find(({ name }) => name === segment);
      const isFolder = entry?.mode === '040000';
      below.set(tree, entry !== undefined && isFolder !== isLast ? entry.oid : undefined);
    }
    level = new Map([...level].map(([oid, tree]) => [oid, tree === undefined ? undefined : below.get(tree)]));
  }
  return level;
}
