import { useOrg } from '../../access/session.ts';
import type { Change } from '../../api/types.ts';
import { PersonName } from '../../design/PersonName.tsx';
import { RowLink } from '../../design/RowLink.tsx';
import { Status } from '../../design/Status.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { Time } from '../../design/Time.tsx';
import { ChangeStatus } from '../ChangeStatus.tsx';
import { riskLooks, waitsForWhat, wantsOfMe } from './waiting.ts';

type Props = { changes: readonly Change[]; label: string; mine?: boolean };

/** Changes with why they wait and for how long: those that wait for the reader, or the reader's own. */
export function InboxTable({ changes, label, mine = false }: Props) {
  const org = useOrg();
  const why = ({ waiting }: Change) => (mine ? waitsForWhat(waiting) : wantsOfMe(waiting));
  const columns: readonly Column<Change>[] = [
    {
      name: 'Change',
      width: 'minmax(0,2.2fr)',
      cell: (change) => (
        <>
          <RowLink to="/$org/changes/$change" params={{ org, change: change.id }}>
            {change.title}
          </RowLink>
          <span className="text-ink-soft block truncate text-xs">
            {change.library} #{change.number} · to {change.environment}
          </span>
          <span className="mt-1 flex flex-wrap items-center gap-2 text-xs md:hidden">
            {why(change)}
            <Risk risk={change.risk} />
          </span>
        </>
      ),
    },
    {
      name: mine ? 'Waits for' : 'Wants',
      width: 'minmax(0,1.1fr)',
      from: 'md',
      cell: (change) => <span className="block truncate font-medium">{why(change)}</span>,
    },
    ...(mine
      ? [
          {
            name: 'State',
            width: '10.5rem',
            from: 'md' as const,
            cell: ({ state }: Change) => <ChangeStatus state={state} />,
          },
        ]
      : [
          {
            name: 'By',
            width: 'minmax(0,0.9fr)',
            from: 'lg' as const,
            cell: ({ createdBy }: Change) => <PersonName person={createdBy} />,
          },
        ]),
    { name: 'Risk', width: '7.5rem', from: 'md', cell: ({ risk }) => <Risk risk={risk} /> },
    {
      name: mine ? 'Since' : 'Waiting since',
      width: '6.5rem',
      right: true,
      cell: ({ waiting, updatedAt }) => <Time at={waiting?.since ?? updatedAt} />,
    },
  ];
  return <Table label={label} columns={columns} rows={changes} rowKey={({ id }) => id} />;
}

const Risk = ({ risk }: { risk: Change['risk'] }) => (risk === null ? null : <Status {...riskLooks[risk]} />);
