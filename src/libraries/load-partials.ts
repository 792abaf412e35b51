import { textOf } from './comparison.ts';
import type { Library, Oid } from './libraries.ts';
import { commitAt } from './open-library.ts';
import type { LibrariesParts } from './parts.ts';
import { partialPaths, partialsNamed } from './prompt-facts.ts';

/** No prompt may use more (`dotprompt/render.ts` refuses it): what lies beyond is not read. */
const mostPartials = 101;

/**
 * The partials that a prompt's source leads to, from one commit of its library: name → source. One query per level of inclusion.
 * Names that the commit does not have are absent; rendering says so.
 */
export async function loadPartials(
  parts: LibrariesParts,
  library: Library,
  commit: Oid,
  source: string,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const asked = new Set<string>();
  let wanted = partialsNamed(source);
  if (wanted.length === 0) return found;
  const { tree } = await commitAt(parts, library, commit);
  const listing = await parts.objects.listing(parts.reader, library, tree);
  while (wanted.length > 0 && asked.size < mostPartials) {
    for (const name of wanted) asked.add(name);
    const files = wanted.flatMap((name) => {
      const path = partialPaths(name).find((candidate) => listing.has(candidate));
      const file = path === undefined ? undefined : listing.get(path);
      return file === undefined ? [] : [{ name, oid: file.oid }];
    });
    const contents = await parts.objects.contents(
      parts.reader,
      library,
      files.map(({ oid }) => oid),
    );
    for (const { name, oid } of files) {
      const bytes = contents.get(oid);
      if (bytes !== undefined) found.set(name, textOf(bytes));
    }
    const next = files.flatMap(({ name }) => partialsNamed(found.get(name) ?? ''));
    wanted = [...new Set(next)].filter((name) => !asked.has(name));
  }
  return found;
}
