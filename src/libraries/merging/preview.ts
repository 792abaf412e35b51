import type { Principal } from '../../access/index.ts';
import { openLibrary } from '../open-library.ts';
import type { LibrariesParts } from '../parts.ts';
import { differences } from '../tree-difference.ts';
import { commitStep, type Step, type StepInput } from './commit-step.ts';
import { type BranchPair, mergeOfBranches } from './merge-of-branches.ts';
import type { Outcome } from './outcome.ts';
import type { MergedFileWire, MergePreviewWire, StepPreviewWire } from './wire.ts';

/** How many files that need nobody are listed by name; the rest is counted. */
const mostListed = 200;

/** What bringing one branch into another would do now. Needs `branch.list`. */
export async function previewMerge(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  pair: BranchPair,
): Promise<MergePreviewWire> {
  const library = await openLibrary(parts, principal, libraryName, 'branch.list');
  const { ours, theirs, bases, state, outcome } = await mergeOfBranches(parts, principal, library, pair);
  return {
    base: bases[0] ?? null,
    bases: [...bases],
    ours: ours.head.oid,
    theirs: theirs.head.oid,
    state,
    ...filesOf(outcome, ours.listing),
  };
}

/** What reverting or picking a commit would do to a branch now. Needs `branch.list`. */
export async function previewStep(
  parts: LibrariesParts,
  principal: Principal,
  libraryName: string,
  step: Step,
  input: StepInput,
): Promise<StepPreviewWire> {
  const library = await openLibrary(parts, principal, libraryName, 'branch.list');
  const { commit, parent, ours, state, outcome } = await commitStep(parts, principal, library, step, input);
  return {
    commit: commit.oid,
    parent: parent ?? null,
    ours: ours.head.oid,
    state,
    ...filesOf(outcome, ours.listing),
  };
}

/** What becomes of the files of `ours`: those with conflicts first, then what was merged, then what is simply taken. */
function filesOf({ settled, files, renamed }: Outcome, ours: BranchFiles) {
  const touched = files.map(({ path, from, conflicts, text, parts }): MergedFileWire => {
    const state = conflicts.length > 0 ? 'conflict' : 'merged';
    return {
      path,
      from: from ?? null,
      state,
      conflicts: conflicts.map(wireOf),
      text,
      parts: parts && [...parts],
    };
  });
  const open = new Set(touched.flatMap(({ path, from }) => [path, ...(from === null ? [] : [from])]));
  const folders = touched.filter(({ conflicts }) => conflicts.some(({ kind }) => kind === 'folder'));
  const taken = differences(ours, settled)
    .filter(({ path }) => !open.has(path) && !folders.some((folder) => path.startsWith(`${folder.path}/`)))
    .filter(({ path, after }) => after !== undefined || ![...renamed.values()].includes(path))
    .map(({ path, before, after }): MergedFileWire => {
      const state = after === undefined ? 'deleted' : before === undefined ? 'added' : 'modified';
      const from = renamed.get(path) ?? null;
      return { path, from, state: from === null ? state : 'renamed', conflicts: [], text: null, parts: null };
    });
  const order = (file: MergedFileWire) => (file.state === 'conflict' ? 0 : 1);
  touched.sort((left, right) => order(left) - order(right));
  const unlisted = Math.max(0, taken.length - mostListed);
  return { files: [...touched, ...taken.slice(0, mostListed)], unlisted };
}

type BranchFiles = Parameters<typeof differences>[0];

const wireOf = (conflict: Outcome['files'][number]['conflicts'][number]) => ({
  ...conflict,
  takes: [...conflict.takes],
});
