import { useState } from 'react';
import type { ChangeDetail } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field, TextArea } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { useTalk } from './use-talk.ts';

/** Title and description of a change that is not over. What it changes stays as it is. */
export function RewordDialog({ change, onClose }: { change: ChangeDetail; onClose: () => void }) {
  const [title, setTitle] = useState(change.title);
  const [description, setDescription] = useState(change.description);
  const update = useTalk(change, onClose);
  const because =
    title.trim() === ''
      ? 'A change has a title.'
      : title.trim() === change.title && description === change.description
        ? 'It says exactly this already.'
        : null;
  return (
    <Dialog open onClose={onClose} title="Reword this change">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (because === null && !update.isPending)
            update.mutate({ act: 'update', title: title.trim(), description });
        }}
      >
        <Field
          label="Title"
          maxLength={200}
          value={title}
          onChange={({ target }) => setTitle(target.value)}
        />
        <TextArea
          label="Description"
          hint="Why, and what to look at."
          rows={6}
          maxLength={20_000}
          value={description}
          onChange={({ target }) => setDescription(target.value)}
        />
        <FormProblem error={update.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={update.isPending} disabledBecause={because}>
            Save
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
