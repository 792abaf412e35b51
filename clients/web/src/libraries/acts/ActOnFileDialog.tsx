import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useOrg } from '../../access/session.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Checkbox, Field, TextArea } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { type Progress, proposeAct } from '../propose.ts';
import { type FileAct, nameOf, pathFor, perform, titleFor, whatHappens } from './act.ts';

type Props = {
  library: string;
  act: FileAct;
  /** Environments where it is live. */
  live: readonly string[];
  onClose: () => void;
};

const verbs = { move: 'Propose rename', delete: 'Propose deletion', restore: 'Propose restoring' } as const;

/** Renames, deletes or restores a file as a change: what will happen, why, and to review, in one step. */
export default function ActOnFileDialog({ library, act, live, onClose }: Props) {
  const org = useOrg();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState(nameOf(act.path).replace(/\/$/, ''));
  const [description, setDescription] = useState('');
  const [submit, setSubmit] = useState(true);
  const progress = useRef<Progress>({});
  const to = act.kind === 'move' ? pathFor(typed, act.path) : act.path;
  const verb = act.kind === 'restore' ? `${verbs.restore} v${act.version}` : verbs[act.kind];
  const send = useMutation({
    mutationFn: () =>
      proposeAct(
        {
          library,
          path: act.path.replace(/\/$/, ''),
          title: titleFor(act, to),
          description,
          submit,
          environment: 'production',
        },
        (onto) => perform(library, act, to, onto),
        progress.current,
      ),
    onSuccess: async (change) => {
      showToast({
        text: submit ? 'Proposed. It waits for a review now.' : 'Kept as a draft change.',
        tone: 'good',
      });
      void queryClient.invalidateQueries({ queryKey: ['changes'] });
      void queryClient.invalidateQueries({ queryKey: ['libraries', library] });
      await navigate({ to: '/$org/changes/$change', params: { org, change: change.id } });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`${titleOf(act)} ${nameOf(act.path)}`}
      description={whatHappens(library, act, live)}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!send.isPending) send.mutate();
        }}
      >
        <FormProblem error={send.error} />
        {act.kind === 'move' && (
          <Field
            label="New name"
            required
            hint="Folders with a slash, such as tickets/triage. Nothing that is there is overwritten."
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
        <TextArea
          label="Why (optional)"
          rows={3}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
        <Checkbox
          label="Ask for review right away"
          checked={submit}
          onChange={(event) => setSubmit(event.target.checked)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look={act.kind === 'delete' ? 'danger' : 'primary'}
            busy={send.isPending}
            disabledBecause={act.kind === 'move' && to === act.path ? 'Type another name first.' : null}
          >
            {verb}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function titleOf(act: FileAct): string {
  if (act.kind === 'move') return 'Rename or move';
  return act.kind === 'delete' ? 'Delete' : `Restore v${act.version} of`;
}
