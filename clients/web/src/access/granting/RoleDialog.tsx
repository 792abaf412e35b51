import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, segment } from '../../api/client.ts';
import type { RoleItem, RoleList } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field, Select } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { heldKeys } from '../queries.ts';
import { PermissionPicker } from './PermissionPicker.tsx';

type Props = { list: RoleList; edited?: RoleItem; onClose: () => void };

/** Makes a role of permissions, or changes what one holds: for everybody who holds it. */
export function RoleDialog({ list, edited, onClose }: Props) {
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState(edited?.displayName ?? '');
  const [description, setDescription] = useState(edited?.description ?? '');
  const [held, setHeld] = useState<ReadonlySet<string>>(new Set(edited?.permissions));
  const save = useMutation({
    mutationFn: () => {
      const body = { description, permissions: [...held], ...(displayName === '' ? {} : { displayName }) };
      return edited === undefined
        ? call('POST', '/api/v1/roles', { name, ...body })
        : call('PATCH', `/api/v1/roles/${segment(edited.name)}`, body);
    },
    onSuccess: async () => {
      await Promise.all(heldKeys.map((key) => queryClient.invalidateQueries({ queryKey: [key] })));
      showToast({ text: `${displayName === '' ? name : displayName} is saved.`, tone: 'good' });
      onClose();
    },
  });
  const startFrom = (from: string) =>
    setHeld(new Set(list.items.find((role) => role.name === from)?.permissions));
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={edited === undefined ? 'Make a role' : `Change ${edited.displayName}`}
      description={
        edited === undefined
          ? 'Nobody holds it until you give it. Whatever it holds, separation of duties stays: nobody decides on what they wrote.'
          : 'What changes here changes for everybody who holds it, from their next request on.'
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) save.mutate();
        }}
      >
        <FormProblem error={save.error} />
        {edited === undefined && (
          <div className="grid gap-4 sm:grid-cols-2">
            <Field
              label="Name"
              required
              value={name}
              placeholder="release-desk"
              hint="What grants say. It is the role’s for good."
              onChange={(event) => setName(event.target.value)}
            />
            <Select
              label="Start from"
              value=""
              options={[
                { value: '', label: 'nothing' },
                ...list.items.map((role) => ({ value: role.name, label: `what ${role.name} holds` })),
              ]}
              onChange={({ target }) => target.value !== '' && startFrom(target.value)}
            />
          </div>
        )}
        <Field label="Title" value={displayName} onChange={(event) => setDisplayName(event.target.value)} />
        <Field
          label="What it is for"
          value={description}
          maxLength={2000}
          onChange={(event) => setDescription(event.target.value)}
        />
        <PermissionPicker list={list} held={held} onChange={setHeld} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={save.isPending}
            disabledBecause={held.size === 0 ? 'Choose at least one permission.' : null}
          >
            {edited === undefined ? 'Make the role' : 'Save'}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
