import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import type { ExportTarget } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { targetPath } from './targets.ts';

/** Where a target goes on: earlier, to send again; later, to leave out what a receiver never takes. */
export function ReplayDialog({ target, onClose }: { target: ExportTarget; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [text, setText] = useState(String(target.nextIndex));
  const move = useMutation({
    mutationFn: () => call('PATCH', targetPath(target.id), { nextIndex: Number(text) }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['ledger', 'export-targets'] });
      onClose();
    },
  });
  const because = /^\d{1,15}$/.test(text.trim()) ? null : 'Give the index of an entry, 0 for the first.';
  const jump = Number(text) - target.nextIndex;
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Where does ${target.name} go on?`}
      description="Its receiver gets every entry from there on, in order. The move is recorded."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (because === null) move.mutate();
        }}
      >
        <FormProblem error={move.error} />
        <Field
          label="Next entry"
          inputMode="numeric"
          value={text}
          onChange={({ target: { value } }) => setText(value)}
          hint={
            because !== null || jump === 0
              ? 'An index as the list of entries shows it.'
              : jump < 0
                ? `${-jump} entries are sent once more. A receiver tells them by their ids.`
                : `${jump} entries are never sent there.`
          }
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={move.isPending} disabledBecause={because}>
            Go on from there
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
