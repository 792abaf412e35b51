import { useState } from 'react';
import type { Commit, Library } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { StepDialog } from './merging/StepDialog.tsx';

/** What one can do with a commit: take it back, or put what it did on another branch. Stands at the foot of its details. */
export function CommitActions({
  library,
  commit,
}: {
  library: Library;
  commit: Pick<Commit, 'commit' | 'message' | 'parents'>;
}) {
  const [step, setStep] = useState<'revert' | 'cherry-pick'>();
  const because = library.permissions.includes('commit.revert')
    ? null
    : 'Only contributors of this library commit to its branches.';
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      <Button small disabledBecause={because} onClick={() => setStep('revert')}>
        Revert
      </Button>
      <Button small disabledBecause={because} onClick={() => setStep('cherry-pick')}>
        Cherry-pick
      </Button>
      {step !== undefined && (
        <StepDialog library={library.name} commit={commit} step={step} onClose={() => setStep(undefined)} />
      )}
    </div>
  );
}
