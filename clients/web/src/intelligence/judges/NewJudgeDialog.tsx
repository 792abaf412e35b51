import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { judgesQuery } from '../queries.ts';

const blank = { name: '', prompt: '', target: '' };

export function NewJudgeDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState(blank);
  const create = useMutation({
    mutationFn: () => call('POST', '/api/v1/judges', draft),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: judgesQuery.queryKey });
      onClose();
    },
  });
  const set = (name: keyof typeof blank) => (event: { target: { value: string } }) =>
    setDraft({ ...draft, [name]: event.target.value.trim() });
  return (
    <Dialog
      open
      onClose={onClose}
      title="New judge"
      description="A published prompt that takes {{output}}, and may take {{input}} and {{order}}. The version that is live now is pinned."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Field
          label="Name"
          placeholder="answers-the-question"
          value={draft.name}
          onChange={set('name')}
          autoFocus
        />
        <Field
          label="The judge’s prompt"
          placeholder="quality/answers-the-question"
          hint="LIBRARY/NAME. It answers with a verdict: pass or fail."
          value={draft.prompt}
          onChange={set('prompt')}
        />
        <Field
          label="Judges the answers of"
          placeholder="support/reply-to-complaint"
          hint="LIBRARY/NAME."
          value={draft.target}
          onChange={set('target')}
        />
        <FormProblem error={create.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={create.isPending}
            disabledBecause={Object.values(draft).includes('') ? 'Fill in all three first.' : null}
          >
            Make the judge
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
