import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import type { Provider, ProviderKind } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field, Select, TextArea } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { kinds, modelsOf } from './looks.ts';
import { providersQuery } from './queries.ts';

const choices = [
  'openai',
  'anthropic',
  'azure',
  'google',
  'bedrock',
  'simulated',
] as const satisfies readonly ProviderKind[];
const empty = {
  name: '',
  baseUrl: '',
  credential: '',
  models: '',
  region: '',
  apiVersion: '',
  signingRegion: '',
};

/** Names a provider: what it is, where it is, and the models that it answers for. */
export function CreateProvider({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [kind, setKind] = useState<ProviderKind>('openai');
  const [draft, setDraft] = useState(empty);
  const set = (name: keyof typeof empty) => (event: { target: { value: string } }) =>
    setDraft({ ...draft, [name]: event.target.value });
  const named = modelsOf(draft.models);
  const create = useMutation({
    mutationFn: () => post<Provider>('/api/v1/providers', bodyOf(kind, draft)),
    onSuccess: async ({ name }) => {
      await queryClient.invalidateQueries({ queryKey: providersQuery.queryKey });
      showToast({ text: `The provider ${name} is there. Test it.`, tone: 'good' });
      onClose();
    },
  });
  const words = kinds[kind];
  return (
    <Dialog
      open
      onClose={onClose}
      title="New provider"
      description="Whoever names a provider sees what is sent there, so only administrators do. The credential is stored sealed and never shown."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!create.isPending) create.mutate();
        }}
      >
        <Select
          label="Kind"
          value={kind}
          options={choices.map((value) => ({ value, label: kinds[value].label }))}
          onChange={({ target }) => setKind(choices.find((one) => one === target.value) ?? kind)}
        />
        <Field
          label="Name"
          required
          placeholder="lower-case-name"
          maxLength={63}
          value={draft.name}
          onChange={set('name')}
        />
        {kind !== 'simulated' && (
          <>
            <Field
              label="Address"
              required
              placeholder={words.address}
              value={draft.baseUrl}
              onChange={set('baseUrl')}
            />
            <Field
              label="Credential"
              type="password"
              autoComplete="off"
              hint={words.credential}
              value={draft.credential}
              onChange={set('credential')}
            />
          </>
        )}
        {kind === 'azure' && (
          <Field
            label="API version"
            placeholder="2024-10-21"
            hint="Not needed for an address that ends in /openai/v1"
            value={draft.apiVersion}
            onChange={set('apiVersion')}
          />
        )}
        {kind === 'bedrock' && (
          <Field
            label="Region that calls are signed for"
            placeholder="eu-west-1"
            hint="Only where the address does not say it"
            value={draft.signingRegion}
            onChange={set('signingRegion')}
          />
        )}
        <TextArea
          label="Models"
          required
          placeholder={words.model}
          hint="One a line: the name that is asked for, and “= name there” where the provider calls it otherwise"
          value={draft.models}
          onChange={set('models')}
        />
        <Field
          label="Region"
          placeholder="eu-west"
          hint="Where it processes what it is sent, for rules to rely on; empty when nobody knows"
          value={draft.region}
          onChange={set('region')}
        />
        <FormProblem error={create.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={create.isPending}
            disabledBecause={whatIsMissing(kind, draft, named.models)}
          >
            Add the provider
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function bodyOf(kind: ProviderKind, draft: typeof empty) {
  const given = (text: string) => (text.trim() === '' ? undefined : text.trim());
  const options = { apiVersion: given(draft.apiVersion), signingRegion: given(draft.signingRegion) };
  return {
    ...{ kind, name: draft.name.trim(), region: given(draft.region) ?? null },
    ...(kind === 'simulated' ? {} : { baseUrl: draft.baseUrl.trim(), credential: given(draft.credential) }),
    ...modelsOf(draft.models),
    options,
  };
}

function whatIsMissing(kind: ProviderKind, draft: typeof empty, models: readonly string[]): string | null {
  if (draft.name.trim() === '') return 'Say a name first.';
  if (kind !== 'simulated' && draft.baseUrl.trim() === '') return 'Say where it is first.';
  return models.length === 0 ? 'Name a model first.' : null;
}
