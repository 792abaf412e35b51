import type { Principal } from '../../access/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { Problem } from '../../platform/problem.ts';
import { type GitObject, tagNameFault } from '../git/index.ts';
import type { Library } from '../libraries.ts';
import { deleteTag, findTag, insertTag, type TagRow, tagNames } from '../store/git-tags.ts';
import { insertObjects } from '../store/objects.ts';

/** Every fetch and push begins with the list of all tags. */
const tagsPerLibrary = 10_000;

/** @throws Problem `tag.bad_name` 422 */
export function refuseTagName(name: string): void {
  const fault = tagNameFault(name);
  if (fault !== undefined)
    throw new Problem({
      code: 'tag.bad_name',
      status: 422,
      detail: `${JSON.stringify(name.slice(0, 200))} cannot be a tag's name. ${fault} Choose another name, such as v1.2.`,
    });
}

/**
 * Stores a tag at a commit that is stored, with its object when it is annotated. The transaction holds the library's lock.
 * @throws Problem `tag.exists` 409, `tag.too_many` 409
 */
export async function keepTag(
  tx: Tx,
  library: Library,
  tag: TagRow,
  object: GitObject | undefined,
): Promise<void> {
  const names = await tagNames(tx, library);
  if (names.includes(tag.name)) throw tagExists(tag.name);
  const rival = names.find((name) => name.startsWith(`${tag.name}/`) || tag.name.startsWith(`${name}/`));
  if (rival !== undefined)
    throw new Problem({
      code: 'tag.exists',
      status: 409,
      detail: `Library ${library.name} has a tag ${rival}, and git cannot hold ${tag.name} beside it. Choose another name.`,
    });
  if (names.length >= tagsPerLibrary)
    throw new Problem({
      code: 'tag.too_many',
      status: 409,
      detail: `A library has at most ${tagsPerLibrary} tags. Delete some of yours.`,
    });
  if (object !== undefined) await insertObjects(tx, library, [object]);
  await insertTag(tx, library, tag);
}

/**
 * Ends a tag, which only its maker may. What it named stays. The transaction holds the library's lock.
 * @returns the tag as it was; undefined when there is none
 * @throws Problem `git.rewrite_refused` 409
 */
export async function endTag(
  tx: Tx,
  principal: Principal,
  library: Library,
  name: string,
): Promise<TagRow | undefined> {
  const stored = await findTag(tx, library, name);
  if (stored === undefined) return undefined;
  if (stored.createdBy !== principal.id)
    throw new Problem({
      code: 'git.rewrite_refused',
      status: 409,
      detail: `Tag ${name} cannot be deleted. Somebody else made it. Make a tag of another name instead.`,
    });
  await deleteTag(tx, library, name);
  return stored;
}

/** What an entry says of a tag. */
export function tagData({ name, commit, object }: Pick<TagRow, 'name' | 'commit' | 'object'>) {
  return { tag: name, commit, ...(object === null ? {} : { object }) };
}

/** A tag never moves. */
export function tagExists(name: string): Problem {
  return new Problem({
    code: 'tag.exists',
    status: 409,
    detail: `Tag ${name} is there already, and tags do not move. Choose another name, or delete yours first (git push origin :refs/tags/${name}).`,
  });
}
