import { useQuery } from '@tanstack/react-query';
import type { AssetChange, ChangeDetail } from '../../api/types.ts';
import { useRuns } from '../../gateway/trying/use-runs.ts';
import type { useRenderedPair } from '../../libraries/comparing/use-rendered-pair.ts';
import { libraryQuery } from '../../libraries/queries.ts';
import { emptyFields, valuesOf, withoutSamples } from '../../libraries/variables.ts';
import { isOver } from '../standing/stage.ts';
import { sidesOf } from './sides.ts';

/** Runs both versions of a changed prompt on the same variables, each for itself: one may fail and the other not. */
export function useTrial(change: ChangeDetail, asset: AssetChange, pair: ReturnType<typeof useRenderedPair>) {
  const permissions = useQuery(libraryQuery(change.library)).data?.permissions;
  const sides = sidesOf(change, asset);
  const runs = useRuns();
  const empty = emptyFields(withoutSamples(pair.fields), pair.typed);
  const values = (side: typeof pair.base) => valuesOf(withoutSamples(side?.fields ?? []), pair.typed).values;
  const shown = pair.fields.filter(({ name, sample }) => empty.includes(name) && sample !== '');
  const isTrial = !isOver(change) && sides.head !== null;
  // What a side asks for is known when it has rendered once, or is known not to.
  const isReady = [pair.base, pair.head].every(
    (side) => side === null || side.rendered !== undefined || side.error !== null,
  );
  const because = notBecause({ permissions, isReady, isTrial, faults: pair.faults, empty, sides });
  return {
    base: runs.of('base'),
    head: runs.of('head'),
    sides,
    library: change.library,
    prompt: asset.path.replace(/\.prompt$/, ''),
    /** Where what was tried can be kept; null once the change has ended, and for those who may not read it. */
    branch:
      isOver(change) || asset.head === null || permissions?.includes('branch.list') !== true
        ? null
        : change.branch,
    name:
      sides.base === null
        ? 'Run the proposed version'
        : sides.head === null
          ? 'Run the old version'
          : 'Run both',
    isRunning: runs.isRunning,
    notBecause: because,
    stop: runs.stop,
    /** Takes the samples that the preview shows for what is meant; null when none is missing. */
    takeSamples:
      shown.length === 0
        ? null
        : () => {
            for (const { name, sample } of shown) pair.setVariable(name, sample);
          },
    run: () => {
      if (because !== null || runs.isRunning) return;
      if (sides.base !== null)
        void runs.start('base', { reference: sides.base, variables: values(pair.base) });
      if (sides.head !== null)
        void runs.start('head', { reference: sides.head, variables: values(pair.head) });
    },
  };
}

function notBecause(asked: {
  permissions: readonly string[] | undefined;
  isReady: boolean;
  isTrial: boolean;
  faults: Readonly<Record<string, string>>;
  empty: readonly string[];
  sides: ReturnType<typeof sidesOf>;
}): string | null {
  const { permissions, isReady, isTrial, faults, empty, sides } = asked;
  if (sides.base === null && sides.head === null)
    return 'Neither version can be run: it was never published.';
  if (permissions !== undefined && !permissions.includes('execution.create'))
    return 'You may read these prompts, not run them. Ask an administrator for a role that runs prompts.';
  if (permissions !== undefined && isTrial && !permissions.includes('branch.list'))
    return 'Only those who work on this library run what is not published yet.';
  if (!isReady) return 'What the versions ask for is on its way.';
  if (Object.keys(faults).length > 0) return 'Repair the marked variables first.';
  if (empty.length > 0) return `Fill in ${empty.join(', ')} first: both versions run on what you type.`;
  return null;
}
