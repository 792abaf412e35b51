import { type Action, actorOf, authorize, type Principal } from '../access/index.ts';
import type { EntryDraft, EntryId } from '../ledger/index.ts';
import type { JsonObject } from '../platform/canonical-json.ts';
import type { Tx } from '../platform/db/index.ts';
import { newId } from '../platform/id.ts';
import { invariant } from '../platform/invariant.ts';
import { Problem } from '../platform/problem.ts';
import { badPath } from './check-files.ts';
import type { Listing, Oid } from './git/index.ts';
import type { Library } from './libraries.ts';
import { protectedBranch, resourceOf } from './library.ts';
import { namedPaths } from './named-paths.ts';
import { lockNewBranch } from './new-branch.ts';
import { branchNotFound } from './open-library.ts';
import type { LibrariesParts } from './parts.ts';
import { type CommitRow, type Contributor, readCommit } from './store/commits.ts';
import { insertBranch, lockBranch, moveBranch } from './store/refs.ts';
import { differences, filesThatAreFolders } from './tree-difference.ts';
import { type NewBlob, writeCommit } from './write-commit.ts';

/** Where a verb commits, and as what. */
export interface Onto {
  /** The verb's own action: the permission that is asked for, and the action of the entry. */
  readonly action: Action;
  readonly branch: string;
  /** Where the branch stood when the author looked: nothing is done when it has moved. For a new branch, where it starts. */
  readonly expectedHead: Oid;
  /**
   * The branch is started at `expectedHead` with this commit, in the same transaction: nothing of it is left when the verb fails. Given all
   * names that are in use, it says the new one; `branch` is then only what messages call it.
   */
  readonly starts?: (names: readonly string[]) => string;
}

/** A commit and all its files. */
export interface State {
  readonly head: CommitRow;
  readonly listing: Listing;
}

/** What a verb adds to a branch. */
export interface Addition {
  readonly message: string;
  /** All files of the library in the new commit, not only those that change. */
  readonly listing: Listing;
  /** Blobs that the listing names and that may not be stored yet. The verb has checked their paths and texts (`checkFiles`). */
  readonly blobs: readonly NewBlob[];
  /** Parents after the branch's own head: one for a merge, none else. A commit with one may leave all files as they are. */
  readonly merges?: readonly State[];
  /** Who contributed the bytes of this commit, for the separation of duties. The principal alone, if not given. */
  readonly contributors?: readonly Contributor[];
  /** Members of the entry's data beside `branch`, `commit`, `parent` and `paths`. Ids and names, never content. */
  readonly data?: EntryDraft['data'];
}

/** The branch moves to a commit that exists and that descends from its head: nothing new is made. */
export interface Forward {
  readonly forward: CommitRow;
  readonly data?: EntryDraft['data'];
}

/**
 * Whether the principal may do this to the branch at all: the checks of `commitOnto` that need no transaction. For verbs that have costly
 * checks of their own to do after these and before the transaction.
 * @throws Problem `ACTION.forbidden` 403 (or the identical 404), `branch.protected` 409
 */
export function mayCommitOnto(
  principal: Principal,
  library: Library,
  onto: Pick<Onto, 'action' | 'branch'>,
): void {
  authorize(principal, onto.action, resourceOf(library));
  if (onto.branch === protectedBranch) throw branchProtected();
}

/**
 * The one way in which a verb adds a commit to a branch: authorizes by the verb's own action, refuses `main`, locks the branch, checks
 * that it stands where the author thinks, lets `build` say what the new commit holds (given the branch as it stands,
 * which nobody else moves until the transaction ends), writes it, moves the branch, and records the
 * entry (action of the verb; subject the library; data `branch`, `commit`, `parent`, `paths` and what the verb adds): one transaction,
 * or nothing. Of two verbs on the same head one wins and the other gets 409.
 *
 * The caller has opened the library (`openLibrary`), and has checked texts and paths before, outside the lock. `build` reads through
 * `tx`, may throw a `Problem` to refuse, and writes nothing.
 * @returns the commit at which the branch stands now
 * @throws Problem those of `mayCommitOnto`; `branch.not_found` 404, `commit.stale_head` 409 (with `head`), `commit.empty` 422,
 *   `asset.bad_path` 422 for a path that would be a file and a folder at once; those of `build`
 */
export async function commitOnto(
  parts: LibrariesParts,
  principal: Principal,
  library: Library,
  onto: Onto,
  build: (before: State, tx: Tx) => Addition | Forward | Promise<Addition | Forward>,
): Promise<CommitRow & { readonly branch: string }> {
  mayCommitOnto(principal, library, onto);
  const at = parts.clock.now();
  return parts.ledger.record(async (tx) => {
    const entry = newId('ent');
    const { commit, data } = await commitWithin(parts, tx, principal, library, onto, build, { entry, at });
    return {
      entry: {
        id: entry,
        organization: library.organization,
        action: onto.action,
        actor: actorOf(principal),
        subject: { kind: 'library', id: library.id },
        data,
      },
      value: commit,
    };
  });
}

/**
 * What `commitOnto` does inside its transaction, for a verb that has one already and records the entry itself.
 * The caller has authorized.
 * @returns the commit, and what its entry has to say about it
 */
export async function commitWithin(
  parts: Pick<LibrariesParts, 'objects'>,
  tx: Tx,
  principal: Principal,
  library: Library,
  onto: Onto,
  build: (before: State, tx: Tx) => Addition | Forward | Promise<Addition | Forward>,
  { entry, at }: { readonly entry: EntryId; readonly at: Date },
): Promise<{ commit: CommitRow & { readonly branch: string }; data: JsonObject }> {
  const { branch, ...before } = await locked(parts, tx, library, onto);
  const made = await build(before, tx);
  const commit =
    'forward' in made
      ? made.forward
      : await writeCommit(tx, library, { ...newCommit(before, made), author: principal, at, entry });
  if (onto.starts === undefined) await moveBranch(tx, library, branch, commit.oid);
  else
    await insertBranch(tx, library, {
      name: branch,
      head: commit.oid,
      createdAt: at,
      createdBy: principal.id,
    });
  const paths = namedPaths('forward' in made ? [] : commit.paths);
  const data = { branch, commit: commit.oid, parent: before.head.oid, ...paths, ...made.data };
  return { commit: { ...commit, branch }, data };
}

async function locked(
  parts: Pick<LibrariesParts, 'objects'>,
  tx: Tx,
  library: Library,
  onto: Onto,
): Promise<State & { readonly branch: string }> {
  const { expectedHead, starts } = onto;
  const branch = starts === undefined ? onto.branch : await lockNewBranch(tx, library, starts);
  const oid = starts === undefined ? await lockBranch(tx, library, branch) : expectedHead;
  if (oid === undefined) throw branchNotFound(library, branch);
  if (oid !== expectedHead) throw staleHead(branch, oid);
  const head = await readCommit(tx, library, oid);
  invariant(head !== undefined, `branch ${branch} stands at a stored commit`);
  return { branch, head, listing: await parts.objects.listing(tx, library, head.tree) };
}

function newCommit(before: State, made: Addition) {
  const { message, listing, blobs, merges = [], contributors } = made;
  const [both] = filesThatAreFolders(listing.keys());
  if (both !== undefined) throw badPath(both, 'It would be a file and a folder at once. Rename one of them.');
  const parents = [before, ...merges];
  const paths = changedFromAll(parents, listing);
  if (paths.length === 0 && merges.length === 0) throw emptyCommit();
  const heads = parents.map(({ head }) => head);
  return {
    message,
    listing,
    blobs,
    paths,
    parents: heads,
    ...(contributors === undefined ? {} : { contributors }),
  };
}

/** Paths that differ from every parent, as git's own `log PATH` counts the changes of a merge. */
function changedFromAll(parents: readonly State[], listing: Listing): string[] {
  const changed = parents.map((parent) => differences(parent.listing, listing).map(({ path }) => path));
  const [first = [], ...others] = changed;
  return first.filter((path) => others.every((paths) => paths.includes(path)));
}

export function branchProtected(): Problem {
  return new Problem({
    code: 'branch.protected',
    status: 409,
    detail:
      'Nobody commits to main: it moves only when an approved change is published. Create a branch, commit there, then open a change from it.',
  });
}

export function staleHead(branch: string, head: Oid): Problem {
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
