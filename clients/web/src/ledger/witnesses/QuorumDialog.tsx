import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { put } from '../../api/client.ts';
import type { Witnessing } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';

/** N of M. */
export function QuorumDialog({ witnessing, onClose }: { witnessing: Witnessing; onClose: () => void }) {
  const queryClient = useQueryClient();
  const { of } = witnessing;
  const [need, setNeed] = useState(String(witnessing.need));
  const require = useMutation({
    mutationFn: () => put('/api/v1/witness-rule', { need: Number(need) }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['ledger', 'witnesses'] });
      onClose();
    },
  });
  const because =
    /^[1-9]\d?$/.test(need.trim()) && Number(need) <= of ? null : `Give a number from 1 to ${of}.`;
  return (
    <Dialog
      open
      onClose={onClose}
      title="How many must cosign?"
      description="A head counts as witnessed when so many have cosigned it. Fewer tolerate witnesses that are away; more are harder to deceive together."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (because === null) require.mutate();
        }}
      >
        <FormProblem error={require.error} />
        <Field
          label={`How many of the ${of}`}
          inputMode="numeric"
          value={need}
          onChange={(event) => setNeed(event.target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={require.isPending} disabledBecause={because}>
            Require so many
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
