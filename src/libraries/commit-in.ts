import type { JsonObject } from '../platform/canonical-json.ts';
import type { Tx } from '../platform/db/index.ts';
import { checkFiles } from './check-files.ts';
import { applied } from './commit.ts';
import { branchProtected, commitWithin } from './commit-onto.ts';
import type { CoAuthor, Libraries, Library, Oid } from './libraries.ts';
import { protectedBranch } from './library.ts';
import type { LibrariesParts } from './parts.ts';
import { newBlob } from './write-commit.ts';

/** A commit in another slice's transaction. Its contract is that of `Libraries.commit`. */
export async function commitIn(
  parts: Pick<LibrariesParts, 'objects'>,
  tx: Tx,
  library: Library,
  input: Parameters<Libraries['commit']>[2],
): Promise<{ commit: Oid; data: JsonObject }> {
  const { branch, expectedHead, files, author, contributors, entry, at } = input;
  if (branch === protectedBranch) throw branchProtected();
  checkFiles(files);
  const blobs = new Map(files.map(({ path, text }) => [path, newBlob(path, text)]));
  const self = { principal: author.id, human: author.human };
  const others = contributors.filter(({ principal }) => principal !== author.id);
  const onto = { action: 'commit.create', branch, expectedHead } as const;
  const { commit, data } = await commitWithin(
    parts,
    tx,
    author,
    library,
    onto,
    ({ listing }) => ({
      message: withCoAuthors(input.message, author.organizationName, others),
      listing: applied(listing, files, blobs),
      blobs: [...blobs.values()],
      contributors: [self, ...others.map(({ principal, human }) => ({ principal, human }))],
    }),
    { entry, at },
  );
  return { commit: commit.oid, data };
}

/** The message with a trailer for each co-author, as git and its hosts write it. For people to read: contributions say who it was. */
function withCoAuthors(message: string, organization: string, others: readonly CoAuthor[]): string {
  if (others.length === 0) return message;
  const trailers = others.map(({ displayName, principal }) => {
    const name =
      displayName
        .replace(/[\p{Cc}<>]/gu, ' ')
        .replace(/\s+/g, ' ')
        .trim() || 'unnamed';
    return `Co-authored-by: ${name} <${principal}@${organization}.countersign.invalid>`;
  });
  return `${message.trimEnd()}\n\n${trailers.join('\n')}\n`;
}
