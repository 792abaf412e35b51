import { readRoots } from '../blame/store.ts';
import { withRenames } from '../comparing/renames.ts';
import type { Oid } from '../git/index.ts';
import type { Library } from '../libraries.ts';
import type { LibrariesParts } from '../parts.ts';
import type { CommitRow } from '../store/commits.ts';
import { differences } from '../tree-difference.ts';

/** Where a file that a commit began was before, against one of its parents, when it moved there unchanged. */
export async function movedFrom(
  parts: LibrariesParts,
  library: Library,
  { parent, commit }: { readonly parent: Oid; readonly commit: Pick<CommitRow, 'tree'> },
  path: string,
): Promise<string | undefined> {
  const root = (await readRoots(parts.reader, library, [parent])).get(parent);
  if (root === undefined) return undefined;
  const before = await parts.objects.listing(parts.reader, library, root);
  const after = await parts.objects.listing(parts.reader, library, commit.tree);
  const moved = withRenames(differences(before, after)).find((change) => change.path === path);
  return moved?.fromPath ?? undefined;
}
