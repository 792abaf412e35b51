import type { Principal } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import { commitOnto, mayCommitOnto, type Onto, staleHead } from '../commit-onto.ts';
import type { Oid } from '../libraries.ts';
import { openLibrary } from '../open-library.ts';
import type { LibrariesParts } from '../parts.ts';
import { contributorsOf } from '../store/commits.ts';
import { applyChoices, type ConflictChoice } from './apply-choices.ts';
import {
  type CommitStep,
  commitStep,
  type Step,
  type StepInput,
  sameListing,
  subjectOf,
} from './commit-step.ts';

export interface ApplyInput extends StepInput {
  /** Where the branch stood when the person looked. */
  readonly expectedHead: Oid;
  readonly choices: readonly ConflictChoice[];
  readonly message: string | undefined;
}

/**
 * Reverts a commit, or picks it once more, as a new commit on a branch. Entry `commit.revert` or `commit.cherry_pick`. Whoever contributed to a
 * picked commit contributes to the new one too, beside the one who picks: the bytes are theirs.
 * @throws Problem `STEP.conflict` 409, `STEP.bad_choice` 422, `STEP.bad_parent` 422, `commit.empty` 422; those of `commitOnto`
 */
export async function applyCommit(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  step: Step,
  input: ApplyInput,
): Promise<Oid> {
  const library = await openLibrary(parts, principal, libraryName);
  const { branch, expectedHead } = input;
  const onto: Onto = { action: step, branch, expectedHead };
  mayCommitOnto(principal, library, onto);
  const found = await commitStep(parts, principal, library, step, input);
  const { commit, ours, outcome } = found;
  if (ours.head.oid !== expectedHead) throw staleHead(branch, ours.head.oid);
  const { listing, blobs, decided } = applyChoices(outcome, input.choices, step);
  if (sameListing(listing, ours.listing)) throw nothingLeft(step, branch);
  const self = { principal: principal.id, human: principal.human };
  const { oid } = await commitOnto(parts, principal, library, onto, async (_before, tx) => {
    const others = step === 'commit.revert' ? [] : await contributorsOf(tx, library, [commit.oid]);
    return {
      message: input.message ?? messageOf(step, found),
      listing,
      blobs,
      contributors: [self, ...others.filter((other) => other.principal !== self.principal)],
      data: { of: commit.oid, decided },
    };
  });
  return oid;
}

/** As git words it. */
function messageOf(step: Step, { commit, parent }: CommitStep): string {
  if (step === 'commit.cherry_pick')
    return `${commit.message.trimEnd()}\n\n(cherry picked from commit ${commit.oid})`;
  const of =
    commit.parents.length > 1
      ? `This reverts commit ${commit.oid}, reversing\nchanges made to ${parent ?? ''}.`
      : `This reverts commit ${commit.oid}.`;
  return `Revert "${subjectOf(commit)}"\n\n${of}`;
}

function nothingLeft(step: Step, branch: string): Problem {
  const what =
    step === 'commit.revert'
      ? `Branch ${branch} holds nothing of this commit any more`
      : `Branch ${branch} holds all of this commit already`;
  return new Problem({
    code: 'commit.empty',
    status: 422,
    detail: `${what}: the new commit would be empty. Choose another branch or another commit.`,
  });
}
