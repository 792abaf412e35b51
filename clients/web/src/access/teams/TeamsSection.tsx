import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Team } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Section } from '../../design/Page.tsx';
import { RowLink } from '../../design/RowLink.tsx';
import { EmptyState, Loaded } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { teamsQuery } from '../queries.ts';
import { useHolds, useOrg } from '../session.ts';
import { TeamDialog } from './TeamDialog.tsx';
import { onlyAdmins, peopleCounted } from './team.ts';

const columns = (org: string): readonly Column<Team>[] => [
  {
    name: 'Team',
    width: 'minmax(0,1.2fr)',
    cell: ({ name, displayName }) => (
      <>
        <RowLink to="/$org/people/teams/$team" params={{ org, team: name }}>
          {displayName}
        </RowLink>
        {displayName !== name && (
          <code className="text-ink-soft block truncate font-mono text-xs">{name}</code>
        )}
      </>
    ),
  },
  {
    name: 'About',
    width: 'minmax(0,2fr)',
    from: 'sm',
    cell: ({ description }) => <span className="text-ink-soft block truncate">{description}</span>,
  },
  { name: 'People', width: '6.5rem', right: true, cell: ({ people }) => peopleCounted(people) },
];

/** The teams of the organization, on the page “People”. */
export function TeamsSection() {
  const org = useOrg();
  const teams = useQuery(teamsQuery);
  const [isOpen, setOpen] = useState(false);
  const because = useHolds('team.create') ? null : onlyAdmins;
  const make = (
    <Button
      small
      icon={<Plus size={14} aria-hidden />}
      disabledBecause={because}
      onClick={() => setOpen(true)}
    >
      Make a team
    </Button>
  );
  return (
    <Section title="Teams" aside={make}>
      <Loaded query={teams}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title="No teams yet">
              Make one for each group that decides together, such as legal. Requirements ask teams for their
              approval, and reviews can be requested from them.
            </EmptyState>
          ) : (
            <Table label="Teams" columns={columns(org)} rows={items} rowKey={({ id }) => id} />
          )
        }
      </Loaded>
      {isOpen && <TeamDialog onClose={() => setOpen(false)} />}
    </Section>
  );
}
