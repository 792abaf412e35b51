import { useMutation, useQueryClient } from '@tanstack/react-query';
import { remove, segment } from '../../api/client.ts';
import { sentenceOf } from '../../api/problem.ts';
import type { TeamDetail, TeamMember } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { RowLink } from '../../design/RowLink.tsx';
import { Badge, Status } from '../../design/Status.tsx';
import { EmptyState } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { Time } from '../../design/Time.tsx';
import { showToast } from '../../design/toasts.ts';
import { useHolds, useOrg } from '../session.ts';
import { onlyAdmins, peopleCounted } from './team.ts';

/** Who is in a team, directly; a team in it is one row. */
export function MemberTable({ team }: { team: TeamDetail }) {
  const org = useOrg();
  if (team.members.length === 0)
    return (
      <EmptyState title="Nobody is in it yet">
        A requirement that asks this team can be met by nobody until somebody is.
      </EmptyState>
    );
  const columns: readonly Column<TeamMember>[] = [
    {
      name: 'Who',
      width: 'minmax(0,1.4fr)',
      cell: (member) => <MemberName member={member} org={org} />,
    },
    {
      name: 'Added by',
      width: 'minmax(0,1fr)',
      from: 'md',
      cell: ({ addedBy }) => addedBy !== null && <PersonName person={addedBy} />,
    },
    { name: 'Since', width: '7rem', from: 'sm', cell: ({ addedAt }) => <Time at={addedAt} /> },
    {
      name: 'Act',
      width: '6.5rem',
      right: true,
      cell: (member) => <RemoveButton team={team} member={member} />,
    },
  ];
  return (
    <Table
      label={`Who is in ${team.displayName}`}
      columns={columns}
      rows={team.members}
      rowKey={({ id }) => id}
    />
  );
}

const MemberName = ({ member, org }: { member: TeamMember; org: string }) =>
  member.kind === 'team' && member.name !== null ? (
    <span className="flex flex-wrap items-center gap-x-2">
      <RowLink to="/$org/people/teams/$team" params={{ org, team: member.name }}>
        {member.displayName}
      </RowLink>
      <Badge>{`team of ${peopleCounted(member.people)}`}</Badge>
    </span>
  ) : (
    <span className="flex flex-wrap items-center gap-x-2">
      <RowLink to="/$org/people/$person" params={{ org, person: member.id }}>
        {member.displayName}
      </RowLink>
      {!member.active && <Status word="left, counts no more" shape="dash" tone="plain" />}
    </span>
  );

function RemoveButton({ team, member }: { team: TeamDetail; member: TeamMember }) {
  const queryClient = useQueryClient();
  const because = useHolds('team.remove_member') ? null : onlyAdmins;
  const take = useMutation({
    mutationFn: () => remove(`/api/v1/teams/${segment(team.name)}/members/${segment(member.id)}`),
    onSuccess: () =>
      showToast({ text: `${member.displayName} is no longer in ${team.displayName}.`, tone: 'good' }),
    onError: (error) => showToast({ text: sentenceOf(error), tone: 'bad' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['teams'] }),
  });
  return (
    <span className="relative z-10">
      <Button
        small
        look="quiet"
        busy={take.isPending}
        disabledBecause={because}
        aria-label={`Remove ${member.displayName}`}
        onClick={() => take.mutate()}
      >
        Remove
      </Button>
    </span>
  );
}
