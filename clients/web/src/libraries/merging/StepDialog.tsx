import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useOrg } from '../../access/session.ts';
import { post, segment } from '../../api/client.ts';
import type { Commit } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field, Select } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { branchesQuery } from '../queries.ts';

type Props = {
  library: string;
  commit: Pick<Commit, 'commit' | 'message' | 'parents'>;
  step: 'revert' | 'cherry-pick';
  onClose: () => void;
};

/** Onto which branch, and of a merge against which parent; what it does is shown before anything happens. */
export function StepDialog({ library, commit, step, onClose }: Props) {
  const org = useOrg();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const short = commit.commit.slice(0, 7);
  const branches = useQuery(branchesQuery(library)).data?.items.filter((one) => !one.protected) ?? [];
  const [branch, setBranch] = useState('');
  const [name, setName] = useState(`${step}-${short}`);
  const [parent, setParent] = useState('1');
  const go = useMutation({
    mutationFn: async () => {
      if (branch === '') await post(`/api/v1/libraries/${segment(library)}/branches`, { name });
      return branch === '' ? name : branch;
    },
    onSuccess: async (onto) => {
      void queryClient.invalidateQueries({ queryKey: ['libraries', library, 'branches'] });
      const search = { branch: onto, commit: commit.commit, step };
      await navigate({
        to: '/$org/libraries/$library/merge',
        params: { org, library },
        search: commit.parents.length > 1 ? { ...search, parent } : search,
      });
    },
  });
  const verb = step === 'revert' ? 'Revert' : 'Cherry-pick';
  return (
    <Dialog
      open
      onClose={onClose}
      title={`${verb} “${commit.message.split('\n')[0]}”`}
      description="You see what it does before anything is committed. main itself moves only when a change is published."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!go.isPending) go.mutate();
        }}
      >
        <FormProblem error={go.error} />
        <Select
          label="Onto"
          value={branch}
          options={[
            { value: '', label: 'a new branch from main' },
            ...branches.map((one) => ({ value: one.name, label: one.name })),
          ]}
          onChange={(event) => setBranch(event.target.value)}
        />
        {branch === '' && (
          <Field label="Name" required value={name} onChange={(event) => setName(event.target.value)} />
        )}
        {commit.parents.length > 1 && (
          <Select
            label="It is a merge: compared with"
            value={parent}
            options={commit.parents.map((oid, index) => ({
              value: String(index + 1),
              label: `parent ${index + 1} (${oid.slice(0, 7)})`,
            }))}
            onChange={(event) => setParent(event.target.value)}
          />
        )}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={go.isPending}>
            Show what it does
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
