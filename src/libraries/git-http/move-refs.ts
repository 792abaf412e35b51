import { actorOf, type Principal } from '../../access/index.ts';
import type { EntryDraft } from '../../ledger/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { newId } from '../../platform/id.ts';
import { Problem } from '../../platform/problem.ts';
import { relate } from '../ancestry.ts';
import type { Oid } from '../git/index.ts';
import type { Library } from '../libraries.ts';
import { namedPaths } from '../named-paths.ts';
import { insertCommit, loadHistory } from '../store/commits.ts';
import { lockLibrary } from '../store/library-rows.ts';
import { insertBlobFacts, insertObjects } from '../store/objects.ts';
import { branchNames, insertBranch, moveBranch } from '../store/refs.ts';
import type { Brought } from './check-push.ts';
import type { GitParts } from './parts.ts';
import { deleteRef, lockRef } from './store.ts';

/** One ref to move, checked. `before` and `after` are null for a branch that starts or ends. */
export interface Update {
  readonly ref: string;
  readonly branch: string;
  readonly before: Oid | null;
  readonly after: Oid | null;
  readonly brought: Brought;
  /** Pushed to `refs/for/main`. */
  readonly propose?: boolean;
}

/**
 * Moves refs, all or none, with everything that they bring and their entries in one transaction.
 * @throws Problem `git.stale_ref` 409, `branch.exists` 409, `git.rewrite_refused` 409
 */
export async function applyUpdates(
  parts: GitParts,
  principal: Principal,
  library: Library,
  updates: readonly Update[],
): Promise<void> {
  const sorted = [...updates].sort((left, right) => (left.branch < right.branch ? -1 : 1));
  const kept = new Map<string, string>();
  for (const { branch, before } of sorted) {
    const why = before === null ? undefined : await parts.whyKept(principal, library, branch);
    if (why !== undefined) kept.set(branch, why);
  }
  await parts.ledger.record(async (tx) => {
    const moving = new Moving(parts, tx, principal, library, kept);
    const entries: EntryDraft[] = [];
    // Whatever changes the set of branches waits for each other; so no two transactions wait crosswise.
    if (sorted.some(({ before, after }) => before === null || after === null)) await lockLibrary(tx, library);
    for (const update of sorted) entries.push(...(await moving.apply(update)));
    const [first, ...more] = entries;
    if (first === undefined) throw new Error('invariant: every ref update has its entry');
    return { entry: [first, ...more], value: undefined };
  });
}

class Moving {
  readonly #parts: GitParts;
  readonly #tx: Tx;
  readonly #principal: Principal;
  readonly #library: Library;
  readonly #kept: ReadonlyMap<string, string>;

  constructor(
    parts: GitParts,
    tx: Tx,
    principal: Principal,
    library: Library,
    kept: ReadonlyMap<string, string>,
  ) {
    this.#parts = parts;
    this.#tx = tx;
    this.#principal = principal;
    this.#library = library;
    this.#kept = kept;
  }

  async apply(update: Update): Promise<EntryDraft[]> {
    const { branch, before, after } = update;
    const stored = await lockRef(this.#tx, this.#library, branch);
    if ((stored?.oid ?? null) !== before) throw staleRef(branch);
    if (after === null) {
      this.#refuseRewrite(branch, stored?.createdBy, 'deleted');
      await deleteRef(this.#tx, this.#library, branch);
      return [this.#entry('branch.delete', { branch, commit: before })];
    }
    return before === null
      ? this.#start(update, after)
      : this.#move(update, before, after, stored?.createdBy);
  }

  async #start({ branch, brought }: Update, after: Oid): Promise<EntryDraft[]> {
    const rival = (await branchNames(this.#tx, this.#library)).find(
      (name) => name.startsWith(`${branch}/`) || branch.startsWith(`${name}/`),
    );
    if (rival !== undefined)
      throw new Problem({
        code: 'branch.exists',
        status: 409,
        detail: `Library ${this.#library.name} has a branch ${rival}, and git cannot hold ${branch} beside it. Choose another name.`,
      });
    const start = brought.commits[0]?.parents[0] ?? after;
    const committed = await this.#store(branch, start, after, brought, false);
    const createdAt = this.#parts.clock.now();
    await insertBranch(this.#tx, this.#library, {
      name: branch,
      head: after,
      createdAt,
      createdBy: this.#principal.id,
    });
    const created = this.#entry('branch.create', { branch, commit: start });
    return brought.commits.length === 0 ? [created] : [created, committed];
  }

  async #move({ branch, brought }: Update, before: Oid, after: Oid, createdBy: string | undefined) {
    const id = newId('ent');
    await this.#insert(brought, id);
    const lost = await relate(before, after, (oids) => loadHistory(this.#tx, this.#library, oids));
    const forced = lost.ahead.length > 0;
    if (forced) this.#refuseRewrite(branch, createdBy, 'rewritten');
    await moveBranch(this.#tx, this.#library, branch, after);
    return [this.#entry('commit.create', this.#dataOf(branch, before, after, brought, forced), id)];
  }

  async #store(
    branch: string,
    parent: Oid,
    commit: Oid,
    brought: Brought,
    forced: boolean,
  ): Promise<EntryDraft> {
    const id = newId('ent');
    await this.#insert(brought, id);
    return this.#entry('commit.create', this.#dataOf(branch, parent, commit, brought, forced), id);
  }

  #dataOf(branch: string, parent: Oid, commit: Oid, { commits }: Brought, forced: boolean) {
    const paths = [...new Set(commits.flatMap((made) => made.paths))].sort();
    const counted = { commits: commits.length, ...(forced ? { forced } : {}) };
    return { branch, commit, parent, ...namedPaths(paths), ...counted };
  }

  /** Commits are the pusher's, whoever stands in them. */
  async #insert({ commits, objects, facts }: Brought, entry: ReturnType<typeof newId<'ent'>>): Promise<void> {
    if (commits.length === 0) return;
    await insertObjects(this.#tx, this.#library, objects);
    await insertBlobFacts(this.#tx, this.#library, facts);
    const at = this.#parts.clock.now();
    const { id: principal, human } = this.#principal;
    for (const { oid, tree, parents, generation, message, paths } of commits)
      await insertCommit(this.#tx, this.#library, {
        oid,
        tree,
        parents,
        generation,
        message,
        paths,
        principal,
        human,
        at,
        entry,
      });
  }

  #refuseRewrite(branch: string, createdBy: string | undefined, word: 'deleted' | 'rewritten'): void {
    const open = this.#kept.get(branch);
    const why = createdBy === this.#principal.id ? open : 'Somebody else made it.';
    if (why !== undefined)
      throw new Problem({
        code: 'git.rewrite_refused',
        status: 409,
        detail: `${branch} cannot be ${word}. ${why} Push to a new branch instead.`,
      });
  }

  #entry(action: string, data: EntryDraft['data'], id = newId('ent')): EntryDraft {
    const { organization, id: library } = this.#library;
    return {
      id,
      organization,
      action,
      actor: actorOf(this.#principal),
      subject: { kind: 'library', id: library },
      data,
    };
  }
}

function staleRef(branch: string): Problem {
  return new Problem({
    code: 'git.stale_ref',
    status: 409,
    detail: `${branch} has moved since you looked. Fetch, put your commits on top, and push again.`,
  });
}
