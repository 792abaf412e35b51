import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { appsQuery, peopleQuery } from '../../access/queries.ts';
import { post } from '../../api/client.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field, Select, TextArea } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';

type Kind = 'execution' | 'library' | 'principal' | 'organization';
const kinds: readonly { value: Kind; label: string }[] = [
  { value: 'principal', label: 'all that a person or app ran' },
  { value: 'library', label: 'all that ran from a library' },
  { value: 'execution', label: 'one execution' },
  { value: 'organization', label: 'everything' },
];

export function PlaceHoldDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const people = useQuery(peopleQuery).data?.items ?? [];
  const apps = useQuery(appsQuery).data?.items ?? [];
  const [kind, setKind] = useState<Kind>('principal');
  const [target, setTarget] = useState('');
  const [reason, setReason] = useState('');
  const place = useMutation({
    mutationFn: () =>
      post('/api/v1/legal-holds', {
        target: kind === 'organization' ? { kind } : { kind, [kind]: target.trim() },
        reason: reason.trim(),
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['keeping'] });
      onClose();
    },
  });
  const because =
    kind !== 'organization' && target.trim() === ''
      ? 'Say what to hold.'
      : reason.trim().length < 3
        ? 'Say in a few words why.'
        : null;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Place a legal hold"
      description="From now on nothing that it holds is erased, by nobody, until an administrator lifts it."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (because === null) place.mutate();
        }}
      >
        <FormProblem error={place.error} />
        <Select
          label="What"
          value={kind}
          options={kinds}
          onChange={(event) => {
            setKind(kinds.find(({ value }) => value === event.target.value)?.value ?? 'principal');
            setTarget('');
          }}
        />
        {kind === 'principal' && (
          <Select
            label="Who"
            value={target}
            options={[
              { value: '', label: 'choose somebody' },
              ...[...people, ...apps].map(({ id, displayName }) => ({ value: id, label: displayName })),
            ]}
            onChange={(event) => setTarget(event.target.value)}
          />
        )}
        {(kind === 'library' || kind === 'execution') && (
          <Field
            label={kind === 'library' ? 'Library' : 'Execution'}
            value={target}
            placeholder={kind === 'library' ? 'marketing' : 'exe_…'}
            onChange={(event) => setTarget(event.target.value)}
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
          <Button type="submit" look="primary" busy={place.isPending} disabledBecause={because}>
            Place the hold
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
