import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { TextArea } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';

type Props = { title: string; description: string; act: string; path: string; onClose: () => void };

/** Something that needs a reason and nothing else. */
export function ReasonDialog({ title, description, act, path, onClose }: Props) {
  const queryClient = useQueryClient();
  const [reason, setReason] = useState('');
  const run = useMutation({
    mutationFn: () => post(path, { reason: reason.trim() }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['keeping'] });
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} title={title} description={description}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          run.mutate();
        }}
      >
        <FormProblem error={run.error} />
        <TextArea
          label="Why"
          value={reason}
          maxLength={2_000}
          onChange={(event) => setReason(event.target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={run.isPending}
            disabledBecause={reason.trim().length < 3 ? 'Say in a few words why.' : null}
          >
            {act}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
