import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { peopleQuery, teamsQuery } from '../../access/queries.ts';
import type { ChangeDetail } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Select } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { useTalk } from './use-talk.ts';

const deciding: readonly string[] = ['reviewer', 'approver'];

/** Asks a person or a team to look. Who cannot decide on this change is not offered; the server has the last word. */
export function AskDialog({ change, onClose }: { change: ChangeDetail; onClose: () => void }) {
  const [reviewer, setReviewer] = useState('');
  const options = useReviewers(change);
  const ask = useTalk(change, () => {
    showToast({ text: 'They are asked.', tone: 'good' });
    onClose();
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Ask for a review"
      description="They are told, and it stands in their inbox. It gives nobody a right that they do not have."
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (reviewer !== '' && !ask.isPending) ask.mutate({ act: 'request', reviewer });
        }}
      >
        <Select
          label="Person or team"
          value={reviewer}
          onChange={({ target }) => setReviewer(target.value)}
          options={[{ value: '', label: 'Choose …' }, ...options]}
        />
        <FormProblem error={ask.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={ask.isPending}
            disabledBecause={reviewer === '' ? 'Choose somebody first.' : null}
          >
            Ask
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function useReviewers({ library, reviewers, contributors, createdBy }: ChangeDetail) {
  const people = useQuery(peopleQuery).data?.items ?? [];
  const teams = useQuery(teamsQuery).data?.items ?? [];
  const taken = new Set([...reviewers, ...contributors, createdBy].map(({ id }) => id));
  const able = people.filter(({ active, roles }) =>
    roles.some(
      ({ role, scope }) =>
        active && deciding.includes(role) && (scope.kind === 'organization' || scope.library === library),
    ),
  );
  return [
    ...teams.map(({ id, displayName }) => ({ value: id, label: `Team ${displayName}` })),
    ...able.map(({ id, displayName, email }) => ({ value: id, label: `${displayName} (${email})` })),
  ].filter(({ value }) => !taken.has(value));
}
