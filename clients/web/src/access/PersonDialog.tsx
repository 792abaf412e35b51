import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/client.ts';
import type { Person, Role } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Dialog, DialogActions } from '../design/Dialog.tsx';
import { Field } from '../design/Field.tsx';
import { FormProblem } from '../design/states.tsx';
import { showToast } from '../design/toasts.ts';
import { RoleSelect } from './RoleFields.tsx';

export function PersonDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [displayName, setDisplayName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const create = useMutation({
    mutationFn: () => post<Person>('/api/v1/people', { displayName, email, password, role }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['people'] });
      showToast({ text: `${displayName} can sign in now.`, tone: 'good' });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add a person"
      description="They sign in with this e-mail and password."
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
        <Field
          label="First password"
          type="password"
          autoComplete="new-password"
          required
          minLength={12}
          hint="At least 12 characters. Hand it over in person or by a safe channel."
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <RoleSelect value={role} onChange={setRole} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={create.isPending}>
            Add the person
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
