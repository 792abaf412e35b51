import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useOrg } from '../../access/session.ts';
import type { DebtCluster } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Checkbox, Select, TextArea } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { librariesQuery } from '../../libraries/queries.ts';
import { type MergeProgress, proposeMerge } from './merge.ts';
import { shareText } from './words.ts';

/** One prompt stays, and the others send their callers to it, as changes that others approve. */
export default function MergeDialog({ cluster, onClose }: { cluster: DebtCluster; onClose: () => void }) {
  const org = useOrg();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const libraries = useQuery(librariesQuery);
  const [keep, setKeep] = useState(cluster.members[0]?.name ?? '');
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [description, setDescription] = useState('');
  const [submit, setSubmit] = useState(true);
  const progress = useRef<MergeProgress>(new Map());
  const mayIn = (library: string) =>
    libraries.data?.items
      .find(({ name }) => name === library)
      ?.permissions.some((one) => one === 'asset.redirect') === true;
  const kept = cluster.members.find(({ name }) => name === keep);
  const redirect = cluster.members.filter(
    ({ name, library }) => name !== keep && !left.has(name) && mayIn(library),
  );
  const send = useMutation({
    mutationFn: () =>
      kept === undefined
        ? Promise.resolve([])
        : proposeMerge({ keep: kept, redirect, description, submit }, progress.current),
    onSuccess: async (changes) => {
      const [first] = changes;
      showToast({
        text: `${changes.length === 1 ? 'One change' : `${changes.length} changes`} proposed. Nothing moves until others approve.`,
        tone: 'good',
      });
      void queryClient.invalidateQueries({ queryKey: ['changes'] });
      if (first !== undefined)
        await navigate({ to: '/$org/changes/$change', params: { org, change: first.id } });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Merge into one"
      description="The old names stay: whoever asks for them in an environment gets the prompt that is kept, and the execution says so. To take it back, publish the old prompt without its redirect."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!send.isPending) send.mutate();
        }}
      >
        <FormProblem error={send.error} />
        <Select
          label="Keep"
          value={keep}
          options={cluster.members.map(({ name }) => ({ value: name, label: name }))}
          onChange={({ target }) => {
            setKeep(target.value);
            progress.current = new Map();
          }}
        />
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1.5 font-medium">Send their callers to it</legend>
          {cluster.members
            .filter(({ name }) => name !== keep)
            .map(({ name, library, likeness }) =>
              mayIn(library) ? (
                <Checkbox
                  key={name}
                  label={`${name} (${shareText(likeness)} shared)`}
                  checked={!left.has(name)}
                  onChange={({ target }) => {
                    const next = new Set(left);
                    if (target.checked) next.delete(name);
                    else next.add(name);
                    setLeft(next);
                  }}
                />
              ) : (
                <p key={name} className="text-ink-soft text-xs">
                  {name}: you may not propose changes in {library}. Ask somebody who contributes there.
                </p>
              ),
            )}
        </fieldset>
        <TextArea
          label="Why (optional)"
          rows={2}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
        <Checkbox
          label="Ask for review right away"
          checked={submit}
          onChange={(event) => setSubmit(event.target.checked)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={send.isPending}
            disabledBecause={
              redirect.length > 0 ? null : 'Choose at least one prompt that sends its callers on.'
            }
          >
            {new Set(redirect.map(({ library }) => library)).size > 1 ? 'Propose changes' : 'Propose change'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
