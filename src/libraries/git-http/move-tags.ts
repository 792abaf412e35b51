import type { EntryDraft } from '../../ledger/index.ts';
import { Problem } from '../../platform/problem.ts';
import { deleteTag, findTag, insertTag, tagNames } from '../store/git-tags.ts';
import { insertObjects } from '../store/objects.ts';
import { gitLimits } from './limits.ts';
import type { PushRecord } from './push-record.ts';
import { tooLarge } from './request-body.ts';
import type { EndedTag, NewTag } from './updates.ts';

/**
 * Makes a tag with the commits that only it brings. Entry `tag.create`, and `commit.create` when there are such commits. The transaction
 * holds the library's lock. Who stands in the tagger line is text: the tag is the pusher's.
 * @throws Problem `tag.exists` 409, `git.too_large` 413
 */
export async function makeTag(push: PushRecord, update: NewTag): Promise<EntryDraft[]> {
  const { tag, commit, object, brought } = update;
  const names = await tagNames(push.tx, push.library);
  if (names.includes(tag)) throw tagExists(tag);
  const rival = names.find((name) => name.startsWith(`${tag}/`) || tag.startsWith(`${name}/`));
  if (rival !== undefined)
    throw new Problem({
      code: 'tag.exists',
      status: 409,
      detail: `Library ${push.library.name} has a tag ${rival}, and git cannot hold ${tag} beside it. Choose another name.`,
    });
  if (names.length >= gitLimits.tagsPerLibrary)
    throw tooLarge(`A library has at most ${gitLimits.tagsPerLibrary} tags. Delete some of yours.`);
  const from = brought.commits[0]?.parents[0] ?? commit;
  const alone = push.bringsMore(brought);
  const committed = await push.bring(brought, { to: { tag }, parent: from, commit });
  if (object !== undefined) await insertObjects(push.tx, push.library, [object]);
  await insertTag(push.tx, push.library, {
    name: tag,
    commit,
    object: object?.oid ?? null,
    createdAt: push.parts.clock.now(),
    createdBy: push.principal.id,
  });
  const created = push.entry('tag.create', {
    tag,
    commit,
    ...(object === undefined ? {} : { object: object.oid }),
  });
  return alone ? [created, committed] : [created];
}

/**
 * Ends a tag, which only its maker may. Entry `tag.delete`. What it named stays. The transaction holds the library's lock.
 * @throws Problem `git.stale_ref` 409, `git.rewrite_refused` 409
 */
export async function endTag(push: PushRecord, { tag, before }: EndedTag): Promise<EntryDraft[]> {
  const stored = await findTag(push.tx, push.library, tag);
  if (stored === undefined || (stored.object ?? stored.commit) !== before)
    throw new Problem({
      code: 'git.stale_ref',
      status: 409,
      detail: `Tag ${tag} is not where you saw it. Fetch with --prune --prune-tags, then look again.`,
    });
  if (stored.createdBy !== push.principal.id)
    throw new Problem({
      code: 'git.rewrite_refused',
      status: 409,
      detail: `Tag ${tag} cannot be deleted. Somebody else made it. Make a tag of another name instead.`,
    });
  await deleteTag(push.tx, push.library, tag);
  const { commit, object } = stored;
  return [push.entry('tag.delete', { tag, commit, ...(object === null ? {} : { object }) })];
}

/** A tag never moves. */
export function tagExists(tag: string): Problem {
  return new Problem({
    code: 'tag.exists',
    status: 409,
    detail: `Tag ${tag} is there already, and tags do not move. Choose another name, or delete yours first: git push origin :refs/tags/${tag}`,
  });
}
