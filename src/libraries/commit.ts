import { actorOf, authorize, type Principal } from '../access/index.ts';
import { newId } from '../platform/id.ts';
import { invariant } from '../platform/invariant.ts';
import { Problem } from '../platform/problem.ts';
import { badPath, checkFiles, type FileChange } from './check-files.ts';
import type { ListedFile, Listing } from './git/index.ts';
import type { Library, Oid } from './libraries.ts';
import { protectedBranch, resourceOf } from './library.ts';
import { branchNotFound, openLibrary } from './open-library.ts';
import type { LibrariesParts } from './parts.ts';
import { readCommit } from './store/commits.ts';
import { lockBranch, moveBranch } from './store/refs.ts';
import { differences, filesThatAreFolders } from './tree-difference.ts';
import { type NewBlob, newBlob, writeCommit } from './write-commit.ts';

export interface CommitInput {
  readonly branch: string;
  /** Where the branch stood when the author looked: the commit is refused when it has moved. */
  readonly expectedHead: Oid;
  readonly message: string;
  readonly files: readonly FileChange[];
}

/**
 * Commits files to a branch. Entry `commit.create`. Of two commits on the same head one wins, the other gets 409 and nothing of it is left.
 * @returns the new head
 * @throws Problem `branch.protected` 409, `commit.stale_head` 409 (with `head`), `commit.empty` 422, `branch.not_found` 404, those of `checkFiles`
 */
export async function commitFiles(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  input: CommitInput,
): Promise<{ library: Library; commit: Oid }> {
  const library = await openLibrary(parts, principal, libraryName);
  authorize(principal, 'commit.create', resourceOf(library));
  if (input.branch === protectedBranch) throw branchProtected();
  checkFiles(input.files);
  const blobs = new Map(
    input.files.flatMap((file) =>
      'text' in file ? [[file.path, newBlob(file.path, file.text)] as const] : [],
    ),
  );
  const at = parts.clock.now();
  return parts.ledger.record(async (tx) => {
    const head = await lockBranch(tx, library, input.branch);
    if (head === undefined) throw branchNotFound(library, input.branch);
    if (head !== input.expectedHead) throw staleHead(input.branch, head);
    const parent = await readCommit(tx, library, head);
    invariant(parent !== undefined, `branch ${input.branch} stands at a stored commit`);
    const before = await parts.objects.listing(tx, library, parent.tree);
    const listing = applied(before, input.files, blobs);
    const paths = differences(before, listing).map(({ path }) => path);
    if (paths.length === 0) throw emptyCommit();
    const entry = newId('ent');
    const { message } = input;
    const made = {
      listing,
      parents: [parent],
      blobs: [...blobs.values()],
      paths,
      message,
      author: principal,
      at,
      entry,
    };
    const { oid: commit } = await writeCommit(tx, library, made);
    await moveBranch(tx, library, input.branch, commit);
    return {
      entry: {
        id: entry,
        organization: library.organization,
        action: 'commit.create',
        actor: actorOf(principal),
        subject: { kind: 'library', id: library.id },
        data: { branch: input.branch, commit, parent: head, paths },
      },
      value: { library, commit },
    };
  });
}

/** @throws Problem `asset.bad_path` 422 for deleting what is not there and for a path that is a file and a folder at once */
function applied(
  before: Listing,
  files: readonly FileChange[],
  blobs: ReadonlyMap<string, NewBlob>,
): Listing {
  const after = new Map<string, ListedFile>(before);
  for (const { path } of files) {
    const blob = blobs.get(path);
    if (blob !== undefined)
      after.set(path, { mode: before.get(path)?.mode ?? '100644', oid: blob.object.oid });
    else if (!after.delete(path)) throw badPath(path, 'There is no such file on this branch to delete.');
  }
  const [both] = filesThatAreFolders(after.keys());
  if (both !== undefined) throw badPath(both, 'It would be a file and a folder at once. Rename one of them.');
  return after;
}

function branchProtected(): Problem {
  return new Problem({
    code: 'branch.protected',
    status: 409,
    detail:
      'Nobody commits to main: it moves only when an approved change is published. Create a branch, commit there, then open a change from it.',
  });
}

function staleHead(branch: string, head: Oid): Problem {
  return new Problem({
    code: 'commit.stale_head',
    status: 409,
    detail: `Branch ${branch} has moved to ${head} since you looked. Read it again, put your edit on top, and commit with that head.`,
    more: { head },
  });
}

function emptyCommit(): Problem {
  return new Problem({
    code: 'commit.empty',
    status: 422,
    detail: 'These files are on the branch exactly like this already. Change something, then commit.',
  });
}
