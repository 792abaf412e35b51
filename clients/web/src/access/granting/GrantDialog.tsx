import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post } from '../../api/client.ts';
import type { Grant, Scope } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Select, TextArea } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { expiryOf, lifetimes } from '../lifetimes.ts';
import { appsQuery, heldKeys, peopleQuery, teamsQuery } from '../queries.ts';
import { RoleSelect, ScopeSelect } from '../RoleFields.tsx';

/** Everybody who can be given a role, teams first: a role of a team is given once and goes with who is in it. */
function useGrantees() {
  const teams = useQuery(teamsQuery).data?.items ?? [];
  const people = useQuery(peopleQuery).data?.items ?? [];
  const apps = useQuery(appsQuery).data?.items ?? [];
  return [
    ...teams.map(({ id, displayName }) => ({ value: id, label: `Team: ${displayName}` })),
    ...people
      .filter(({ active }) => active)
      .map(({ id, displayName, email }) => ({ value: id, label: `${displayName} (${email})` })),
    ...apps.map(({ id, displayName }) => ({ value: id, label: `App: ${displayName}` })),
  ];
}

/** Gives somebody a role: where, until when, and why. */
export function GrantDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const grantees = useGrantees();
  const [principal, setPrincipal] = useState('');
  const [role, setRole] = useState('viewer');
  const [scope, setScope] = useState<Scope>({ kind: 'organization' });
  const [days, setDays] = useState('');
  const [reason, setReason] = useState('');
  const give = useMutation({
    mutationFn: () =>
      post<Grant>('/api/v1/grants', {
        ...{ principal, role, scope },
        ...(days === '' ? {} : { endsAt: expiryOf(Number(days), new Date()) }),
        ...(reason.trim() === '' ? {} : { reason }),
      }),
    onSuccess: async (grant) => {
      await Promise.all(heldKeys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
      showToast({ text: `${grant.principal.displayName} is ${grant.role} now.`, tone: 'good' });
      onClose();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Give a role"
      description="In force from their next request on. It is recorded in the ledger, without the reason."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!give.isPending) give.mutate();
        }}
      >
        <FormProblem error={give.error} />
        <Select
          label="To whom"
          required
          value={principal}
          options={[{ value: '', label: 'Choose somebody' }, ...grantees]}
          onChange={(event) => setPrincipal(event.target.value)}
        />
        <RoleSelect value={role} onChange={setRole} />
        <ScopeSelect value={scope} onChange={setScope} parts />
        <Select
          label="Ends"
          hint={
            days === ''
              ? 'It holds until somebody takes it away.'
              : 'From then on it gives nothing: to no request, and to no approval that was made with it.'
          }
          value={days}
          options={lifetimes}
          onChange={(event) => setDays(event.target.value)}
        />
        <TextArea
          label="Why"
          hint="For whoever looks it over later."
          maxLength={1000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={give.isPending}
            disabledBecause={principal === '' ? 'Choose to whom it is given.' : null}
          >
            Give the role
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
