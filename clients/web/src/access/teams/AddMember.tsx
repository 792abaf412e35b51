import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { post, segment } from '../../api/client.ts';
import type { TeamDetail } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Select } from '../../design/Field.tsx';
import { FormProblem } from '../../design/states.tsx';
import { peopleQuery, teamsQuery } from '../queries.ts';
import { useHolds } from '../session.ts';

/** Puts somebody, or a team of people, into a team. Only admins see it: others have nothing to choose here. */
export function AddMember({ team }: { team: TeamDetail }) {
  const queryClient = useQueryClient();
  const mayAdd = useHolds('team.add_member');
  const people = useQuery(peopleQuery).data?.items ?? [];
  const teams = useQuery(teamsQuery).data?.items ?? [];
  const [member, setMember] = useState('');
  const add = useMutation({
    mutationFn: () => post(`/api/v1/teams/${segment(team.name)}/members`, { member }),
    onSuccess: async () => {
      setMember('');
      await queryClient.invalidateQueries({ queryKey: ['teams'] });
    },
  });
  if (!mayAdd) return null;
  const inside = new Set([team.id, ...team.members.map(({ id }) => id)]);
  const options = [
    { value: '', label: 'Choose a person or a team' },
    ...people
      .filter(({ id, active }) => active && !inside.has(id))
      .map(({ id, displayName, email }) => ({ value: id, label: `${displayName} (${email})` })),
    // Teams nest once: what is inside another team takes people only.
    ...(team.partOf.length > 0 ? [] : teams)
      .filter(({ id }) => !inside.has(id))
      .map(({ id, displayName }) => ({ value: id, label: `Team: ${displayName}` })),
  ];
  return (
    <form
      className="mt-4 flex max-w-xl flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (member !== '' && !add.isPending) add.mutate();
      }}
    >
      <FormProblem error={add.error} />
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-0 flex-1 basis-56">
          <Select
            label="Add"
            value={member}
            options={options}
            onChange={(event) => setMember(event.target.value)}
          />
        </div>
        <Button
          type="submit"
          look="primary"
          busy={add.isPending}
          disabledBecause={member === '' ? 'Choose a person or a team first.' : null}
        >
          Add to the team
        </Button>
      </div>
    </form>
  );
}
