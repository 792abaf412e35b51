import { Link } from '@tanstack/react-router';
import { Play, Square } from 'lucide-react';
import { useOrg } from '../../access/session.ts';
import { Button } from '../../design/Button.tsx';
import { useRunKeys } from '../../gateway/trying/use-run-keys.ts';
import type { useTrial } from './use-trial.ts';

type Props = {
  trial: ReturnType<typeof useTrial>;
  /** The only one on its page: Ctrl+Enter is its key. */
  alone: boolean;
};

const nothing = () => undefined;

/** The button under the variables, and what a run means. */
export function RunBoth({ trial, alone }: Props) {
  const org = useOrg();
  useRunKeys({ run: alone ? trial.run : nothing, stop: trial.isRunning ? trial.stop : null });
  return (
    <div className="mt-4 border-t pt-4">
      {trial.isRunning ? (
        <Button key="stop" look="danger" icon={<Square size={14} aria-hidden />} onClick={trial.stop}>
          Stop
        </Button>
      ) : (
        <Button
          key="run"
          look="primary"
          icon={<Play size={15} aria-hidden />}
          disabledBecause={trial.notBecause}
          onClick={trial.run}
        >
          {trial.name}
        </Button>
      )}
      {trial.takeSamples !== null && (
        <Button small look="quiet" className="ml-2" onClick={trial.takeSamples}>
          Use the samples shown
        </Button>
      )}
      <p className="text-ink-soft mt-2 text-xs leading-relaxed">
        {trial.notBecause ??
          'On these variables. Each run is recorded like every execution, and costs what it costs.'}
      </p>
      {trial.branch !== null && (
        <Link
          to="/$org/libraries/$library/prompts/$"
          params={{ org, library: trial.library, _splat: trial.prompt }}
          search={{ ref: trial.branch, tab: 'try' }}
          className="text-link text-xs"
        >
          With files, earlier runs, other versions and models
        </Link>
      )}
    </div>
  );
}
