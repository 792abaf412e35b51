import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field, TextArea } from '../../design/Field.tsx';
import { RadioCards } from '../../design/RadioCards.tsx';
import { FormProblem } from '../../design/states.tsx';
import { headQuery } from '../queries.ts';

/** Binds what was looked at: from an entry to the head of this moment. */
export function AttestDialog({ from: first, onClose }: { from: number; onClose: () => void }) {
  const queryClient = useQueryClient();
  const head = useQuery(headQuery).data;
  // The head that was on the screen when it was opened: what came after it was not looked at.
  const [treeSize] = useState(head?.treeSize ?? 0);
  const [from, setFrom] = useState(String(first));
  const [conclusion, setConclusion] = useState<'nothing' | 'findings'>('nothing');
  const [findings, setFindings] = useState('');
  const attest = useMutation({
    mutationFn: () =>
      post('/api/v1/attestations', { from: Number(from), treeSize, conclusion, findings: findings.trim() }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['ledger', 'reviews'] });
      onClose();
    },
  });
  const because =
    treeSize === 0
      ? 'The head of the log is not loaded yet.'
      : !/^\d+$/.test(from) || Number(from) >= treeSize
        ? `Give the first entry that you looked at, below ${treeSize}.`
        : findings.trim() === ''
          ? 'Say in a sentence what you looked at and what you found.'
          : null;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Attest a review"
      description={`That you looked at the entries up to #${treeSize - 1}. It is recorded with the root of the log at that size, and cannot be taken back.`}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (because === null) attest.mutate();
        }}
      >
        <FormProblem error={attest.error} />
        <Field
          label="First entry"
          inputMode="numeric"
          value={from}
          onChange={(event) => setFrom(event.target.value)}
          hint="The one after the last review."
        />
        <RadioCards
          legend="What did you find?"
          name="conclusion"
          value={conclusion}
          onChange={setConclusion}
          choices={[
            { value: 'nothing', label: 'Nothing', about: 'Everything is as it should be.' },
            { value: 'findings', label: 'Findings', about: 'Something has to be looked into.' },
          ]}
        />
        <TextArea
          label="In words"
          value={findings}
          maxLength={10_000}
          rows={4}
          onChange={(event) => setFindings(event.target.value)}
          hint="Kept beside the log; the entry holds a commitment to it."
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={attest.isPending} disabledBecause={because}>
            Attest
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
