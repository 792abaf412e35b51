import type { EntryDraft } from '../../ledger/index.ts';
import { Problem } from '../../platform/problem.ts';
import { findTag } from '../store/git-tags.ts';
import { endTag, keepTag, tagData } from '../tags/keep-tag.ts';
import type { PushRecord } from './push-record.ts';
import type { EndedTag, NewTag } from './updates.ts';

/**
 * Makes a tag with the commits that only it brings. Entry `tag.create`, and `commit.create` when there are such commits. The transaction
 * holds the library's lock. Who stands in the tagger line is text: the tag is the pusher's.
 * @throws Problem `tag.exists` 409, `tag.too_many` 409
 */
export async function pushTag(push: PushRecord, update: NewTag): Promise<EntryDraft[]> {
  const { tag: name, commit, object, brought } = update;
  const from = brought.commits[0]?.parents[0] ?? commit;
  const alone = push.bringsMore(brought);
  const committed = await push.bring(brought, { to: { tag: name }, parent: from, commit });
  const createdAt = push.parts.clock.now();
  const tag = { name, commit, object: object?.oid ?? null, createdAt, createdBy: push.principal.id };
  await keepTag(push.tx, push.library, tag, object);
  const created = push.entry('tag.create', tagData(tag));
  return alone ? [created, committed] : [created];
}

/**
 * Ends a tag. Entry `tag.delete`. The transaction holds the library's lock.
 * @throws Problem `git.stale_ref` 409, `git.rewrite_refused` 409
 */
export async function pushTagEnd(push: PushRecord, { tag, before }: EndedTag): Promise<EntryDraft[]> {
  const stored = await findTag(push.tx, push.library, tag);
  if (stored === undefined || (stored.object ?? stored.commit) !== before)
    throw new Problem({
      code: 'git.stale_ref',
      status: 409,
      detail: `Tag ${tag} is not where you saw it. Fetch with --prune --prune-tags, then look again.`,
    });
  await endTag(push.tx, push.principal, push.library, tag);
  return [push.entry('tag.delete', tagData(stored))];
}
