import { get, post, segment } from '../../api/client.ts';
import type { Change, List } from '../../api/types.ts';
import { type Progress, proposeAct } from '../propose.ts';
import { readActivity, readAsset } from '../together/queries.ts';
import { type Case, withCase } from './case.ts';

export type Saving = {
  library: string;
  /** `LIBRARY/NAME` of the prompt. */
  prompt: string;
  /** Of the evaluation. */
  path: string;
  /** The branch that is looked at; `main` means: the draft that I have for this, or a new one. */
  at: string;
  added: Case;
  replace: boolean;
  submit: boolean;
};

/** The evaluation's text on a branch; null when there is none yet. */
export async function readEvaluation(library: string, path: string, ref: string): Promise<string | null> {
  const { digest } = await readActivity(library, path, ref);
  return digest === null ? null : (await readAsset(library, path, ref)).text;
}

export const titleFor = (prompt: string): string => `Cases of ${prompt}`;

/** My draft that gathers the cases of this prompt, if one is open. */
export async function openDraft(library: string, prompt: string, me: string): Promise<Change | undefined> {
  const { items } = await get<List<Change>>(`/api/v1/changes?library=${segment(library)}&limit=200`);
  return items.find(
    (change) =>
      change.title === titleFor(prompt) &&
      change.createdBy.id === me &&
      ['draft', 'in_review'].includes(change.state),
  );
}

/** Commits the case to a draft branch, as any edit is made, with its change. Trying again goes on where it broke off. */
export function saveCase(saving: Saving, draft: Change | undefined, progress: Progress): Promise<Change> {
  const { library, prompt, path, at, added, replace, submit } = saving;
  if (at !== 'main') progress.branch ??= at;
  else if (draft !== undefined) progress.branch ??= draft.branch;
  const words = {
    ...{ library, path, submit, title: titleFor(prompt), environment: draft?.environment ?? 'production' },
    description: 'Saved from what was tried.',
  };
  return proposeAct(
    words,
    async ({ branch, expectedHead }) => {
      const text = await readEvaluation(library, path, branch);
      await post(`/api/v1/libraries/${segment(library)}/commits`, {
        branch,
        expectedHead,
        message: added.description === '' ? `Add a case of ${prompt}` : `Add the case “${added.description}”`,
        files: [{ path, text: withCase(text, prompt, added, replace) }],
      });
    },
    progress,
  );
}
