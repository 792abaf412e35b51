import { type State, staleHead } from '../commit-onto.ts';
import type { Library, Oid } from '../libraries.ts';
import { commitAt, headOf } from '../open-library.ts';
import type { LibrariesParts } from '../parts.ts';

/**
 * A branch as its author saw it, for what is worked out before the transaction. `commitOnto` asks again, under the lock.
 * @throws Problem `branch.not_found` 404, `commit.stale_head` 409
 */
export async function stateOfBranch(
  parts: LibrariesParts,
  library: Library,
  branch: string,
  expectedHead: Oid,
): Promise<State> {
  const oid = await headOf(parts, library, branch);
  if (oid !== expectedHead) throw staleHead(branch, oid);
  const head = await commitAt(parts, library, oid);
  return { head, listing: await parts.objects.listing(parts.reader, library, head.tree) };
}
