import { post, segment } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import type { Progress, Proposal } from '../propose.ts';
import { movedUnder, type Theirs } from './base.ts';
import { readActivity, readAsset } from './queries.ts';
import { startBranch } from './start-branch.ts';

/** Others changed the file since the edit began: nothing was written. */
export class EditMoved extends Error {
  readonly theirs: Theirs;
  constructor(theirs: Theirs) {
    super('The file has changed since the edit began.');
    this.name = 'EditMoved';
    this.theirs = theirs;
  }
}

/**
 * Commits an edit where the file still is what it began from. Whoever was faster by a moment: with another file, the edit goes on top;
 * with this one, its author is told.
 * @throws EditMoved
 */
export async function commitEdit(proposal: Proposal, progress: Progress): Promise<void> {
  const isStale = (error: unknown) => error instanceof ApiProblem && error.code === 'commit.stale_head';
  try {
    await commitOnce(proposal, progress);
  } catch (error) {
    if (!isStale(error)) throw error;
    await commitOnce(proposal, progress);
  }
}

async function commitOnce(proposal: Proposal, progress: Progress): Promise<void> {
  const { library, path, text, title } = proposal;
  const place = await placeFor(proposal, progress);
  if (place.holds !== true)
    await post(`/api/v1/libraries/${segment(library)}/commits`, {
      branch: place.branch,
      expectedHead: place.head,
      message: title,
      files: [{ path, text }],
    });
  progress.branch = place.branch;
  progress.committed = true;
}

/** The branch to commit to and where it stands; `holds` when a commit whose answer was lost is there. */
async function placeFor(
  { library, path, text, ref, base, own }: Proposal,
  progress: Progress,
): Promise<{ branch: string; head: string; holds?: true }> {
  const here = progress.branch ?? (own ? null : ref);
  const seen = here === null ? undefined : await readActivity(library, path, here);
  const moved = movedUnder(seen, base);
  if (moved !== null) {
    const isMine = moved.digest !== null && (await readAsset(library, path, moved.commit)).text === text;
    if (!isMine || here === null || here === 'main') throw new EditMoved(moved);
    return { branch: here, head: moved.commit, holds: true };
  }
  if (here !== null && here !== 'main' && seen !== undefined) return { branch: here, head: seen.commit };
  const made = await startBranch(library, path, own ? base?.commit : seen?.commit);
  progress.branch = made.name;
  return { branch: made.name, head: made.head };
}
