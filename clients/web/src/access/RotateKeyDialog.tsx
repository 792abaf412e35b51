import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, segment } from '../api/client.ts';
import type { Key, NewKey } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Dialog, DialogActions } from '../design/Dialog.tsx';
import { Select } from '../design/Field.tsx';
import { FormProblem } from '../design/states.tsx';
import { SecretOnce } from './SecretOnce.tsx';

/** How long the old key still works, in hours. */
const overlaps = [
  { value: '0', label: 'ends at once' },
  { value: '1', label: 'works for another hour' },
  { value: '24', label: 'works for another day' },
  { value: '168', label: 'works for another week' },
];

/** Puts a new key in the place of one, and shows its secret once. */
export function RotateKeyDialog({ keyToRotate, onClose }: { keyToRotate: Key; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [overlapHours, setOverlapHours] = useState('24');
  const rotate = useMutation({
    mutationFn: () =>
      post<NewKey>(`/api/v1/keys/${segment(keyToRotate.id)}/rotate`, { overlapHours: Number(overlapHours) }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['keys'] }),
  });
  if (rotate.data !== undefined)
    return <SecretOnce name={rotate.data.displayName} secret={rotate.data.secret} onClose={onClose} />;
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Rotate ${keyToRotate.displayName}?`}
      description="A new key with the same rights takes its place. Put it where the old one is used before that one ends: it cannot be had back then."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          rotate.mutate();
        }}
      >
        <FormProblem error={rotate.error} />
        <Select
          label={`The old key ${keyToRotate.prefix}…`}
          value={overlapHours}
          options={overlaps}
          onChange={(event) => setOverlapHours(event.target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={rotate.isPending}>
            Rotate the key
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
