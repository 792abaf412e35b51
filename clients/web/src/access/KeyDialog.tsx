import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../api/client.ts';
import type { App, NewKey } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Dialog, DialogActions } from '../design/Dialog.tsx';
import { Field, Select } from '../design/Field.tsx';
import { FormProblem } from '../design/states.tsx';
import { librariesQuery } from '../libraries/queries.ts';
import { expiryOf, lifetimes } from './lifetimes.ts';
import { SecretOnce } from './SecretOnce.tsx';
import { useHolds } from './session.ts';

/** What the key is narrowed to; nothing when neither is chosen. */
function scopeOf(library: string, checks: string) {
  const names = checks
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (library === '' && names.length === 0) return {};
  return {
    scope: {
      ...(library === '' ? {} : { libraries: [library] }),
      ...(names.length === 0 ? {} : { checks: names }),
    },
  };
}

/** Makes a key, for oneself or for an app one owns, and shows its secret once. */
export function KeyDialog({ apps, onClose }: { apps: readonly App[]; onClose: () => void }) {
  const queryClient = useQueryClient();
  const libraries = useQuery(librariesQuery).data?.items ?? [];
  const [displayName, setDisplayName] = useState('');
  const [app, setApp] = useState('');
  const [library, setLibrary] = useState('');
  const [days, setDays] = useState('90');
  const [checks, setChecks] = useState('');
  const bindsChecks = useHolds('app.create') && app !== '';
  const create = useMutation({
    mutationFn: () =>
      post<NewKey>('/api/v1/keys', {
        displayName,
        ...(app === '' ? {} : { app }),
        ...scopeOf(library, bindsChecks ? checks : ''),
        ...(days === '' ? {} : { expiresAt: expiryOf(Number(days), new Date()) }),
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['keys'] }),
  });
  if (create.data !== undefined)
    return <SecretOnce name={create.data.displayName} secret={create.data.secret} onClose={onClose} />;
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
          value={displayName}
          placeholder="Laptop"
          onChange={(event) => setDisplayName(event.target.value)}
        />
        <Select
          label="Acts as"
          value={app}
          options={[
            { value: '', label: 'Me' },
            ...apps.map((one) => ({ value: one.id, label: one.displayName })),
          ]}
          onChange={(event) => setApp(event.target.value)}
        />
        <Select
          label="Only in"
          value={library}
          options={[
            { value: '', label: 'Every library its holder may use' },
            ...libraries.map((one) => ({ value: one.name, label: one.displayName })),
          ]}
          onChange={(event) => setLibrary(event.target.value)}
        />
        {bindsChecks && (
          <Field
            label="Bound to checks (optional)"
            value={checks}
            placeholder="evaluations, tone"
            hint="Names with commas between. The key then reports these checks of changes, and can do nothing else."
            onChange={(event) => setChecks(event.target.value)}
          />
        )}
        <Select
          label="Ends"
          value={days}
          options={lifetimes}
          onChange={(event) => setDays(event.target.value)}
        />
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
