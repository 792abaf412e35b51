import { get, post, segment } from '../api/client.ts';
import type { Branch, Change, List } from '../api/types.ts';

/** What to propose: one file's new text on a branch, and the change that asks to publish it. */
export type Proposal = {
  library: string;
  path: string;
  text: string;
  title: string;
  description: string;
  submit: boolean;
  /** Where it is to go live. */
  environment: string;
  /** The branch that is edited; `main` means: make a new one. */
  ref: string;
};

/** How far a proposal got. Kept by the caller, so that trying again goes on and does nothing twice. */
export type Progress = { branch?: string; committed?: boolean; change?: Change };

/** `edit-triage-ticket-k3f9`: valid, short and unlikely to exist. */
export function branchNameFor(path: string, random: number): string {
  const name =
    path
      .replace(/\.prompt$/, '')
      .split('/')
      .at(-1) ?? '';
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  const suffix = Math.floor(random * 36 ** 4)
    .toString(36)
    .padStart(4, '0');
  return `edit-${plain === '' ? 'prompt' : plain}-${suffix}`;
}

/** Branch, commit, change, and submit: each step once, `progress` says which are done. */
export async function propose(proposal: Proposal, progress: Progress): Promise<Change> {
  const { library, path, text, title, ref, submit } = proposal;
  const base = `/api/v1/libraries/${segment(library)}`;
  if (progress.branch === undefined) {
    const name = ref === 'main' ? branchNameFor(path, Math.random()) : ref;
    if (ref === 'main') await post(`${base}/branches`, { name });
    progress.branch = name;
  }
  const branch = progress.branch;
  if (progress.committed !== true) {
    const { items } = await get<List<Branch>>(`${base}/branches?limit=200`);
    const expectedHead = items.find(({ name }) => name === branch)?.head;
    await post(`${base}/commits`, { branch, expectedHead, message: title, files: [{ path, text }] });
    progress.committed = true;
  }
  progress.change ??= await changeFor(proposal, branch);
  const { id, state } = progress.change;
  if (submit && (state === 'draft' || state === 'changes_requested'))
    return await post<Change>(`/api/v1/changes/${segment(id)}/submit`);
  return progress.change;
}

/** The open change of the branch, or a new one. */
async function changeFor(
  { library, title, description, environment }: Proposal,
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
