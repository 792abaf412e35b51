import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useHolds, useOrg } from '../../access/session.ts';
import type { Environment } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Page } from '../../design/Page.tsx';
import { RowLink } from '../../design/RowLink.tsx';
import { Loaded, Skeleton } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { EnvironmentDialog } from './EnvironmentDialog.tsx';
import { environmentsQuery } from './queries.ts';

/** Where published versions go live, and how much is live in each. */
export function EnvironmentsPage() {
  const org = useOrg();
  const [making, setMaking] = useState(false);
  const because = useHolds('environment.create') ? null : 'Only administrators make environments.';
  const columns: readonly Column<Environment>[] = [
    {
      name: 'Environment',
      width: 'minmax(0,1fr)',
      cell: ({ name, displayName, description }) => (
        <>
          <RowLink to="/$org/environments/$environment" params={{ org, environment: name }}>
            {displayName}
            {displayName !== name && <span className="text-ink-soft ml-2 text-xs font-normal">@{name}</span>}
          </RowLink>
          <span className="text-ink-soft block truncate text-xs">{description}</span>
        </>
      ),
    },
    {
      name: 'Live',
      width: '7rem',
      right: true,
      cell: ({ live }) => (live === 0 ? 'nothing yet' : `${live} ${live === 1 ? 'asset' : 'assets'}`),
    },
  ];
  return (
    <Page
      title="Environments"
      above={
        <Link to="/$org/libraries" params={{ org }} className="text-link">
          Libraries
        </Link>
      }
      below="Where published versions go live. Each moves only by publishing a change to it."
      actions={
        <Button
          look="primary"
          icon={<Plus size={16} aria-hidden />}
          disabledBecause={because}
          onClick={() => setMaking(true)}
        >
          New environment
        </Button>
      }
    >
      <Loaded query={useQuery(environmentsQuery)} skeleton={<Skeleton rows={2} height={52} />}>
        {({ items }) => (
          <Table label="Environments" columns={columns} rows={items} rowKey={({ name }) => name} />
        )}
      </Loaded>
      {making && <EnvironmentDialog onClose={() => setMaking(false)} />}
    </Page>
  );
}
