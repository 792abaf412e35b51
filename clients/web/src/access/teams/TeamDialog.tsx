import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, post, segment } from '../../api/client.ts';
import type { Team } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field, TextArea } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';

/** Makes a team, or changes how one is shown. */
export function TeamDialog({ edited, onClose }: { edited?: Team; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState(edited?.displayName ?? '');
  const [description, setDescription] = useState(edited?.description ?? '');
  const save = useMutation({
    mutationFn: () => {
      const facts = { description, ...(displayName === '' ? {} : { displayName }) };
      return edited === undefined
        ? post('/api/v1/teams', { name, ...facts })
        : call('PATCH', `/api/v1/teams/${segment(edited.name)}`, facts);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['teams'] });
      const text = edited === undefined ? `${displayName || name} is there. Add its people next.` : 'Saved.';
      showToast({ text, tone: 'good' });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={edited === undefined ? 'Make a team' : `Edit ${edited.displayName}`}
      description={
        edited === undefined
          ? 'Nobody is in it yet. Requirements name it, and ask its people.'
          : 'Only how it is shown. Its name stays, because requirements say it.'
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) save.mutate();
        }}
      >
        <FormProblem error={save.error} />
        {edited === undefined && (
          <Field
            label="Name"
            required
            pattern="[a-z]([a-z0-9\-]{0,61}[a-z0-9])?"
            hint="Small letters, digits and dashes. Requirements say it. It cannot change and is never given again."
            placeholder="legal"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
        <Field
          label="Title"
          placeholder="Legal counsel"
          maxLength={200}
          value={displayName}
          onChange={(event) => setDisplayName(event.target.value)}
        />
        <TextArea
          label="Description"
          placeholder="What this team answers for"
          maxLength={2000}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={save.isPending}>
            {edited === undefined ? 'Make the team' : 'Save'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
