import { get, post, segment } from '../api/client.ts';
import type { Change, List } from '../api/types.ts';
import type { Base } from './together/base.ts';
import { commitEdit } from './together/commit-edit.ts';
import { readActivity } from './together/queries.ts';
import { startBranch } from './together/start-branch.ts';

/** What a change says and where it goes. */
export type Words = {
  library: string;
  title: string;
  description: string;
  submit: boolean;
  /** Where it is to go live. */
  environment: string;
};

/** What to propose: one file's new text on a branch, and the change that asks to publish it. */
export type Proposal = Words & {
  path: string;
  text: string;
  /** The branch that is edited; `main` means: make a new one. */
  ref: string;
  /** What the edit began from. */
  base: Base;
  /** On a new branch from there, whatever became of the file since. */
  own: boolean;
};

/** How far a proposal got. Kept by the caller, so that trying again goes on and does nothing twice. */
export type Progress = { branch?: string; committed?: boolean; change?: Change };

/**
 * Branch, commit, change, and submit: each step once, `progress` says which are done. Never writes over what others did since the edit
 * began.
 * @throws EditMoved
 */
export async function propose(proposal: Proposal, progress: Progress): Promise<Change> {
  if (progress.committed !== true) await commitEdit(proposal, progress);
  return changeOf(proposal, progress);
}

/** As `propose`, for an act on files that is one call: on a new branch from main. @param write does it there */
export async function proposeAct(
  words: Words & { path: string },
  write: (onto: { branch: string; expectedHead: string; message: string }) => Promise<unknown>,
  progress: Progress,
): Promise<Change> {
  if (progress.committed !== true) {
    progress.branch ??= (await startBranch(words.library, words.path, 'main')).name;
    const { commit } = await readActivity(words.library, words.path, progress.branch);
    await write({ branch: progress.branch, expectedHead: commit, message: words.title });
    progress.committed = true;
  }
  return changeOf(words, progress);
}

async function changeOf(words: Words, progress: Progress): Promise<Change> {
  progress.change ??= await changeFor(words, progress.branch ?? '');
  const { id, state } = progress.change;
  if (words.submit && (state === 'draft' || state === 'changes_requested'))
    return await post<Change>(`/api/v1/changes/${segment(id)}/submit`);
  return progress.change;
}

/** The open change of the branch, or a new one. */
async function changeFor(
  { library, title, description, environment }: Words,
  branch: string,
): Promise<Change> {
  const { items } = await get<List<Change>>(`/api/v1/changes?library=${segment(library)}&limit=200`);
  const open = items.find(
    (change) =>
      change.branch === branch &&
      change.environment === environment &&
      !['published', 'rejected', 'withdrawn'].includes(change.state),
  );
  return (
    open ?? (await post<Change>('/api/v1/changes', { library, branch, title, description, environment }))
  );
}
