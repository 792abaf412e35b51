import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiProblem } from '../api/problem.ts';
import type { ChangeAction, ChangeDetail } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Dialog, DialogActions } from '../design/Dialog.tsx';
import { TextArea } from '../design/Field.tsx';
import { RadioCards } from '../design/RadioCards.tsx';
import { FormProblem } from '../design/states.tsx';
import { showToast } from '../design/toasts.ts';
import { ActExplanation } from './ActExplanation.tsx';
import { type ActInput, act, actWords } from './act.ts';

type Props = { action: ChangeAction; change: ChangeDetail; onClose: () => void };

const titles: Partial<Record<ChangeAction, string>> = {
  'change.submit': 'Ask for review?',
  'change.review': 'Review this change',
  'change.approve': 'Approve exactly what you saw?',
  'change.retract': 'Take back what you decided?',
  'change.reject': 'Reject this change?',
  'change.withdraw': 'Withdraw this change?',
  'change.publish': 'Publish to everybody?',
};

/** Asks once more, says what will happen, and keeps what was typed when the server refuses. */
export function ActDialog({ action, change: current, onClose }: Props) {
  // What the dialog was opened on: a revision that arrives meanwhile must not be decided unseen.
  const [change] = useState(current);
  const queryClient = useQueryClient();
  const [comment, setComment] = useState('');
  const [verdict, setVerdict] = useState<ActInput['verdict']>('endorse');
  const refresh = async () => {
    await queryClient.invalidateQueries({ queryKey: ['changes'] });
    void queryClient.invalidateQueries({ queryKey: ['libraries'] });
    void queryClient.invalidateQueries({ queryKey: ['home'] });
  };
  const run = useMutation({
    mutationFn: () => act(action, change, { comment, verdict }),
    onSuccess: async () => {
      await refresh();
      showToast({ text: actWords[action].done, tone: 'good' });
      onClose();
    },
  });
  const isStale = run.error instanceof ApiProblem && run.error.status === 409;
  const takesComment =
    action === 'change.review' || action === 'change.approve' || action === 'change.reject';
  const needsComment =
    action === 'change.reject' || (action === 'change.review' && verdict === 'request_changes');
  const because = needsComment && comment.trim() === '' ? 'Say why first: the author works with it.' : null;
  return (
    <Dialog open onClose={onClose} title={titles[action] ?? actWords[action].button}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (because === null && !run.isPending) run.mutate();
        }}
      >
        <ActExplanation action={action} change={change} />
        {action === 'change.review' && (
          <RadioCards
            legend="Your verdict"
            name="verdict"
            choices={verdicts}
            value={verdict}
            onChange={setVerdict}
          />
        )}
        {takesComment && (
          <TextArea
            label={needsComment ? 'Why' : 'Comment (optional)'}
            required={needsComment}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
        )}
        <FormProblem error={run.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          {isStale && <Button onClick={() => void refresh().then(onClose)}>Load the change anew</Button>}
          <Button
            type="submit"
            look={action === 'change.reject' || action === 'change.withdraw' ? 'danger' : 'primary'}
            busy={run.isPending}
            disabledBecause={because}
          >
            {action === 'change.review'
              ? verdict === 'endorse'
                ? 'Endorse'
                : 'Request changes'
              : actWords[action].button}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

const verdicts = [
  { value: 'endorse', label: 'Endorse', about: 'It is good; it may go on to approval' },
  { value: 'request_changes', label: 'Request changes', about: 'It goes back to its author' },
] as const;
