import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Digest } from '../../design/Digest.tsx';
import { Field } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';

/** Asks somebody else to cosign: their key and address here, this log's key there. */
export function AddWitnessDialog({ logKey, onClose }: { logKey: string; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [key, setKey] = useState('');
  const [url, setUrl] = useState('');
  const add = useMutation({
    mutationFn: () => post('/api/v1/witnesses', { key: key.trim(), url: url.trim() }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['ledger', 'witnesses'] });
      onClose();
    },
  });
  const because =
    key.trim().length < 10
      ? 'Paste the witness’s key.'
      : url.trim() === ''
        ? 'Give the witness’s address.'
        : null;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add a witness"
      description="From the next head on it is asked to cosign. It is recorded, with its key."
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
          label="Key"
          value={key}
          maxLength={500}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setKey(event.target.value)}
          hint="NAME+HASH+BASE64, from whoever runs the witness. Get it by another way than its address."
        />
        <Field
          label="Address"
          value={url}
          maxLength={500}
          inputMode="url"
          autoComplete="off"
          placeholder="https://witness.example.com/w1"
          onChange={(event) => setUrl(event.target.value)}
          hint="Its submission prefix, on a host that your operator allows."
        />
        <div className="text-ink-soft text-sm leading-relaxed">
          They have to add your log too, by its key: <Digest value={logKey} length={32} />
        </div>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={add.isPending} disabledBecause={because}>
            Add it
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
