import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/client.ts';
import type { App, NewKey } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Dialog, DialogActions } from '../design/Dialog.tsx';
import { Field, Select } from '../design/Field.tsx';
import { FormProblem } from '../design/states.tsx';
import { KeyNarrowing } from './KeyNarrowing.tsx';
import { emptyDraft, type KeyDraft, mays, reachInWords, scopeOf } from './key-draft.ts';
import { expiryOf, lifetimes } from './lifetimes.ts';
import { SecretOnce } from './SecretOnce.tsx';
import { useHolds } from './session.ts';

/** Makes a key, for oneself or for an app one owns, and shows its secret once. */
export function KeyDialog({ apps, onClose }: { apps: readonly App[]; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState(emptyDraft);
  const bindsChecks = useHolds('app.create') && draft.app !== '';
  const put = (change: Partial<KeyDraft>) => setDraft((before) => ({ ...before, ...change }));
  const create = useMutation({
    mutationFn: () => {
      const { displayName, app, days } = draft;
      const scope = scopeOf(draft, bindsChecks);
      return post<NewKey>('/api/v1/keys', {
        displayName,
        ...(app === '' ? {} : { app }),
        ...(scope === undefined ? {} : { scope }),
        ...(days === '' ? {} : { expiresAt: expiryOf(Number(days), new Date()) }),
      });
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['keys'] }),
  });
  if (create.data !== undefined)
    return <SecretOnce name={create.data.displayName} secret={create.data.secret} onClose={onClose} />;
  const holder = apps.find(({ id }) => id === draft.app)?.displayName ?? 'you';
  return (
    <Dialog
      open
      onClose={onClose}
      title="Make a key"
      description="A key can do what its holder can, in fewer places if you choose so."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <FormProblem error={create.error} />
        <Field
          label="Name"
          required
          value={draft.displayName}
          placeholder="Laptop"
          onChange={(event) => put({ displayName: event.target.value })}
        />
        <Select
          label="Acts as"
          value={draft.app}
          options={[
            { value: '', label: 'Me' },
            ...apps.map((one) => ({ value: one.id, label: one.displayName })),
          ]}
          onChange={(event) => put({ app: event.target.value })}
        />
        <Select
          label="May"
          value={draft.may}
          options={mays}
          onChange={(event) => put({ may: event.target.value })}
        />
        {draft.may === 'these' && (
          <Field
            label="Which actions"
            required
            value={draft.actions}
            placeholder="execution.create, change.create"
            hint="As the API names them, with commas between."
            onChange={(event) => put({ actions: event.target.value })}
          />
        )}
        <KeyNarrowing draft={draft} put={put} bindsChecks={bindsChecks} />
        <Select
          label="Ends"
          value={draft.days}
          options={lifetimes}
          onChange={(event) => put({ days: event.target.value })}
        />
        <p role="status" className="bg-sunken rounded-md border p-3 text-sm leading-relaxed">
          {reachInWords(draft, holder, bindsChecks)}
        </p>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={create.isPending}>
            Make the key
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
