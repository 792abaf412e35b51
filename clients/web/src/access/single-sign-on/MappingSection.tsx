import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { post, remove } from '../../api/client.ts';
import { sentenceOf } from '../../api/problem.ts';
import type { GroupMapping } from '../../api/types.ts';
import { Button, IconButton } from '../../design/Button.tsx';
import { Field, Select } from '../../design/Field.tsx';
import { Section } from '../../design/Page.tsx';
import { FormProblem, Loaded, Skeleton } from '../../design/states.tsx';
import { showToast } from '../../design/toasts.ts';
import { teamsQuery } from '../queries.ts';
import { roles } from '../RoleFields.tsx';
import { useHolds } from '../session.ts';
import { mappingsQuery } from './queries.ts';

const notAdmin = 'Only administrators can do this. Ask one of them.';

/** What groups of the directory mean here. */
export function MappingSection() {
  const mappings = useQuery(mappingsQuery);
  return (
    <Section title="What groups mean">
      <p className="text-ink-soft mb-3 max-w-prose leading-relaxed">
        Whoever is in the group gets the role or joins the team, at their next sign-in or with provisioning,
        and loses it again with the group. What people give by hand stays.
      </p>
      <Loaded query={mappings} skeleton={<Skeleton rows={2} height={48} />}>
        {({ items }) => (
          <div className="card divide-y">
            {items.map((mapping) => (
              <Row key={mapping.id} mapping={mapping} />
            ))}
            <NewMapping />
          </div>
        )}
      </Loaded>
    </Section>
  );
}

function Row({ mapping }: { mapping: GroupMapping }) {
  const queryClient = useQueryClient();
  const may = useHolds('group_mapping.delete');
  const drop = useMutation({
    mutationFn: () => remove(`/api/v1/group-mappings/${mapping.id}`),
    onError: (error) => showToast({ text: sentenceOf(error), tone: 'bad' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: mappingsQuery.queryKey }),
  });
  return (
    <div className="flex items-center justify-between gap-3 px-4 py-2.5">
      <p className="min-w-0 break-words">
        <span className="font-medium">{mapping.group}</span>{' '}
        <span className="text-ink-soft">
          {mapping.role === null ? `joins the team ${mapping.team?.displayName ?? ''}` : `is ${mapping.role}`}
        </span>
      </p>
      {may && (
        <IconButton
          label={`Remove what ${mapping.group} means`}
          icon={<X size={16} aria-hidden />}
          onClick={() => drop.mutate()}
        />
      )}
    </div>
  );
}

function NewMapping() {
  const queryClient = useQueryClient();
  const may = useHolds('group_mapping.create');
  const teams = useQuery(teamsQuery).data?.items ?? [];
  const [group, setGroup] = useState('');
  const [gives, setGives] = useState('role:viewer');
  const add = useMutation({
    mutationFn: () => {
      const [what = 'role', name = 'viewer'] = gives.split(':');
      return post('/api/v1/group-mappings', { group, [what]: name });
    },
    onSuccess: async () => {
      setGroup('');
      await queryClient.invalidateQueries({ queryKey: mappingsQuery.queryKey });
    },
  });
  return (
    <form
      className="flex flex-col gap-3 p-4"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <FormProblem error={add.error} />
      <div className="flex flex-wrap items-end gap-2">
        <div className="w-56 max-w-full">
          <Field
            label="Group, as the directory calls it"
            required
            maxLength={300}
            value={group}
            onChange={({ target }) => setGroup(target.value)}
          />
        </div>
        <div className="w-56 max-w-full">
          <Select
            label="Gives"
            value={gives}
            options={[
              ...roles.map((role) => ({ value: `role:${role}`, label: `The role ${role}` })),
              ...teams.map(({ name, displayName }) => ({
                value: `team:${name}`,
                label: `The team ${displayName}`,
              })),
            ]}
            onChange={({ target }) => setGives(target.value)}
          />
        </div>
        <Button type="submit" busy={add.isPending} disabledBecause={may ? null : notAdmin}>
          Map the group
        </Button>
      </div>
    </form>
  );
}
