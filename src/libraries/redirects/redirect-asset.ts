import type { Principal } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import { kindOf } from '../asset.ts';
import { checkFiles } from '../check-files.ts';
import { commitOnto, mayCommitOnto, type Onto } from '../commit-onto.ts';
import type { Oid } from '../libraries.ts';
import { openAsset } from '../open-asset.ts';
import { openLibrary } from '../open-library.ts';
import type { LibrariesParts } from '../parts.ts';
import { newBlob } from '../write-commit.ts';
import { withRedirect } from './with-redirect.ts';

export interface RedirectInput {
  readonly branch: string;
  /** Where the branch stood when the author looked. */
  readonly expectedHead: Oid;
  readonly path: string;
  /** `LIBRARY/NAME` */
  readonly to: string;
  readonly message: string | undefined;
}

/**
 * Says on a branch that another prompt runs in the place of one, as a line of its front matter: governed like any other text, so it does
 * nothing until a change publishes it. Entry `asset.redirect` with `path` and `to`.
 * @returns the new head
 * @throws Problem `asset.redirect.no_prompt` 422, `asset.redirect.unwritable` 422; those of `openAsset` and `commitOnto`
 */
export async function redirectAsset(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  { branch, expectedHead, path, to, message }: RedirectInput,
): Promise<Oid> {
  const library = await openLibrary(parts, principal, libraryName);
  const onto: Onto = { action: 'asset.redirect', branch, expectedHead };
  mayCommitOnto(principal, library, onto);
  if (kindOf(path) !== 'prompt')
    throw new Problem({
      code: 'asset.redirect.no_prompt',
      status: 422,
      detail: `${path} is not a prompt, and only prompts are run by name. Rename or delete it instead.`,
    });
  const asset = await openAsset(parts, principal, library, path, branch);
  const text = withRedirect(asset.text, to);
  if (text === undefined) throw unwritable(path, to);
  checkFiles([{ path, text }]);
  const blob = newBlob(path, text);
  const { oid } = await commitOnto(parts, principal, library, onto, ({ listing }) => ({
    message: message ?? `Redirect ${path} to ${to}`,
    listing: new Map([
      ...listing,
      [path, { mode: listing.get(path)?.mode ?? '100644', oid: blob.object.oid }],
    ]),
    blobs: [blob],
    data: { path, to },
  }));
  return oid;
}

function unwritable(path: string, to: string): Problem {
  return new Problem({
    code: 'asset.redirect.unwritable',
    status: 422,
    detail: `"redirect: ${to}" cannot be put into the front matter of ${path}. Name the other prompt as LIBRARY/NAME, without a version; or edit ${path} by hand, with countersign: on a line of its own.`,
  });
}
