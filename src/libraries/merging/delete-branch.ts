import { actorOf, authorize, type Principal } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import { staleHead } from '../commit-onto.ts';
import { deleteRef, lockRef } from '../git-http/store.ts';
import type { Oid } from '../libraries.ts';
import { protectedBranch, resourceOf } from '../library.ts';
import { branchNotFound, openLibrary } from '../open-library.ts';
import type { LibrariesParts } from '../parts.ts';
import { lockLibrary } from '../store/library-rows.ts';

/**
 * Ends a branch; its commits stay, and `branch.create` at its last head brings it back. Entry `branch.delete`. Only its maker may, as with
 * git push, and nobody while a change stands on it.
 * @returns where it stood
 * @throws Problem `branch.delete.forbidden` 403, `branch.protected` 409, `branch.not_found` 404, `branch.delete.kept` 409,
 *   `commit.stale_head` 409 when it does not stand at `expectedHead`
 */
export async function deleteBranch(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  { name, expectedHead }: { readonly name: string; readonly expectedHead?: Oid | undefined },
): Promise<{ readonly name: string; readonly head: Oid }> {
  const library = await openLibrary(parts, principal, libraryName);
  authorize(principal, 'branch.delete', resourceOf(library));
  if (name === protectedBranch) throw mainStays();
  const kept = await parts.whyKept(library, name);
  if (kept !== undefined) throw branchKept(name, `${kept} Publish or withdraw it first.`);
  return parts.ledger.record(async (tx) => {
    await lockLibrary(tx, library);
    const stored = await lockRef(tx, library, name);
    if (stored === undefined) throw branchNotFound(library, name);
    if (expectedHead !== undefined && stored.oid !== expectedHead) throw staleHead(name, stored.oid);
    if (stored.createdBy !== principal.id) throw branchKept(name, 'Somebody else made it: ask them.');
    await deleteRef(tx, library, name);
    return {
      entry: {
        organization: library.organization,
        action: 'branch.delete',
        actor: actorOf(principal),
        subject: { kind: 'library', id: library.id },
        data: { branch: name, commit: stored.oid },
      },
      value: { name, head: stored.oid },
    };
  });
}

function mainStays(): Problem {
  return new Problem({
    code: 'branch.protected',
    status: 409,
    detail:
      'main cannot be deleted: it is what is published. To take a file out, publish a change that deletes it.',
  });
}

function branchKept(name: string, why: string): Problem {
  return new Problem({
    code: 'branch.delete.kept',
    status: 409,
    detail: `Branch ${name} cannot be deleted. ${why}`,
  });
}
