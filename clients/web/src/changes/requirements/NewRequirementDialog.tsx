import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useOrg, useSession } from '../../access/session.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog, DialogActions } from '../../design/Dialog.tsx';
import { Field, Select } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { draftStore } from '../../libraries/drafts.ts';
import { librariesQuery } from '../../libraries/queries.ts';
import { assetNamePattern } from '../../libraries/starting/asset-name.ts';
import { isTaken } from '../../libraries/starting/queries.ts';
import { makePolicyLibrary, policyLibrary } from './policy-library.ts';
import { newRequirement } from './rule.ts';

/** Where a requirement is written and what it is called; then the form, with a draft that only this browser has. */
export function NewRequirementDialog({ library, onClose }: { library?: string; onClose: () => void }) {
  const org = useOrg();
  const navigate = useNavigate();
  const isAdmin = useSession().grants.some(
    ({ role, scope }) => role === 'admin' && scope.kind === 'organization',
  );
  const libraries = useQuery(librariesQuery).data?.items ?? [];
  const writable = libraries.filter(({ permissions }) => permissions.includes('commit.create'));
  const hasPolicy = libraries.some(({ name }) => name === policyLibrary);
  const options = [
    ...(hasPolicy || isAdmin ? [{ value: policyLibrary, label: 'every library of the organization' }] : []),
    ...writable
      .filter(({ name }) => name !== policyLibrary)
      .map(({ name, displayName }) => ({ value: name, label: `the library ${displayName}` })),
  ];
  const [chosen, setChosen] = useState(library);
  const [name, setName] = useState('');
  const place = chosen ?? options[0]?.value ?? '';
  const open = useMutation({
    mutationFn: async (): Promise<string | null> => {
      if (!assetNamePattern.test(name)) return 'Small letters, digits and dashes. Such as personal-data.';
      if (place === policyLibrary && !hasPolicy) await makePolicyLibrary();
      const path = `${name}.requirement.yaml`;
      if (await isTaken(place, path))
        return `There is a ${path} already. Choose another name, or edit that one.`;
      const text = newRequirement(name);
      draftStore(org, place, path, 'main').write({ text, base: null, at: new Date().toISOString() });
      await navigate({
        to: '/$org/libraries/$library/assets/$',
        params: { org, library: place, _splat: path },
      });
      return null;
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title="New requirement"
      description="Nothing is in force until it is proposed, approved and published like everything else."
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!open.isPending) open.mutate();
        }}
      >
        <FormProblem error={open.error} />
        <Select
          label="It is for"
          value={place}
          options={options}
          hint={
            place === policyLibrary && !hasPolicy
              ? 'It is kept in a library named policy, which is made now. Only administrators make it.'
              : undefined
          }
          onChange={({ target }) => setChosen(target.value)}
        />
        <Field
          label="Name"
          required
          placeholder="personal-data"
          value={name}
          error={open.data ?? null}
          onChange={({ target }) => setName(target.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={open.isPending}
            disabledBecause={
              options.length === 0
                ? 'You may not write in any library. Ask an administrator for a role.'
                : null
            }
          >
            Open the form
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
