import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, segment } from '../api/client.ts';
import type { App, Person } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Dialog, DialogActions } from '../design/Dialog.tsx';
import { FormProblem } from '../design/states.tsx';
import { showToast } from '../design/toasts.ts';
import { assetsCounted } from '../libraries/ownership/owned.ts';
import { SuccessorSelect } from '../libraries/ownership/SuccessorSelect.tsx';

type Props = {
  person: Person;
  /** Machine identities that stop with them. */
  apps: readonly App[];
  /** How many assets they own, of those that I can see. */
  owned: number;
  onClose: () => void;
};

/** Ends a person's access. Says what stops, and asks who takes over what they own. */
export function DeactivateDialog({ person, apps, owned, onClose }: Props) {
  const queryClient = useQueryClient();
  const [successor, setSuccessor] = useState('');
  const deactivate = useMutation({
    mutationFn: () =>
      post(`/api/v1/people/${segment(person.id)}/deactivate`, successor === '' ? {} : { successor }),
    onSuccess: async () => {
      await Promise.all(
        ['people', 'apps', 'keys', 'owned', 'libraries'].map((key) =>
          queryClient.invalidateQueries({ queryKey: [key] }),
        ),
      );
      showToast({
        text: `${person.displayName} is signed out everywhere and cannot come back in.${
          successor === '' ? '' : ' What they own moves within moments.'
        }`,
        tone: 'good',
      });
      onClose();
    },
  });
  return (
    <Dialog open onClose={onClose} title={`Deactivate ${person.displayName}?`}>
      <form
        className="flex flex-col gap-4 leading-relaxed"
        onSubmit={(event) => {
          event.preventDefault();
          if (!deactivate.isPending) deactivate.mutate();
        }}
      >
        <ul className="list-disc space-y-1 pl-5">
          <li>They are signed out everywhere, and cannot sign in again.</li>
          <li>
            Their keys are refused from the next request on, and so are the keys that they made for apps,
            whoever owns these.
          </li>
          <li>
            {apps.length === 0
              ? 'They own no apps.'
              : `Their apps stop: ${apps.map(({ displayName }) => displayName).join(', ')}. Programs that run as these are refused.`}
          </li>
          <li>What they wrote, reviewed and approved stays in history under their name.</li>
        </ul>
        <p>
          <strong className="font-semibold">This cannot be taken back yet:</strong> Countersign has no way to
          activate a person again. If they return, they need an account with another e-mail address.
        </p>
        {owned > 0 && (
          <SuccessorSelect
            label={`New owner of their ${assetsCounted(owned)}`}
            except={person.id}
            nobody={`Nobody yet: ${person.displayName} stays the owner`}
            hint="What is in libraries that the new owner may not see stays with them. An administrator can hand it over later, too."
            value={successor}
            onChange={setSuccessor}
          />
        )}
        <FormProblem error={deactivate.error} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="danger" busy={deactivate.isPending}>
            {`Deactivate ${person.displayName}`}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
