import { actorOf, authorize, type Principal } from '../../access/index.ts';
import { annotatedTag } from '../git/index.ts';
import { protectedBranch, resourceOf } from '../library.ts';
import { openLibrary, openRef } from '../open-library.ts';
import type { LibrariesParts } from '../parts.ts';
import type { TagRow } from '../store/git-tags.ts';
import { lockLibrary } from '../store/library-rows.ts';
import { signatureOf } from '../write-commit.ts';
import { keepTag, refuseTagName, tagData } from './keep-tag.ts';

/**
 * Tags a commit: annotated when there is a message, else lightweight. Entry `tag.create`.
 * @param input `ref` is a branch or a commit; `main` if not given
 * @throws Problem `tag.create.forbidden` 403, `tag.bad_name` 422, `tag.exists` 409, and those of `openRef`
 */
export async function createTag(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  input: { readonly name: string; readonly ref?: string | undefined; readonly message?: string | undefined },
): Promise<TagRow> {
  const library = await openLibrary(parts, principal, libraryName);
  authorize(principal, 'tag.create', resourceOf(library));
  refuseTagName(input.name);
  const { oid: commit } = await openRef(parts, principal, library, input.ref ?? protectedBranch);
  const createdAt = parts.clock.now();
  const object =
    input.message === undefined
      ? undefined
      : annotatedTag({
          commit,
          name: input.name,
          tagger: signatureOf(principal, createdAt),
          message: input.message,
        });
  const tag = { name: input.name, commit, object: object?.oid ?? null, createdAt, createdBy: principal.id };
  return parts.ledger.record(async (tx) => {
    await lockLibrary(tx, library);
    await keepTag(tx, library, tag, object);
    return {
      entry: {
        organization: library.organization,
        action: 'tag.create',
        actor: actorOf(principal),
        subject: { kind: 'library', id: library.id },
        data: tagData(tag),
      },
      value: tag,
    };
  });
}
