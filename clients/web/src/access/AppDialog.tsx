import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/client.ts';
import type { App, Scope } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Dialog, DialogActions } from '../design/Dialog.tsx';
import { Field } from '../design/Field.tsx';
import { FormProblem } from '../design/states.tsx';
import { showToast } from '../design/toasts.ts';
import { RoleSelect, ScopeSelect } from './RoleFields.tsx';

export function AppDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [displayName, setDisplayName] = useState('');
  const [role, setRole] = useState('viewer');
  const [scope, setScope] = useState<Scope>({ kind: 'organization' });
  const create = useMutation({
    mutationFn: () => post<App>('/api/v1/apps', { displayName, role, scope }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['apps'] });
      showToast({ text: `${displayName} is there. Make a key for it next.`, tone: 'good' });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add an app"
      description="A machine identity. You own it: what it does counts as yours in separation of duties."
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
          placeholder="Support desk bot"
          onChange={(event) => setDisplayName(event.target.value)}
        />
        <RoleSelect value={role} onChange={setRole} />
        <ScopeSelect value={scope} onChange={setScope} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={create.isPending}>
            Add the app
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
