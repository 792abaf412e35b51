import type { Principal } from '../../access/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { Problem } from '../../platform/problem.ts';
import { commitOnto, mayCommitOnto, type Onto, staleHead } from '../commit-onto.ts';
import type { Library, Oid } from '../libraries.ts';
import { openLibrary } from '../open-library.ts';
import type { LibrariesParts } from '../parts.ts';
import { readBranch } from '../store/refs.ts';
import { applyChoices, type ConflictChoice } from './apply-choices.ts';
import { mergeOfBranches } from './merge-of-branches.ts';

export interface MergeInput {
  readonly branch: string;
  readonly from: string;
  /** Where both stood when the person looked: the choices are about these. */
  readonly expectedHead: Oid;
  readonly expectedFrom: Oid;
  readonly choices: readonly ConflictChoice[];
  readonly message: string | undefined;
}

/**
 * Brings one branch into another. Entry `branch.merge`. A branch that has nothing of its own moves forward; else a commit with two parents is
 * made. A clean merge contributes nobody's bytes beyond what came; whoever decides a conflict contributes.
 * @throws Problem `branch.merge.conflict` 409, `branch.merge.up_to_date` 409, `branch.merge.stale_from` 409, `branch.merge.bad_choice` 422,
 *   `branch.merge.too_large` 422; those of `commitOnto` and `checkFiles`
 */
export async function mergeBranch(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  input: MergeInput,
): Promise<{ readonly commit: Oid; readonly forward: boolean }> {
  const library = await openLibrary(parts, principal, libraryName);
  const { branch, from, expectedHead } = input;
  const onto: Onto = { action: 'branch.merge', branch, expectedHead };
  mayCommitOnto(principal, library, onto);
  const merge = await mergeOfBranches(parts, principal, library, { branch, from });
  const { ours, theirs, bases, state, outcome } = merge;
  if (ours.head.oid !== expectedHead) throw staleHead(branch, ours.head.oid);
  if (theirs.head.oid !== input.expectedFrom) throw staleFrom(from, theirs.head.oid);
  if (state === 'up_to_date') throw upToDate(branch, from);
  const forward = state === 'fast_forward';
  const resolved = applyChoices(outcome, input.choices, 'branch.merge');
  const data = { from, merged: theirs.head.oid, bases: [...bases] };
  const { oid: commit } = await commitOnto(parts, principal, library, onto, async (_before, tx) => {
    await refuseMoved(tx, library, input);
    if (forward) return { forward: theirs.head, data: { ...data, forward } };
    return {
      message: input.message ?? `Merge branch '${from}' into ${branch}`,
      listing: resolved.listing,
      blobs: resolved.blobs,
      merges: [theirs],
      contributors: resolved.decided === 0 ? [] : [{ principal: principal.id, human: principal.human }],
      data: { ...data, decided: resolved.decided },
    };
  });
  return { commit, forward };
}

async function refuseMoved(tx: Tx, library: Library, { from, expectedFrom }: MergeInput): Promise<void> {
  const now = await readBranch(tx, library, from);
  if (now !== undefined && now !== expectedFrom) throw staleFrom(from, now);
}

function staleFrom(from: string, head: Oid): Problem {
  return new Problem({
    code: 'branch.merge.stale_from',
    status: 409,
    detail: `Branch ${from} has moved to ${head} since you looked. Look at the preview again, then merge with that head.`,
    more: { head },
  });
}

function upToDate(branch: string, from: string): Problem {
  return new Problem({
    code: 'branch.merge.up_to_date',
    status: 409,
    detail: `Branch ${branch} holds all of ${from} already. There is nothing to merge.`,
  });
}
