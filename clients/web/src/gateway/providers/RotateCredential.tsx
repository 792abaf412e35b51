import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { put, segment } from '../../api/client.ts';
import type { Provider } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { kinds } from './looks.ts';
import { providersQuery } from './queries.ts';

/** Another credential for the same provider. Neither is shown. */
export function RotateCredential({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  const { id, name, kind } = provider;
  const queryClient = useQueryClient();
  const [credential, setCredential] = useState('');
  const rotate = useMutation({
    mutationFn: () => put<Provider>(`/api/v1/providers/${segment(id)}/credential`, { credential }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: providersQuery.queryKey });
      showToast({
        text: `Calls of ${name} use the new credential. Test it, then revoke the old one.`,
        tone: 'good',
      });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Exchange the credential of ${name}`}
      description="Calls that begin from then on use the new one, on every node within a second. Those under way end with the old one."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!rotate.isPending) rotate.mutate();
        }}
      >
        <Field
          label="New credential"
          required
          type="password"
          autoComplete="off"
          maxLength={10_000}
          hint={kinds[kind].credential}
          value={credential}
          onChange={({ target }) => setCredential(target.value)}
        />
        <FormProblem error={rotate.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={rotate.isPending}
            disabledBecause={credential === '' ? 'Paste the new credential first.' : null}
          >
            Exchange the credential
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
