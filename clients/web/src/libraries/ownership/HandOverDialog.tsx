import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { peopleQuery } from '../../access/queries.ts';
import { post, segment } from '../../api/client.ts';
import type { HandedOver, Person } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { FormProblem } from '../../design/states.tsx';
import { OwnedList } from './OwnedList.tsx';
import { assetsCounted } from './owned.ts';
import { SuccessorSelect } from './SuccessorSelect.tsx';

type Props = { person: Person; count: number; onClose: () => void };

/** Gives all that a person owns to another in one step, and says afterwards what came of it. */
export function HandOverDialog({ person, count, onClose }: Props) {
  const queryClient = useQueryClient();
  const [to, setTo] = useState('');
  const nameOf = new Map(useQuery(peopleQuery).data?.items.map(({ id, displayName }) => [id, displayName]));
  const handOver = useMutation({
    mutationFn: () => post<HandedOver>(`/api/v1/people/${segment(person.id)}/hand-over`, { to }),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['owned'] }),
        queryClient.invalidateQueries({ queryKey: ['libraries'] }),
      ]),
  });
  const successor = nameOf.get(to) ?? 'the new owner';
  if (handOver.data !== undefined)
    return <Outcome {...handOver.data} person={person} successor={successor} onClose={onClose} />;
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Hand over what ${person.displayName} owns`}
      description={`All ${assetsCounted(count)} get the new owner at once. What is in a library that the new owner may not see stays with ${person.displayName}. Nobody’s permissions change. There is no undo for all of it: to take it back, name the owner of each asset again.`}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!handOver.isPending) handOver.mutate();
        }}
      >
        <FormProblem error={handOver.error} />
        <SuccessorSelect
          label="New owner"
          except={person.id}
          value={to}
          onChange={setTo}
          hint="They answer for these assets from then on."
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={handOver.isPending}
            disabledBecause={to === '' ? 'Choose the new owner first.' : null}
          >
            {`Hand over ${assetsCounted(count)}`}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

type OutcomeProps = HandedOver & { person: Person; successor: string; onClose: () => void };

const Outcome = ({ moved, kept, person, successor, onClose }: OutcomeProps) => (
  <Dialog
    open
    onClose={onClose}
    title={`${successor} owns ${assetsCounted(moved.length)} more`}
    description={
      kept.length === 0
        ? `Nothing that you can see is left with ${person.displayName}.`
        : `${assetsCounted(kept.length)} stayed with ${person.displayName}, because ${successor} may not see the libraries they are in. Give ${successor} a role there, or name another owner for each.`
    }
  >
    {kept.length > 0 && <OwnedList label="What stayed" assets={kept} />}
    <DialogActions>
      <Button look="primary" onClick={onClose}>
        Close
      </Button>
    </DialogActions>
  </Dialog>
);
