import { actorOf, authorize, type Principal } from '../access/index.ts';
import { relate } from './ancestry.ts';
import type { Library } from './libraries.ts';
import { protectedBranch, resourceOf } from './library.ts';
import { lockNewBranch } from './new-branch.ts';
import { headOf, openLibrary, openRef } from './open-library.ts';
import type { LibrariesParts } from './parts.ts';
import { loadHistory } from './store/commits.ts';
import { type BranchRow, insertBranch } from './store/refs.ts';

/**
 * Starts a branch at another branch's head or at a commit. Entry `branch.create`.
 * @throws Problem `branch.exists` 409, `branch.create.forbidden` 403, and those of `openRef` for where it starts
 */
export async function createBranch(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  input: { readonly name: string; readonly from?: string | undefined },
): Promise<{ readonly library: Library; readonly branch: BranchRow }> {
  const library = await openLibrary(parts, principal, libraryName);
  authorize(principal, 'branch.create', resourceOf(library));
  const start = await openRef(parts, principal, library, input.from ?? protectedBranch);
  const main = await headOf(parts, library, protectedBranch);
  const { ahead } = await relate(start.oid, main, (oids) => loadHistory(parts.reader, library, oids));
  const branch = {
    name: input.name,
    head: start.oid,
    ahead: ahead.length,
    createdAt: parts.clock.now(),
    createdBy: principal.id,
  };
  return parts.ledger.record(async (tx) => {
    await lockNewBranch(tx, library, () => branch.name);
    await insertBranch(tx, library, branch);
    return {
      entry: {
        organization: library.organization,
        action: 'branch.create',
        actor: actorOf(principal),
        subject: { kind: 'library', id: library.id },
        data: { branch: branch.name, commit: branch.head },
      },
      value: { library, branch },
    };
  });
}
