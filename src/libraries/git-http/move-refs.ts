import type { Principal } from '../../access/index.ts';
import type { EntryDraft } from '../../ledger/index.ts';
import { Problem } from '../../platform/problem.ts';
import { relate } from '../ancestry.ts';
import type { Oid } from '../git/index.ts';
import type { Library } from '../libraries.ts';
import { loadHistory } from '../store/commits.ts';
import { lockLibrary } from '../store/library-rows.ts';
import { branchNames, insertBranch, moveBranch } from '../store/refs.ts';
import { pushTag, pushTagEnd } from './move-tags.ts';
import type { GitParts } from './parts.ts';
import { PushRecord } from './push-record.ts';
import { deleteRef, lockRef } from './store.ts';
import type { BranchUpdate, Update } from './updates.ts';

/**
 * Moves refs, all or none, with everything that they bring and their entries in one transaction.
 * @throws Problem `git.stale_ref` 409, `branch.exists` 409, `tag.exists` 409, `git.rewrite_refused` 409
 */
export async function applyUpdates(
  parts: GitParts,
  principal: Principal,
  library: Library,
  updates: readonly Update[],
): Promise<void> {
  const branches = updates
    .filter((update) => update.kind === 'branch')
    .sort((left, right) => (left.branch < right.branch ? -1 : 1));
  const tags = updates.filter((update) => update.kind !== 'branch');
  const kept = new Map<string, string>();
  for (const { branch, before } of branches) {
    const why = before === null ? undefined : await parts.whyKept(library, branch);
    if (why !== undefined) kept.set(branch, why);
  }
  await parts.ledger.record(async (tx) => {
    const push = new PushRecord(parts, tx, principal, library);
    const entries: EntryDraft[] = [];
    // Whatever changes the set of branches and tags waits for each other; so no two transactions wait crosswise.
    if (tags.length > 0 || branches.some(({ before, after }) => before === null || after === null))
      await lockLibrary(tx, library);
    for (const update of branches) entries.push(...(await moveOne(push, kept, update)));
    // Tags come last: what stands on a branch of the same push came with the branch.
    for (const update of tags)
      entries.push(
        ...(update.kind === 'new tag' ? await pushTag(push, update) : await pushTagEnd(push, update)),
      );
    const [first, ...more] = entries;
    if (first === undefined) throw new Error('invariant: every ref update has its entry');
    return { entry: [first, ...more], value: undefined };
  });
}

type Kept = ReadonlyMap<string, string>;

async function moveOne(push: PushRecord, kept: Kept, update: BranchUpdate): Promise<EntryDraft[]> {
  const { branch, before, after } = update;
  const stored = await lockRef(push.tx, push.library, branch);
  if ((stored?.oid ?? null) !== before) throw staleRef(branch);
  if (after === null) {
    refuseRewrite(push, kept, branch, stored?.createdBy, 'deleted');
    await deleteRef(push.tx, push.library, branch);
    return [push.entry('branch.delete', { branch, commit: before })];
  }
  if (before === null) return start(push, update, after);
  const moved = await push.bring(update.brought, { to: { branch }, parent: before, commit: after });
  const { ahead } = await relate(before, after, (oids) => loadHistory(push.tx, push.library, oids));
  const forced = ahead.length > 0;
  if (forced) refuseRewrite(push, kept, branch, stored?.createdBy, 'rewritten');
  await moveBranch(push.tx, push.library, branch, after);
  return [forced ? { ...moved, data: { ...moved.data, forced } } : moved];
}

async function start(push: PushRecord, { branch, brought }: BranchUpdate, after: Oid): Promise<EntryDraft[]> {
  const rival = (await branchNames(push.tx, push.library)).find(
    (name) => name.startsWith(`${branch}/`) || branch.startsWith(`${name}/`),
  );
  if (rival !== undefined)
    throw new Problem({
      code: 'branch.exists',
      status: 409,
      detail: `Library ${push.library.name} has a branch ${rival}, and git cannot hold ${branch} beside it. Choose another name.`,
    });
  const from = brought.commits[0]?.parents[0] ?? after;
  const committed = await push.bring(brought, { to: { branch }, parent: from, commit: after });
  const createdAt = push.parts.clock.now();
  await insertBranch(push.tx, push.library, {
    name: branch,
    head: after,
    createdAt,
    createdBy: push.principal.id,
  });
  const created = push.entry('branch.create', { branch, commit: from });
  return brought.commits.length === 0 ? [created] : [created, committed];
}

function refuseRewrite(
  push: PushRecord,
  kept: Kept,
  branch: string,
  createdBy: string | undefined,
  word: 'deleted' | 'rewritten',
): void {
  const why = createdBy === push.principal.id ? kept.get(branch) : 'Somebody else made it.';
  if (why !== undefined)
    throw new Problem({
      code: 'git.rewrite_refused',
      status: 409,
      detail: `${branch} cannot be ${word}. ${why} Push to a new branch instead.`,
    });
}

function staleRef(branch: string): Problem {
  return new Problem({
    code: 'git.stale_ref',
    status: 409,
    detail: `${branch} has moved since you looked. Fetch, put your commits on top, and push again.`,
  });
}
