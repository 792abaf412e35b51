import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AssetChange, ChangeDetail } from '../../api/types.ts';
import { runAnswered } from '../../gateway/run.ts';
import type { useRenderedPair } from '../../libraries/comparing/use-rendered-pair.ts';
import { libraryQuery } from '../../libraries/queries.ts';
import { emptyFields, withoutInventedTexts } from '../../libraries/variables.ts';
import { isOver } from '../standing/stage.ts';
import { sidesOf } from './sides.ts';

type Call = { reference: string; variables: Record<string, unknown> };

/** Runs both versions of a changed prompt on the same variables, each for itself: one may fail and the other not. */
export function useTrial(change: ChangeDetail, asset: AssetChange, pair: ReturnType<typeof useRenderedPair>) {
  const queryClient = useQueryClient();
  const permissions = useQuery(libraryQuery(change.library)).data?.permissions;
  const sides = sidesOf(change, asset);
  const options = {
    mutationFn: ({ reference, variables }: Call) => runAnswered(reference, variables),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['executions'] }),
  };
  const base = useMutation(options);
  const head = useMutation(options);
  const empty = emptyFields(withoutInventedTexts(pair.fields), pair.typed);
  const isTrial = !isOver(change) && sides.head !== null;
  return {
    base,
    head,
    sides,
    name:
      sides.base === null
        ? 'Run the proposed version'
        : sides.head === null
          ? 'Run the old version'
          : 'Run both',
    isRunning: base.isPending || head.isPending,
    notBecause: notBecause({ permissions, isTrial, faults: pair.faults, empty, sides }),
    run: () => {
      if (sides.base !== null) base.mutate({ reference: sides.base, variables: pair.values.base });
      if (sides.head !== null) head.mutate({ reference: sides.head, variables: pair.values.head });
    },
  };
}

function notBecause(asked: {
  permissions: readonly string[] | undefined;
  isTrial: boolean;
  faults: Readonly<Record<string, string>>;
  empty: readonly string[];
  sides: ReturnType<typeof sidesOf>;
}): string | null {
  const { permissions, isTrial, faults, empty, sides } = asked;
  if (sides.base === null && sides.head === null)
    return 'Neither version can be run: it was never published.';
  if (permissions !== undefined && !permissions.includes('execution.create'))
    return 'You may read these prompts, not run them. Ask an administrator for a role that runs prompts.';
  if (permissions !== undefined && isTrial && !permissions.includes('branch.list'))
    return 'Only those who work on this library run what is not published yet.';
  if (Object.keys(faults).length > 0) return 'Repair the marked variables first.';
  if (empty.length > 0) return `Fill in ${empty.join(', ')} first: both versions run on what you type.`;
  return null;
}
