import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, post, segment } from '../../api/client.ts';
import type { Environment } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';

/** Makes an environment, or changes how one is shown. */
export function EnvironmentDialog({ edited, onClose }: { edited?: Environment; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState(edited?.displayName ?? '');
  const [description, setDescription] = useState(edited?.description ?? '');
  const [position, setPosition] = useState(String(edited?.position ?? 15));
  const save = useMutation({
    mutationFn: () => {
      const facts = {
        description,
        position: Number(position),
        ...(displayName === '' ? {} : { displayName }),
      };
      return edited === undefined
        ? post('/api/v1/environments', { name, ...facts })
        : call('PATCH', `/api/v1/environments/${segment(edited.name)}`, facts);
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['environments'] });
      showToast({ text: edited === undefined ? `${name} is there.` : 'Saved.', tone: 'good' });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={edited === undefined ? 'New environment' : `Edit ${edited.displayName}`}
      description={
        edited === undefined
          ? 'Nothing is live in it until a change is published to it.'
          : 'Only how it is shown. Its name stays, because references say it.'
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
            hint="Small letters, digits and dashes. Programs name it: prompt@name. It cannot change."
            placeholder="eu-production"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
        <Field
          label="Title"
          placeholder="Production, Europe"
          maxLength={200}
          value={displayName}
          onChange={(event) => setDisplayName(event.target.value)}
        />
        <Field
          label="Description"
          placeholder="Who runs what is live there"
          maxLength={2000}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
        <Field
          label="Position"
          type="number"
          min={0}
          max={1000000}
          required
          hint="Smaller comes first. Staging has 10 and production 20 to begin with."
          value={position}
          onChange={(event) => setPosition(event.target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={save.isPending}>
            {edited === undefined ? 'Make the environment' : 'Save'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
