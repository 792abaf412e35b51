import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { NewPasswordField } from './NewPasswordField.tsx';

/** Changes my password; my other sessions end. */
export function PasswordDialog({ email, onClose }: { email: string; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const change = useMutation({
    mutationFn: () => post<{ sessionsEnded: number }>('/api/v1/account/password', { current, password }),
    onSuccess: async ({ sessionsEnded }) => {
      await Promise.all(
        ['account', 'sessions'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
      );
      const others = sessionsEnded === 0 ? '' : ` You are signed out on ${sessionsEnded} other device(s).`;
      showToast({ text: `Your password is changed.${others}`, tone: 'good' });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Change your password"
      description="You stay signed in here, and are signed out everywhere else."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!change.isPending) change.mutate();
        }}
      >
        <FormProblem error={change.error} />
        <input type="hidden" autoComplete="username" value={email} readOnly />
        <Field
          label="Password of now"
          type="password"
          autoComplete="current-password"
          required
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <NewPasswordField label="New password" value={password} onChange={setPassword} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={change.isPending}>
            Change the password
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
