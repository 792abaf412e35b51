import { actorOf, authorize, type Principal } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { Library } from '../libraries.ts';
import { resourceOf } from '../library.ts';
import { openLibrary } from '../open-library.ts';
import type { LibrariesParts } from '../parts.ts';
import { lockLibrary } from '../store/library-rows.ts';
import { endTag, tagData } from './keep-tag.ts';

/**
 * Ends a tag of one's own. What it named stays. Entry `tag.delete`.
 * @throws Problem `tag.delete.forbidden` 403, `tag.not_found` 404, `git.rewrite_refused` 409
 */
export async function deleteTagFor(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  name: string,
): Promise<void> {
  const library = await openLibrary(parts, principal, libraryName);
  authorize(principal, 'tag.delete', resourceOf(library));
  await parts.ledger.record(async (tx) => {
    await lockLibrary(tx, library);
    const ended = await endTag(tx, principal, library, name);
    if (ended === undefined) throw tagNotFound(library, name);
    return {
      entry: {
        organization: library.organization,
        action: 'tag.delete',
        actor: actorOf(principal),
        subject: { kind: 'library', id: library.id },
        data: tagData(ended),
      },
      value: undefined,
    };
  });
}

function tagNotFound(library: Library, name: string): Problem {
  return new Problem({
    code: 'tag.not_found',
    status: 404,
    detail: `Library ${library.name} has no tag ${JSON.stringify(name.slice(0, 200))}. List its tags to see their names.`,
  });
}
