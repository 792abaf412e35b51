import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { ChangeDetail } from '../api/types.ts';
import { RunPanel } from '../gateway/evaluations/RunPanel.tsx';
import { isOver } from './standing/stage.ts';

/** The evaluations about what a change alters, run on its branch, beside what is live. What they say is a check of the change. */
export default function EvaluationsTab({ change }: { change: ChangeDetail }) {
  const client = useQueryClient();
  const onEnded = useCallback(() => {
    void client.invalidateQueries({ queryKey: ['changes'] });
  }, [client]);
  return (
    <RunPanel
      wanted={{ library: change.library, change: change.id }}
      asked={{ change: change.id }}
      notBecause={isOver(change) ? 'The change has ended. Run the evaluation on its own page.' : null}
      onEnded={onEnded}
    >
      Nobody ran the evaluations of this change yet. The cases about its prompts run on what it proposes and
      on what is live, each as an execution of yours. What comes out is the check “evaluations” of exactly
      these bytes.
    </RunPanel>
  );
}
