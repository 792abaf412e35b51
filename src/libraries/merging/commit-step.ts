import type { Principal } from '../../access/index.ts';
import { Problem } from '../../platform/problem.ts';
import type { State } from '../commit-onto.ts';
import type { Listing, Oid } from '../git/index.ts';
import type { Library } from '../libraries.ts';
import { openRef } from '../open-library.ts';
import type { LibrariesParts } from '../parts.ts';
import type { CommitRow } from '../store/commits.ts';
import { computeMerge, stateAt } from './compute.ts';
import type { Outcome } from './outcome.ts';

/** Taking a commit back, or once more. */
export type Step = 'commit.revert' | 'commit.cherry_pick';

export interface StepInput {
  readonly branch: string;
  readonly commit: Oid;
  /** Which parent of a merge the commit is compared with, from 1 (git's `-m`). */
  readonly parent: number | undefined;
}

/** What it would mean to take a commit back, or once more, on a branch as it stands. */
export interface CommitStep {
  readonly commit: CommitRow;
  /** The parent it is compared with; undefined for the first commit. */
  readonly parent: Oid | undefined;
  readonly ours: State;
  readonly state: 'empty' | 'clean' | 'conflict';
  readonly outcome: Outcome;
}

/**
 * A three-way merge with the commit and its parent: a revert takes what the parent has and the commit has not, a cherry-pick the other way.
 * @throws Problem `STEP.bad_parent` 422 for a merge without a parent, or a parent that there is not; those of `openRef`
 */
export async function commitStep(
  parts: LibrariesParts,
  principal: Principal,
  library: Library,
  step: Step,
  input: StepInput,
): Promise<CommitStep> {
  const { reader } = parts;
  const { branch } = input;
  const commit = await openRef(parts, principal, library, input.commit);
  const parent = parentOf(step, commit, input.parent);
  const ours = await stateAt(parts, reader, library, (await openRef(parts, principal, library, branch)).oid);
  const changed = await parts.objects.listing(reader, library, commit.tree);
  const before: Listing =
    parent === undefined ? new Map() : (await stateAt(parts, reader, library, parent)).listing;
  const named = `${commit.oid.slice(0, 7)} (${subjectOf(commit)})`;
  const [base, theirs, theirName] =
    step === 'commit.revert'
      ? ([changed, before, `parent of ${named}`] as const)
      : ([before, changed, named] as const);
  const names = { ours: branch, theirs: theirName };
  const outcome = await computeMerge(parts, reader, library, {
    bases: [base],
    ours: ours.listing,
    theirs,
    names,
  });
  return { commit, parent, ours, state: stateOf(outcome, ours.listing), outcome };
}

function stateOf({ settled, files }: Outcome, ours: Listing): CommitStep['state'] {
  if (files.some(({ conflicts }) => conflicts.length > 0)) return 'conflict';
  const after = new Map(settled);
  for (const file of files) {
    const decided = file.decide(new Map());
    for (const { path, mode, oid } of 'files' in decided ? decided.files : []) after.set(path, { mode, oid });
  }
  return sameListing(after, ours) ? 'empty' : 'clean';
}

export function sameListing(left: Listing, right: Listing): boolean {
  return (
    left.size === right.size &&
    [...left].every(([path, { mode, oid }]) => right.get(path)?.oid === oid && right.get(path)?.mode === mode)
  );
}

/** The first line of a message, short enough for a marker or a title. */
export function subjectOf({ message }: Pick<CommitRow, 'message'>): string {
  const [line = ''] = message.split('\n', 1);
  return line.slice(0, 200).toWellFormed();
}

function parentOf(step: Step, { parents }: CommitRow, number: number | undefined): Oid | undefined {
  if (parents.length <= 1 && (number === undefined || number === 1)) return parents[0];
  const parent = number === undefined ? undefined : parents[number - 1];
  if (parent !== undefined) return parent;
  const said = parents.map((oid, index) => `${index + 1} is ${oid.slice(0, 7)}`).join(', ');
  const why =
    parents.length > 1
      ? `This commit is a merge: say which parent it is compared with (${said}).`
      : `This commit has no parent ${number}. Leave the parent out.`;
  throw new Problem({
    code: `${step}.bad_parent`,
    status: 422,
    detail: why,
    more: { parents: [...parents] },
  });
}
