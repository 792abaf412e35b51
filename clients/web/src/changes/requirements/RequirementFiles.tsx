import { useQuery } from '@tanstack/react-query';
import { useOrg } from '../../access/session.ts';
import type { Found } from '../../api/types.ts';
import { RowLink } from '../../design/RowLink.tsx';
import { Status } from '../../design/Status.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { Time } from '../../design/Time.tsx';
import { requirementFilesQuery } from './queries.ts';

/** Where rules are written. Only what is live in production is in force. */
export function RequirementFiles({ library }: { library?: string | undefined }) {
  const org = useOrg();
  const query = useQuery(requirementFilesQuery(library));
  const columns: readonly Column<Found>[] = [
    {
      name: 'File',
      width: 'minmax(0,2fr)',
      cell: (file) => (
        <>
          <RowLink
            to="/$org/libraries/$library/assets/$"
            params={{ org, library: file.library.name, _splat: file.path }}
          >
            {file.path}
          </RowLink>
          <span className="text-ink-soft block truncate text-xs">
            {file.library.displayName}
            {file.library.name === 'policy' && ', for every library'}
          </span>
          <span className="mt-1 block sm:hidden">
            <InForceStatus live={file.live} />
          </span>
        </>
      ),
    },
    {
      name: 'In force',
      width: '11rem',
      from: 'sm',
      cell: ({ live }) => <InForceStatus live={live} />,
    },
    {
      name: 'Changed',
      width: '6.5rem',
      right: true,
      from: 'sm',
      cell: ({ updatedAt }) => <Time at={updatedAt} />,
    },
  ];
  return (
    <Loaded query={query} skeleton={<Skeleton rows={3} />}>
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState title="No requirement is written down yet">
            Every change needs one review, one approval by somebody else, and a publisher. Write a requirement
            to ask for more.
          </EmptyState>
        ) : (
          <Table
            label="Files of requirements"
            columns={columns}
            rows={items}
            rowKey={(file) => `${file.library.name}/${file.path}`}
          />
        )
      }
    </Loaded>
  );
}

const InForceStatus = ({ live }: { live: number | null }) =>
  live === null ? (
    <Status word="not in force" shape="ring" tone="plain" />
  ) : (
    <Status word={`version ${live} in force`} shape="check" tone="good" />
  );
