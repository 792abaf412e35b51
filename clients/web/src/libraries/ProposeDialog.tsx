import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type RefObject, useRef, useState } from 'react';
import { useOrg } from '../access/session.ts';
import { Button } from '../design/Button.tsx';
import { Dialog, DialogActions } from '../design/Dialog.tsx';
import { Checkbox, Field, Select, TextArea } from '../design/Field.tsx';
import { FormProblem } from '../design/states.tsx';
import { showToast } from '../design/toasts.ts';
import { environmentsQuery } from './environments/queries.ts';
import { type Progress, type Proposal, propose } from './propose.ts';
import type { Theirs } from './together/base.ts';
import { EditMoved } from './together/commit-edit.ts';

type Props = {
  proposal: Omit<Proposal, 'title' | 'description' | 'submit' | 'environment'>;
  /** What was typed here, kept by the page: the dialog may close because of somebody else. */
  said: RefObject<{ title: string; description: string }>;
  onMoved: (theirs: Theirs) => void;
  onDone: () => void;
  onClose: () => void;
};

/** From an edit to a change in one step: branch, commit, change, and to review. */
export function ProposeDialog({ proposal, said, onMoved, onDone, onClose }: Props) {
  const { library, path, ref: at, own } = proposal;
  const org = useOrg();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const name = path.replace(/\.prompt$/, '');
  const [title, setTitle] = useState(said.current.title);
  const [description, setDescription] = useState(said.current.description);
  said.current = { title, description };
  const [submit, setSubmit] = useState(true);
  const [environment, setEnvironment] = useState('production');
  const environments = useQuery(environmentsQuery).data?.items ?? [];
  const progress = useRef<Progress>({});
  const send = useMutation({
    mutationFn: () => propose({ ...proposal, title, description, submit, environment }, progress.current),
    onError: (error) => {
      if (error instanceof EditMoved) onMoved(error.theirs);
    },
    onSuccess: async (change) => {
      onDone();
      showToast({
        text: submit ? 'Proposed. It waits for a review now.' : 'Kept as a draft change.',
        tone: 'good',
      });
      void queryClient.invalidateQueries({ queryKey: ['changes'] });
      void queryClient.invalidateQueries({ queryKey: ['libraries', library] });
      void queryClient.invalidateQueries({ queryKey: ['home'] });
      await navigate({ to: '/$org/changes/$change', params: { org, change: change.id } });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Propose a change to ${name}`}
      description={
        at === 'main' || own
          ? 'It is saved on a new branch. Nothing that runs changes until others approve and publish it.'
          : `It is saved on the branch ${at}.`
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!send.isPending) send.mutate();
        }}
      >
        <FormProblem error={send.error} />
        <Field
          label="What changes"
          required
          maxLength={120}
          placeholder="Ask for the order number first"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
        <TextArea
          label="Why (optional)"
          rows={4}
          placeholder="What it should do better, and how you tried it"
          value={description}
          onChange={(event) => setDescription(event.target.value)}
        />
        {environments.length > 1 && (
          <Select
            label="Publish to"
            hint="Where it goes live once it is approved. What is live elsewhere stays as it is."
            value={environment}
            options={environments.map(({ name, displayName }) => ({ value: name, label: displayName }))}
            onChange={(event) => setEnvironment(event.target.value)}
          />
        )}
        <Checkbox
          label="Ask for review right away"
          checked={submit}
          onChange={(event) => setSubmit(event.target.checked)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={send.isPending}>
            {send.isPending ? 'Proposing…' : 'Propose change'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
