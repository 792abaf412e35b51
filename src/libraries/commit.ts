import type { Principal } from '../access/index.ts';
import { badPath, checkFiles, type FileChange } from './check-files.ts';
import { commitOnto, mayCommitOnto } from './commit-onto.ts';
import type { ListedFile, Listing } from './git/index.ts';
import type { Library, Oid } from './libraries.ts';
import { openLibrary } from './open-library.ts';
import type { LibrariesParts } from './parts.ts';
import { type NewBlob, newBlob } from './write-commit.ts';

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
 * @throws Problem those of `commitOnto` and of `checkFiles`
 */
export async function commitFiles(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  input: CommitInput,
): Promise<{ library: Library; commit: Oid }> {
  const library = await openLibrary(parts, principal, libraryName);
  const { branch, expectedHead, message, files } = input;
  const onto = { action: 'commit.create', branch, expectedHead } as const;
  mayCommitOnto(principal, library, onto);
  checkFiles(files);
  const blobs = new Map(
    files.flatMap((file) => ('text' in file ? [[file.path, newBlob(file.path, file.text)] as const] : [])),
  );
  const { oid: commit } = await commitOnto(parts, principal, library, onto, ({ listing }) => ({
    message,
    listing: applied(listing, files, blobs),
    blobs: [...blobs.values()],
  }));
  return { library, commit };
}

/** @throws Problem `asset.bad_path` 422 for deleting what is not there */
export function applied(
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
  return after;
}
