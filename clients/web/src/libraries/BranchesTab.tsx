import { useQuery } from '@tanstack/react-query';
import { useOrg } from '../access/session.ts';
import type { Branch } from '../api/types.ts';
import { PersonName } from '../design/PersonName.tsx';
import { RowLink } from '../design/RowLink.tsx';
import { Badge } from '../design/Status.tsx';
import { Loaded } from '../design/states.tsx';
import { type Column, Table } from '../design/Table.tsx';
import { Time } from '../design/Time.tsx';
import { CompareLink } from './comparing/CompareLink.tsx';
import { branchesQuery } from './queries.ts';

export function BranchesTab({ library }: { library: string }) {
  const org = useOrg();
  const columns: readonly Column<Branch>[] = [
    {
      name: 'Branch',
      width: 'minmax(0,2fr)',
      cell: ({ name, protected: isProtected }) => (
        <span className="flex min-w-0 items-center gap-2">
          <RowLink
            to="/$org/libraries/$library"
            params={{ org, library }}
            search={name === 'main' ? {} : { ref: name }}
          >
            {name}
          </RowLink>
          {isProtected && <Badge>protected</Badge>}
        </span>
      ),
    },
    {
      name: 'Ahead',
      width: '8rem',
      cell: ({ ahead }) => (ahead === 0 ? 'as main' : `${ahead} ${ahead === 1 ? 'commit' : 'commits'} ahead`),
    },
    {
      name: 'Compare',
      width: '6rem',
      cell: ({ name, ahead }) =>
        ahead > 0 && (
          <CompareLink
            library={library}
            search={{ from: 'main', to: name }}
            says="with main"
            name={`Compare ${name} with main`}
          />
        ),
    },
    {
      name: 'By',
      width: 'minmax(0,1fr)',
      from: 'sm',
      cell: ({ createdBy }) => createdBy && <PersonName person={createdBy} />,
    },
    {
      name: 'Since',
      width: '6.5rem',
      from: 'sm',
      right: true,
      cell: ({ createdAt }) => <Time at={createdAt} />,
    },
  ];
  return (
    <Loaded query={useQuery(branchesQuery(library))}>
      {({ items }) => <Table label="Branches" columns={columns} rows={items} rowKey={({ name }) => name} />}
    </Loaded>
  );
}
