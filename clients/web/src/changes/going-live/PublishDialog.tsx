import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import { ApiProblem } from '../../api/problem.ts';
import type { ChangeDetail } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field, TextArea } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { minuteTime } from '../../design/time.ts';
import { showToast } from '../../design/toasts.ts';
import { fromInput, toInput } from '../../libraries/environments/instant.ts';
import { ActExplanation } from '../ActExplanation.tsx';
import { changePath } from '../queries.ts';
import { useRefresh } from './use-refresh.ts';
import { When } from './When.tsx';

const hourMs = 3_600_000;
/** A full hour, at least one from now. */
const nextHour = () => new Date(Math.ceil(Date.now() / hourMs + 1) * hourMs).toISOString();

/** Publishes now or at a time, with what is said to those who run it. Everything is checked again at that time. */
export function PublishDialog({ change: current, onClose }: { change: ChangeDetail; onClose: () => void }) {
  // What the dialog was opened on: a revision that arrives meanwhile must not be published unseen.
  const [change] = useState(current);
  const [notes, setNotes] = useState(change.notes);
  const [later, setLater] = useState(false);
  const [at, setAt] = useState(nextHour);
  const refresh = useRefresh();
  const run = useMutation({
    mutationFn: () => {
      const { revision, digest } = change;
      const said = notes.trim() === '' ? {} : { notes: notes.trim() };
      const path = changePath(change.id);
      return later
        ? post(`${path}/schedule`, { revision, digest, at, ...said })
        : post(`${path}/publish`, { revision, digest, ...said });
    },
    onSuccess: async () => {
      await refresh();
      const text = later ? `It goes live at ${minuteTime(new Date(at))}.` : 'Published. It is live now.';
      showToast({ text, tone: 'good' });
      onClose();
    },
  });
  const isStale = run.error instanceof ApiProblem && run.error.status === 409;
  const may = change.may[later ? 'change.schedule' : 'change.publish'];
  const because =
    may?.allowed === false
      ? (may.why ?? 'You cannot do this here.')
      : later && at === ''
        ? 'Choose a time first.'
        : null;
  return (
    <Dialog open onClose={onClose} title="Publish to everybody?">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (because === null && !run.isPending) run.mutate();
        }}
      >
        <ActExplanation action="change.publish" change={change} />
        <TextArea
          label="Release notes"
          rows={5}
          value={notes}
          hint="Those who run it read them beside the version. They cannot be changed afterwards."
          onChange={(event) => setNotes(event.target.value)}
        />
        <When later={later} onChange={setLater} environment={change.environment} />
        {later && (
          <Field
            label="At"
            type="datetime-local"
            step={60}
            required
            value={toInput(at)}
            hint="In your own time, at most 90 days ahead. Never early; if it may not be published then, it is not, and you are told."
            onChange={(event) => setAt(fromInput(event.target.value))}
          />
        )}
        <FormProblem error={run.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          {isStale && <Button onClick={() => void refresh().then(onClose)}>Load the change anew</Button>}
          <Button type="submit" look="primary" busy={run.isPending} disabledBecause={because}>
            {later ? 'Schedule' : 'Publish'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
