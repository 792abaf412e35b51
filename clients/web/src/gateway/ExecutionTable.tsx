import { useOrg } from '../access/session.ts';
import type { Execution } from '../api/types.ts';
import { money } from '../design/money.ts';
import { PersonName } from '../design/PersonName.tsx';
import { RowLink } from '../design/RowLink.tsx';
import { type Column, Table } from '../design/Table.tsx';
import { Time } from '../design/Time.tsx';
import { duration } from '../design/time.ts';
import { promptText } from './prompt-text.ts';
import { ExecutionStatus } from './status.tsx';

/** A list of executions: what ran, for whom, how it went, what it cost. */
export function ExecutionTable({ executions, label }: { executions: readonly Execution[]; label: string }) {
  const org = useOrg();
  const columns: readonly Column<Execution>[] = [
    {
      name: 'Execution',
      width: 'minmax(0,2fr)',
      cell: (execution) => (
        <>
          <RowLink to="/$org/executions/$execution" params={{ org, execution: execution.id }}>
            {promptText(execution)}
          </RowLink>
          <span className="text-ink-soft block truncate text-xs">
            {execution.modelAnswered ?? execution.model}
            {execution.prompt === null && ' · raw call'}
          </span>
        </>
      ),
    },
    {
      name: 'By',
      width: 'minmax(0,1fr)',
      from: 'sm',
      cell: ({ principal }) => <PersonName person={principal} />,
    },
    { name: 'Status', width: '7.5rem', cell: ({ status }) => <ExecutionStatus status={status} /> },
    {
      name: 'Took',
      width: '4.5rem',
      from: 'lg',
      right: true,
      cell: ({ durationMs }) => (durationMs === null ? '–' : duration(durationMs)),
    },
    {
      name: 'Cost',
      width: '6rem',
      from: 'lg',
      right: true,
      cell: ({ costMicroUsd }) => (costMicroUsd === null ? '–' : money(costMicroUsd)),
    },
    { name: 'When', width: '6.5rem', from: 'md', right: true, cell: ({ at }) => <Time at={at} /> },
  ];
  return <Table label={label} columns={columns} rows={executions} rowKey={({ id }) => id} />;
}
