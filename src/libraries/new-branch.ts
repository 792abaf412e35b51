import type { Tx } from '../platform/db/index.ts';
import { Problem } from '../platform/problem.ts';
import type { Library } from './libraries.ts';
import { lockLibrary } from './store/library-rows.ts';
import { branchNames } from './store/refs.ts';

/**
 * Keeps a name for a branch that the transaction is about to insert: nobody else starts one in this library until it ends.
 * @param choose says the name, given those in use
 * @throws Problem `branch.exists` 409
 */
export async function lockNewBranch(
  tx: Tx,
  library: Library,
  choose: (names: readonly string[]) => string,
): Promise<string> {
  await lockLibrary(tx, library);
  const names = await branchNames(tx, library);
  const wanted = choose(names);
  const rival = names.find((name) => collides(name, wanted));
  if (rival !== undefined) throw branchExists(library, wanted, rival);
  return wanted;
}

/** Git keeps refs as files: `fix` and `fix/tone` cannot both be branches. */
function collides(existing: string, wanted: string): boolean {
  return existing === wanted || existing.startsWith(`${wanted}/`) || wanted.startsWith(`${existing}/`);
}

function branchExists(library: Library, wanted: string, rival: string): Problem {
  const why = wanted === rival ? '' : `, and git cannot hold ${wanted} beside it`;
  return new Problem({
    code: 'branch.exists',
    status: 409,
    detail: `Library ${library.name} has a branch ${rival} already${why}. Commit to that one, or choose another name.`,
  });
}
