import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, segment } from '../api/client.ts';
import type { PasswordLink, Person } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Dialog, DialogActions } from '../design/Dialog.tsx';
import { Field } from '../design/Field.tsx';
import { FormProblem } from '../design/states.tsx';
import { RoleSelect } from './RoleFields.tsx';
import { SecretOnce } from './SecretOnce.tsx';

export function PersonDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [displayName, setDisplayName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState('viewer');
  const [made, setMade] = useState<Person | null>(null);
  const link = useMutation({
    mutationFn: (person: Person) => post<PasswordLink>(`/api/v1/people/${segment(person.id)}/password-link`),
  });
  const create = useMutation({
    mutationFn: () => post<Person>('/api/v1/people', { displayName, email, role }),
    onSuccess: async (person) => {
      setMade(person);
      link.mutate(person);
      await queryClient.invalidateQueries({ queryKey: ['people'] });
    },
  });
  if (made !== null && link.data !== undefined)
    return (
      <SecretOnce
        name={made.displayName}
        secret={link.data.link}
        title={`Give this link to ${made.displayName}`}
        description="With it they choose their password, once and within a day. It is shown this once; the page of the person makes another one."
        onClose={onClose}
      />
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add a person"
      description="You get a link for them, with which they choose their password."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (made !== null) link.mutate(made);
          else if (!create.isPending) create.mutate();
        }}
      >
        <FormProblem error={create.error ?? link.error} />
        <Field
          label="Name"
          required
          value={displayName}
          onChange={(event) => setDisplayName(event.target.value)}
        />
        <Field
          label="E-mail"
          type="email"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <RoleSelect value={role} onChange={setRole} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={create.isPending || link.isPending}>
            {made === null ? 'Add the person' : 'Make the link'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
