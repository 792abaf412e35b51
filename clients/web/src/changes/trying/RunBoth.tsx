import { Play } from 'lucide-react';
import { Button } from '../../design/Button.tsx';
import type { useTrial } from './use-trial.ts';

/** The button under the variables, and what a run means. */
export const RunBoth = ({ trial }: { trial: ReturnType<typeof useTrial> }) => (
  <div className="mt-4 border-t pt-4">
    <Button
      look="primary"
      icon={<Play size={15} aria-hidden />}
      busy={trial.isRunning}
      disabledBecause={trial.notBecause}
      onClick={trial.run}
    >
      {trial.isRunning ? 'Running…' : trial.name}
    </Button>
    <p className="text-ink-soft mt-2 text-xs leading-relaxed">
      {trial.notBecause ??
        'On these variables. Each run is recorded like every execution, and costs what it costs.'}
    </p>
  </div>
);
