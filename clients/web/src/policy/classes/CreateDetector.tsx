import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import type { OutsideDetector } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field } from '../../design/Field.tsx';
import { RadioCards } from '../../design/RadioCards.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { detectorsQuery } from './detectors.ts';

const failures = [
  { value: 'refuse', label: 'Refuse the call', about: 'Nothing passes that it did not look through.' },
  {
    value: 'go_on',
    label: 'Go on',
    about: 'The call is marked as not looked through; rules may ask for that.',
  },
] as const;

/** Where a detector is, and what happens without it. */
export function CreateDetector({ hosts, onClose }: { hosts: readonly string[]; onClose: () => void }) {
  const client = useQueryClient();
  const [draft, setDraft] = useState({ name: '', url: '', secret: '', timeoutMs: '1000' });
  const [onFailure, setOnFailure] = useState<'refuse' | 'go_on'>();
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const { name, url, secret, timeoutMs } = draft;
  const create = useMutation({
    mutationFn: () =>
      post<OutsideDetector>('/api/v1/detectors', {
        ...{ name, url, timeoutMs: Number(timeoutMs), onFailure },
        ...(secret === '' ? {} : { secret }),
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: detectorsQuery.queryKey });
      showToast({ text: `${name} looks through calls from now on.`, tone: 'good' });
      onClose();
    },
  });
  const missing =
    name.trim() === ''
      ? 'Name it first.'
      : url.trim() === ''
        ? 'Say where it is first.'
        : onFailure === undefined
          ? 'Say what happens when it does not answer.'
          : null;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Set an outside detector up"
      description={
        hosts.length === 0
          ? 'This server lets detectors be nowhere yet. Whoever runs it lists hosts in COUNTERSIGN_DETECTOR_HOSTS.'
          : `Every call’s texts are sent there. It may be at: ${hosts.join(', ')}.`
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!create.isPending) create.mutate();
        }}
      >
        <Field label="Name" required value={name} onChange={({ target }) => set({ name: target.value })} />
        <Field
          label="Address"
          required
          placeholder="https://detector.example.com/find"
          value={url}
          onChange={({ target }) => set({ url: target.value })}
        />
        <Field
          label="Secret (optional)"
          hint="Sent as Authorization: Bearer …, kept sealed, shown nowhere"
          type="password"
          autoComplete="off"
          value={secret}
          onChange={({ target }) => set({ secret: target.value })}
        />
        <Field
          label="Time limit in milliseconds"
          hint="Every call waits for it so long at most"
          inputMode="numeric"
          value={timeoutMs}
          onChange={({ target }) => set({ timeoutMs: target.value })}
        />
        <RadioCards
          legend="When it does not answer as it should"
          name="on-failure"
          choices={failures}
          value={onFailure}
          onChange={setOnFailure}
        />
        <FormProblem error={create.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={create.isPending} disabledBecause={missing}>
            Set it up
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
