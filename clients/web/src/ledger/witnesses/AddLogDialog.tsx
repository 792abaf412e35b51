import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';

/** Vouches for somebody else's log from now on. */
export function AddLogDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [key, setKey] = useState('');
  const add = useMutation({
    mutationFn: () => post('/api/v1/witnessed-logs', { key: key.trim() }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['ledger', 'witnessed-logs'] });
      onClose();
    },
  });
  const because = key.trim().length < 10 ? 'Paste the log’s key.' : null;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Witness a log"
      description="Each of its heads that continues the one before is cosigned with your key; one that does not is refused, and kept as proof where it is one."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (because === null) add.mutate();
        }}
      >
        <FormProblem error={add.error} />
        <Field
          label="The log’s key"
          value={key}
          maxLength={500}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setKey(event.target.value)}
          hint="From its owner: the key on their ledger page. When they rotate it, add the new one beside it."
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={add.isPending} disabledBecause={because}>
            Witness it
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
