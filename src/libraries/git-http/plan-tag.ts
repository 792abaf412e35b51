import { authorize, type Principal } from '../../access/index.ts';
import type { GitObject, Oid } from '../git/index.ts';
import type { Library } from '../libraries.ts';
import { resourceOf } from '../library.ts';
import { refuseTagName, tagExists } from '../tags/keep-tag.ts';
import { checkPush, missing } from './check-push.ts';
import type { GitParts } from './parts.ts';
import type { Command } from './push-request.ts';
import { notACommit, readPushedTag } from './read-tag.ts';
import { readCommits, readObjects } from './store.ts';
import type { EndedTag, NewTag } from './updates.ts';

export const tagPrefix = 'refs/tags/';

interface Push {
  readonly parts: GitParts;
  readonly principal: Principal;
  readonly library: Library;
  readonly pack: ReadonlyMap<Oid, GitObject>;
}

/**
 * Checks a command on a tag as far as it goes without a lock: its name, that it stands at a commit in the end, and what it brings.
 * @throws Problem `tag.bad_name` 422, `tag.exists` 409, `tag.not_a_commit` 422, and those of `checkPush`
 */
export async function plannedTag(push: Push, { ref, before, after }: Command): Promise<NewTag | EndedTag> {
  const { parts, principal, library, pack } = push;
  const resource = resourceOf(library);
  const tag = ref.slice(tagPrefix.length);
  authorize(principal, after === null ? 'tag.delete' : 'tag.create', resource);
  refuseTagName(tag);
  if (after === null) return { kind: 'ended tag', ref, tag, before };
  if (before !== null) throw tagExists(tag);
  const object = await annotated(push, after);
  const commit = object === undefined ? after : readPushedTag(object);
  const brought = await checkPush(parts.reader, library, pack, commit);
  if (brought.commits.length > 0) authorize(principal, 'commit.create', resource);
  return { kind: 'new tag', ref, tag, commit, object, brought };
}

/** The annotated tag of this name; undefined when a commit has it. */
async function annotated({ parts, library, pack }: Push, oid: Oid): Promise<GitObject | undefined> {
  if (!pack.has(oid) && (await readCommits(parts.reader, library, [oid])).has(oid)) return undefined;
  const object = pack.get(oid) ?? (await readObjects(parts.reader, library, [oid])).get(oid);
  if (object === undefined) throw missing(oid);
  if (object.type === 'tree' || object.type === 'blob') throw notACommit(object.type);
  return object.type === 'tag' ? object : undefined;
}
