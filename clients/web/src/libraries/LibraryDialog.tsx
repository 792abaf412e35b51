import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useOrg } from '../access/session.ts';
import { post } from '../api/client.ts';
import type { Library } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Dialog, DialogActions } from '../design/Dialog.tsx';
import { Field, Select } from '../design/Field.tsx';
import { FormProblem } from '../design/states.tsx';

export function LibraryDialog({ onClose }: { onClose: () => void }) {
  const org = useOrg();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [description, setDescription] = useState('');
  const [visibility, setVisibility] = useState('open');
  const create = useMutation({
    mutationFn: () =>
      post<Library>('/api/v1/libraries', {
        name,
        visibility,
        description,
        ...(displayName === '' ? {} : { displayName }),
      }),
    onSuccess: async (library) => {
      await queryClient.invalidateQueries({ queryKey: ['libraries'] });
      await navigate({ to: '/$org/libraries/$library', params: { org, library: library.name } });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="New library"
      description="A git repository, with you as its first contributor."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <FormProblem error={create.error} />
        <Field
          label="Name"
          required
          pattern="[a-z0-9][a-z0-9\-]{0,62}"
          hint="Small letters, digits and dashes. It stands in addresses and cannot change."
          placeholder="customer-care"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label="Title"
          placeholder="Customer care"
          value={displayName}
          onChange={(event) => setDisplayName(event.target.value)}
        />
        <Field
          label="Description"
          placeholder="What is in it, and for whom"
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
        <Select
          label="Who may see it"
          value={visibility}
          options={[
            { value: 'open', label: 'Open: everybody here runs what is published' },
            { value: 'restricted', label: 'Restricted: unknown to all without a role on it' },
          ]}
          onChange={(event) => setVisibility(event.target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={create.isPending}>
            Make the library
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
