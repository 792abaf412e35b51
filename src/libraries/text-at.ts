import { textOf } from './comparison.ts';
import type { Library, Oid } from './libraries.ts';
import type { LibrariesParts } from './parts.ts';
import { readCommit } from './store/commits.ts';

/** The text of a file at a commit; undefined when either is not there. */
export async function textAt(
  { reader, objects }: Pick<LibrariesParts, 'reader' | 'objects'>,
  library: Library,
  oid: Oid,
  path: string,
): Promise<string | undefined> {
  const commit = await readCommit(reader, library, oid);
  if (commit === undefined) return undefined;
  const file = (await objects.listing(reader, library, commit.tree)).get(path);
  if (file === undefined) return undefined;
  const content = (await objects.contents(reader, library, [file.oid])).get(file.oid);
  return content === undefined ? undefined : textOf(content);
}
