import { useOrg } from '../access/session.ts';
import type { Change } from '../api/types.ts';
import { PersonName } from '../design/PersonName.tsx';
import { RowLink } from '../design/RowLink.tsx';
import { type Column, Table } from '../design/Table.tsx';
import { Time } from '../design/Time.tsx';
import { ChangeStatus } from './ChangeStatus.tsx';
import { waitingText } from './state.ts';

/** A list of changes, each with its state and what it waits for. */
export function ChangeTable({ changes, label }: { changes: readonly Change[]; label: string }) {
  const org = useOrg();
  const columns: readonly Column<Change>[] = [
    {
      name: 'Change',
      width: 'minmax(0,2.4fr)',
      cell: (change) => (
        <>
          <RowLink to="/$org/changes/$change" params={{ org, change: change.id }}>
            {change.title}
          </RowLink>
          <span className="text-ink-soft block truncate text-xs">
            {change.library} #{change.number}
            {waitingText(change) === '' ? '' : ` · ${waitingText(change)}`}
          </span>
          <span className="mt-1 block sm:hidden">
            <ChangeStatus state={change.state} />
          </span>
        </>
      ),
    },
    { name: 'State', width: '10.5rem', from: 'sm', cell: ({ state }) => <ChangeStatus state={state} /> },
    {
      name: 'By',
      width: 'minmax(0,1fr)',
      from: 'md',
      cell: ({ createdBy }) => <PersonName person={createdBy} />,
    },
    { name: 'Updated', width: '6.5rem', right: true, cell: ({ updatedAt }) => <Time at={updatedAt} /> },
  ];
  return <Table label={label} columns={columns} rows={changes} rowKey={({ id }) => id} />;
}
