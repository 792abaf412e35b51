import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, segment } from '../../api/client.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';

/** Starts a branch at main. */
export function BranchDialog({ library, onClose }: { library: string; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const make = useMutation({
    mutationFn: () => post(`/api/v1/libraries/${segment(library)}/branches`, { name }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['libraries', library] });
      showToast({ text: `Branch ${name} stands where main stands.`, tone: 'good' });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="New branch"
      description="It starts where main stands. Edit there, then propose it as a change."
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!make.isPending) make.mutate();
        }}
      >
        <FormProblem error={make.error} />
        <Field
          label="Name"
          required
          maxLength={200}
          placeholder="warmer-tone"
          hint="Lower-case letters, digits and hyphens; parts separated by /."
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={make.isPending}>
            Start branch
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
