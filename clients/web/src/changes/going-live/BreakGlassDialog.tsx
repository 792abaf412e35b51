import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import type { ChangeDetail } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Select, TextArea } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { changePath } from '../queries.ts';
import { useRefresh } from './use-refresh.ts';

const shortest = 20;
const hours = ['1', '2', '4', '8'];

/** Publishes without approval. Says what that means, to whom, and how it ends, before it can be done. */
export function BreakGlassDialog({
  change: current,
  onClose,
}: {
  change: ChangeDetail;
  onClose: () => void;
}) {
  const [change] = useState(current);
  const [reason, setReason] = useState('');
  const [lasts, setLasts] = useState('1');
  const refresh = useRefresh();
  const run = useMutation({
    mutationFn: () => {
      const { revision, digest } = change;
      const expiresAt = new Date(Date.now() + Number(lasts) * 3_600_000).toISOString();
      return post(`${changePath(change.id)}/break-glass`, {
        revision,
        digest,
        reason: reason.trim(),
        expiresAt,
      });
    },
    onSuccess: async () => {
      await refresh();
      showToast({ text: 'It is live, without approval. Its review is due.', tone: 'bad' });
      onClose();
    },
  });
  const left = shortest - reason.trim().length;
  return (
    <Dialog open onClose={onClose} title="Break the glass?">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (left <= 0 && !run.isPending) run.mutate();
        }}
      >
        <ul className="border-bad bg-bad-soft flex list-disc flex-col gap-1 rounded-md border py-3 pr-3 pl-7 leading-relaxed">
          <li>
            It goes live in {change.environment} at once, for everybody, <strong>without approval</strong>.
          </li>
          <li>
            All admins and auditors are told now, with your name. It cannot be hidden or undone quietly.
          </li>
          <li>An approver who had no part in it must review it. Everybody sees it in red until then.</li>
          <li>
            Unless it is upheld, {change.environment} goes back to what was live before when the time is over.
          </li>
        </ul>
        <TextArea
          label="Why it cannot wait"
          required
          rows={4}
          value={reason}
          hint={left > 0 ? `${left} more characters` : 'Whoever reviews it reads this first.'}
          onChange={(event) => setReason(event.target.value)}
        />
        <Select
          label="For how long"
          value={lasts}
          options={hours.map((value) => ({ value, label: value === '1' ? '1 hour' : `${value} hours` }))}
          onChange={(event) => setLasts(event.target.value)}
        />
        <FormProblem error={run.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="danger"
            busy={run.isPending}
            disabledBecause={left > 0 ? `Say why it cannot wait: ${left} more characters.` : null}
          >
            Break the glass
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
