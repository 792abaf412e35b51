import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useOrg } from '../../access/session.ts';
import { post } from '../../api/client.ts';
import type { Recall } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field, Select, TextArea } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { librariesQuery } from '../../libraries/queries.ts';
import { oneOf } from '../../shell/search.ts';
import { useRefresh } from '../going-live/use-refresh.ts';

const kinds = ['version', 'asset', 'workflow', 'model'] as const;
type Kind = (typeof kinds)[number];
export type RecallStart = { kind: Kind; library: string; path: string; version: string };

const abouts: Record<Kind, string> = {
  version: 'these bytes, wherever in the library they stand; other versions go on',
  asset: 'every version of it, and every prompt that includes it',
  workflow: 'every version of it',
  model: 'every call of it, by governed prompts and directly',
};

/** Stops something everywhere. Says what that does before it is done. */
export function RecallDialog({ start, onClose }: { start?: RecallStart; onClose: () => void }) {
  const org = useOrg();
  const navigate = useNavigate();
  const libraries = useQuery(librariesQuery).data?.items ?? [];
  const [kind, setKind] = useState<Kind>(start?.kind ?? 'version');
  const [library, setLibrary] = useState(start?.library ?? '');
  const [path, setPath] = useState(start?.path ?? '');
  const [version, setVersion] = useState(start?.version ?? '');
  const [model, setModel] = useState('');
  const [reason, setReason] = useState('');
  const refresh = useRefresh();
  const chosen = library === '' ? (libraries[0]?.name ?? '') : library;
  const run = useMutation({
    mutationFn: () => {
      const target =
        kind === 'model'
          ? { kind, model: model.trim() }
          : kind === 'version'
            ? { kind, library: chosen, path: path.trim(), version: Number(version) }
            : { kind, library: chosen, path: path.trim() };
      return post<Recall>('/api/v1/recalls', { target, reason: reason.trim() });
    },
    onSuccess: async (made) => {
      await refresh();
      showToast({ text: 'Recalled. Nothing serves it any more.', tone: 'good' });
      onClose();
      await navigate({ to: '/$org/changes/recalls/$recall', params: { org, recall: made.id } });
    },
  });
  const because =
    reason.trim().length < 3
      ? 'Say why first: everybody whose run is refused reads it.'
      : kind === 'model'
        ? model.trim() === ''
          ? 'Name the model.'
          : null
        : path.trim() === ''
          ? 'Name the asset by its path.'
          : kind === 'version' && !/^[1-9]\d*$/.test(version)
            ? 'Say which version, by its number.'
            : null;
  return (
    <Dialog open onClose={onClose} title="Recall something?">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (because === null && !run.isPending) run.mutate();
        }}
      >
        <p className="leading-relaxed">
          Within a second nobody and no program gets it any more; answers under way are broken off. Whoever
          answers for it and whoever used it is told. It stays so until a publisher lifts it.
        </p>
        <Select
          label="What"
          value={kind}
          options={[
            { value: 'version', label: 'A version' },
            { value: 'asset', label: 'An asset' },
            { value: 'workflow', label: 'A workflow' },
            { value: 'model', label: 'A model' },
          ]}
          hint={`Stops ${abouts[kind]}.`}
          onChange={(event) => setKind(oneOf(event.target.value, kinds) ?? 'version')}
        />
        {kind === 'model' ? (
          <Field label="Model" required value={model} onChange={(event) => setModel(event.target.value)} />
        ) : (
          <>
            <Select
              label="Library"
              value={chosen}
              options={libraries.map(({ name, displayName }) => ({ value: name, label: displayName }))}
              onChange={(event) => setLibrary(event.target.value)}
            />
            <Field
              label="Path"
              required
              value={path}
              placeholder="emails/welcome.prompt"
              onChange={(event) => setPath(event.target.value)}
            />
          </>
        )}
        {kind === 'version' && (
          <Field
            label="Version"
            required
            inputMode="numeric"
            value={version}
            onChange={(event) => setVersion(event.target.value)}
          />
        )}
        <TextArea
          label="Why"
          required
          value={reason}
          hint="Everybody whose run is refused reads this sentence."
          onChange={(event) => setReason(event.target.value)}
        />
        <FormProblem error={run.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="danger" busy={run.isPending} disabledBecause={because}>
            Recall it
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
