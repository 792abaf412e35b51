import { post, segment } from '../../api/client.ts';
import type { Change, DebtPrompt } from '../../api/types.ts';
import { type Progress, proposeAct } from '../../libraries/propose.ts';

/** How far a merge got, by library: trying again goes on and does nothing twice. */
export type MergeProgress = Map<string, { proposal: Progress; head?: string; done: Set<string> }>;

/** What to do: one prompt stays, and the others send their callers to it. */
export type Merge = {
  keep: DebtPrompt;
  redirect: readonly DebtPrompt[];
  description: string;
  submit: boolean;
};

const shortName = ({ path }: DebtPrompt): string => path.replace(/\.prompt$/, '');

export const mergeTitle = ({ keep }: Pick<Merge, 'keep'>, own: readonly DebtPrompt[]): string =>
  `Redirect ${own.map(shortName).join(', ')} to ${keep.name}`.slice(0, 120);

/** One change for each library whose prompts are redirected. */
export async function proposeMerge(merge: Merge, progress: MergeProgress): Promise<Change[]> {
  const changes: Change[] = [];
  for (const [library, own] of Map.groupBy(merge.redirect, (prompt) => prompt.library)) {
    const so = progress.get(library) ?? { proposal: {}, done: new Set<string>() };
    progress.set(library, so);
    const words = {
      ...{ library, description: merge.description, submit: merge.submit },
      ...{ path: own[0]?.path ?? '', title: mergeTitle(merge, own), environment: 'production' },
    };
    changes.push(
      await proposeAct(
        words,
        async ({ branch, expectedHead, message }) => {
          let head = so.head ?? expectedHead;
          for (const { path } of own.filter((prompt) => !so.done.has(prompt.path))) {
            const made = await post<{ head: string }>(
              `/api/v1/libraries/${segment(library)}/asset/redirect`,
              { ...{ branch, expectedHead: head, path }, to: merge.keep.name, message },
            );
            head = made.head;
            so.head = head;
            so.done.add(path);
          }
        },
        so.proposal,
      ),
    );
  }
  return changes;
}
