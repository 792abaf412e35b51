import { queryOptions } from '@tanstack/react-query';
import { get, post, segment, withQuery } from '../../api/client.ts';
import type { MergePreview, StepPreview } from '../../api/types.ts';
import type { sent } from './choices.ts';

/** What the page is about to do: bring a branch in, or take a commit back or once more. */
export type Act =
  | { readonly kind: 'merge'; readonly library: string; readonly branch: string; readonly from: string }
  | {
      readonly kind: 'revert' | 'cherry-pick';
      readonly library: string;
      readonly branch: string;
      readonly commit: string;
      readonly parent: string | undefined;
    };

/** Both kinds of preview, with what an act on it must send back. */
export type Preview = (MergePreview | StepPreview) & { readonly theirs?: string };

const pathOf = (act: Act): string => {
  const library = `/api/v1/libraries/${segment(act.library)}`;
  return act.kind === 'merge' ? `${library}/merge` : `${library}/commits/${segment(act.commit)}/${act.kind}`;
};

export const previewQuery = (act: Act) =>
  queryOptions({
    queryKey: ['libraries', act.library, 'merging', act],
    queryFn: ({ signal }) => {
      const query = act.kind === 'merge' ? { from: act.from } : { parent: act.parent };
      return get<Preview>(withQuery(pathOf(act), { branch: act.branch, ...query }), signal);
    },
  });

/** Does it, on exactly what the preview showed: the server refuses when either side has moved. */
export function perform(
  act: Act,
  seen: Preview,
  choices: ReturnType<typeof sent>,
): Promise<{ head: string }> {
  const parent = act.kind === 'merge' || act.parent === undefined ? {} : { parent: Number(act.parent) };
  const other = act.kind === 'merge' ? { from: act.from, expectedFrom: seen.theirs } : parent;
  return post(pathOf(act), { branch: act.branch, expectedHead: seen.ours, ...other, choices });
}
