import type { Principal } from '../../access/index.ts';
import { checkFiles } from '../check-files.ts';
import { commitOnto, mayCommitOnto, type Onto } from '../commit-onto.ts';
import type { ListedFile } from '../git/index.ts';
import type { Oid } from '../libraries.ts';
import { protectedBranch } from '../library.ts';
import { openAsset } from '../open-asset.ts';
import { commitAt, headOf, openLibrary } from '../open-library.ts';
import type { LibrariesParts } from '../parts.ts';
import { contributorsSince } from '../store/commits.ts';

export interface RestoreInput {
  readonly branch: string;
  /** Where the branch stood when the author looked. */
  readonly expectedHead: Oid;
  readonly path: string;
  /** A version (`@3`, `@production`, `@sha256:…`), a commit or a branch that has the file. */
  readonly from: string;
  readonly message: string | undefined;
}

/**
 * Puts what a path held at `from` back on a branch, byte for byte: a deleted file returns, an earlier version becomes a draft. Entry
 * `asset.restore` with the commit that it is `of`. Who contributed bytes that were never published contributes to the new commit too.
 * @returns the new head
 * @throws Problem those of `openAsset`, `checkFiles` (what was fine once may be refused now) and `commitOnto`
 */
export async function restoreAsset(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  { branch, expectedHead, path, from, message }: RestoreInput,
): Promise<Oid> {
  const library = await openLibrary(parts, principal, libraryName);
  const onto: Onto = { action: 'asset.restore', branch, expectedHead };
  mayCommitOnto(principal, library, onto);
  const asset = await openAsset(parts, principal, library, path, from);
  checkFiles([{ path, text: asset.text }]);
  const source = await commitAt(parts, library, asset.commit);
  const was = (await parts.objects.listing(parts.reader, library, source.tree)).get(path);
  const main = await headOf(parts, library, protectedBranch);
  const self = { principal: principal.id, human: principal.human };
  const { oid } = await commitOnto(parts, principal, library, onto, async ({ listing }, tx) => {
    const authors = await contributorsSince(tx, library, asset.commit, main, [path]);
    const file: ListedFile = { mode: was?.mode ?? '100644', oid: asset.blob };
    return {
      message: message ?? `Restore ${path} as of ${from}`,
      listing: new Map([...listing, [path, file]]),
      blobs: [],
      contributors: [self, ...authors.filter((other) => other.principal !== self.principal)],
      data: { of: asset.commit },
    };
  });
  return oid;
}
