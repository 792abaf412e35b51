import { type Action, authorize, type Principal, permits } from '../access/index.ts';
import { notFound, Problem } from '../platform/problem.ts';
import { type Oid, oidPattern } from './git/index.ts';
import type { Library } from './libraries.ts';
import { protectedBranch, resourceOf } from './library.ts';
import type { LibrariesParts } from './parts.ts';
import { type CommitRow, readCommit } from './store/commits.ts';
import { findLibrary } from './store/library-rows.ts';
import { wasPublished } from './store/publications.ts';
import { readBranch } from './store/refs.ts';

/**
 * A library by URL name, for an action on it, or on one asset in it.
 * @throws Problem the identical 404 when there is none or the principal may not know of it; 403 for what it may not do there
 */
export async function openLibrary(
  parts: LibrariesParts,
  principal: Principal,
  name: string,
  action: Action = 'library.read',
  of?: { readonly path: string } | 'any',
): Promise<Library> {
  const library = await findLibrary(parts.reader, principal.organization, { name });
  if (library === undefined) throw notFound();
  authorize(principal, action, resourceOf(library, of));
  return library;
}

/**
 * The commit that `ref` (a branch or a whole commit oid) names, if the principal may read it there. What `main` is or ever was is
 * published; all else is unpublished work and needs `branch.list`, asked for before anything is looked up.
 * @throws Problem 403 `branch.list.forbidden`; 404 `branch.not_found`; 404 for an unknown commit
 */
export async function openRef(
  parts: LibrariesParts,
  principal: Principal,
  library: Library,
  ref: string,
): Promise<CommitRow> {
  if (ref === protectedBranch) return commitAt(parts, library, await headOf(parts, library, ref));
  if (oidPattern.test(ref)) {
    const readsUnpublished = permits(principal, 'branch.list', resourceOf(library));
    if (!readsUnpublished && !(await wasPublished(parts.reader, library, ref)))
      authorize(principal, 'branch.list', resourceOf(library));
    return commitAt(parts, library, ref);
  }
  authorize(principal, 'branch.list', resourceOf(library));
  return commitAt(parts, library, await headOf(parts, library, ref));
}

/** @throws Problem 404 `branch.not_found` */
export async function headOf(parts: LibrariesParts, library: Library, branch: string): Promise<Oid> {
  const head = await readBranch(parts.reader, library, branch);
  if (head === undefined) throw branchNotFound(library, branch);
  return head;
}

/** For those who may know of the library's branches. */
export function branchNotFound(library: Library, branch: string): Problem {
  return new Problem({
    code: 'branch.not_found',
    status: 404,
    detail: `Library ${library.name} has no branch ${branch}. Create the branch, or name one that exists.`,
  });
}

export async function commitAt(parts: LibrariesParts, library: Library, oid: Oid): Promise<CommitRow> {
  const commit = await readCommit(parts.reader, library, oid);
  if (commit === undefined) throw notFound();
  return commit;
}
