import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import type { ChangeDetail } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { TextArea } from '../../design/Field.tsx';
import { RadioCards } from '../../design/RadioCards.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { changePath } from '../queries.ts';
import { useRefresh } from './use-refresh.ts';

/** Upholds or undoes what an emergency brought. */
export function BreakGlassReviewDialog({ change, onClose }: { change: ChangeDetail; onClose: () => void }) {
  const [verdict, setVerdict] = useState<'uphold' | 'undo'>('uphold');
  const [comment, setComment] = useState('');
  const refresh = useRefresh();
  const run = useMutation({
    mutationFn: () =>
      post(`${changePath(change.id)}/break-glass/review`, {
        verdict,
        digest: change.digest,
        comment: comment.trim(),
      }),
    onSuccess: async () => {
      await refresh();
      showToast({ text: verdict === 'uphold' ? 'Upheld.' : 'Undone.', tone: 'good' });
      onClose();
    },
  });
  const isLive = change.breakGlass?.state === 'live';
  const { environment } = change;
  const choices = [
    {
      value: 'uphold' as const,
      label: 'Uphold',
      about: isLive
        ? `It was right, and stays live in ${environment} as if it had been approved`
        : 'It was right. What is live does not change any more',
    },
    {
      value: 'undo' as const,
      label: 'Undo',
      about: isLive
        ? `${environment} goes back to what was live before, at once`
        : 'It should not have been done. What is live does not change any more',
    },
  ];
  return (
    <Dialog open onClose={onClose} title="Review the break-glass">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (comment.trim().length >= 3 && !run.isPending) run.mutate();
        }}
      >
        <RadioCards
          legend="Your verdict"
          name="verdict"
          choices={choices}
          value={verdict}
          onChange={setVerdict}
        />
        <TextArea label="Why" required value={comment} onChange={(event) => setComment(event.target.value)} />
        <FormProblem error={run.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look={verdict === 'undo' ? 'danger' : 'primary'}
            busy={run.isPending}
            disabledBecause={comment.trim().length < 3 ? 'Say why first: it stays in the record.' : null}
          >
            {verdict === 'uphold' ? 'Uphold' : 'Undo'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
