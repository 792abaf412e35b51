import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { appsQuery, peopleQuery } from '../../access/queries.ts';
import { post } from '../../api/client.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field, Select, TextArea } from '../../design/Field.tsx';
import { RadioCards } from '../../design/RadioCards.tsx';
import { FormProblem } from '../../design/states.tsx';

type Kind = 'principal' | 'words' | 'executions';

export function AskErasureDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const people = useQuery(peopleQuery).data?.items ?? [];
  const apps = useQuery(appsQuery).data?.items ?? [];
  const [kind, setKind] = useState<Kind>('principal');
  const [about, setAbout] = useState('');
  const [reason, setReason] = useState('');
  const ids = about.split(/[\s,]+/).filter((id) => id !== '');
  const target =
    kind === 'principal'
      ? { kind, id: about }
      : kind === 'words'
        ? { kind, words: about.trim() }
        : { kind, ids };
  const ask = useMutation({
    mutationFn: () => post('/api/v1/erasures', { target, reason: reason.trim() }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['keeping'] });
      onClose();
    },
  });
  const because =
    about.trim().length < 4
      ? 'Say what to erase.'
      : reason.trim().length < 3
        ? 'Say in a few words why.'
        : null;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Ask for an erasure"
      description="Nothing happens yet: another administrator has to approve it."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (because === null) ask.mutate();
        }}
      >
        <FormProblem error={ask.error} />
        <RadioCards
          legend="What"
          name="kind"
          value={kind}
          onChange={(next) => {
            setKind(next);
            setAbout('');
          }}
          choices={[
            {
              value: 'principal',
              label: 'What somebody ran',
              about: 'Everything that a person or app said to a model.',
            },
            {
              value: 'words',
              label: 'What names somebody',
              about: 'Everything that holds a name or an address, whoever ran it.',
            },
            { value: 'executions', label: 'Some executions', about: 'By their ids.' },
          ]}
        />
        {kind === 'principal' ? (
          <Select
            label="Who"
            value={about}
            options={[
              { value: '', label: 'choose somebody' },
              ...[...people, ...apps].map(({ id, displayName }) => ({ value: id, label: displayName })),
            ]}
            onChange={(event) => setAbout(event.target.value)}
          />
        ) : kind === 'words' ? (
          <Field
            label="Words"
            value={about}
            maxLength={200}
            placeholder="jane.doe@example.com"
            hint="At least four characters. Kept until it is done, and in no entry."
            onChange={(event) => setAbout(event.target.value)}
          />
        ) : (
          <TextArea
            label="Executions"
            value={about}
            placeholder="exe_…"
            onChange={(event) => setAbout(event.target.value)}
          />
        )}
        <TextArea
          label="Why"
          value={reason}
          maxLength={2_000}
          onChange={(event) => setReason(event.target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={ask.isPending} disabledBecause={because}>
            Ask for it
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
