import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, segment } from '../../api/client.ts';
import type { PersonRef } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { SuccessorSelect } from './SuccessorSelect.tsx';

type Props = { library: string; path: string; owner: PersonRef; onClose: () => void };

/** Names another owner of one asset. */
export function OwnerDialog({ library, path, owner, onClose }: Props) {
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState('');
  const assign = useMutation({
    mutationFn: () =>
      post<{ owner: PersonRef }>(`/api/v1/libraries/${segment(library)}/owner`, { path, owner: chosen }),
    onSuccess: async ({ owner: next }) => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['libraries', library] }),
        queryClient.invalidateQueries({ queryKey: ['owned'] }),
      ]);
      showToast({ text: `${next.displayName} owns it now.`, tone: 'good' });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Change the owner"
      description={`${owner.displayName} owns ${library}/${path} now. Whoever owns it answers for it and may name the next owner. Nobody’s permissions change. To take it back, the new owner, a publisher or an administrator names ${owner.displayName} again.`}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!assign.isPending) assign.mutate();
        }}
      >
        <FormProblem error={assign.error} />
        <SuccessorSelect
          label="New owner"
          except={owner.id}
          value={chosen}
          onChange={setChosen}
          hint="Somebody who may read this library."
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={assign.isPending}
            disabledBecause={chosen === '' ? 'Choose the new owner first.' : null}
          >
            Make them the owner
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
