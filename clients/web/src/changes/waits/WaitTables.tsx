import { useOrg } from '../../access/session.ts';
import type { WaitStep, Waits } from '../../api/types.ts';
import { RowLink } from '../../design/RowLink.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { waitsForWhat } from '../inbox/waiting.ts';
import { shortDuration } from './duration.ts';
import { stepName } from './StepBars.tsx';

type Spread = { count: number; medianHours: number; p90Hours: number };

/** Median, 90th percentile and how many: the same three columns everywhere. */
const spreadColumns: readonly Column<Spread>[] = [
  { name: 'Half within', width: '5rem', right: true, cell: ({ medianHours }) => shortDuration(medianHours) },
  { name: '9 in 10 within', width: '6rem', right: true, cell: ({ p90Hours }) => shortDuration(p90Hours) },
  { name: 'Changes', width: '4.5rem', right: true, from: 'sm', cell: ({ count }) => String(count) },
];

const Name = ({ children }: { children: string }) => (
  <span className="block truncate font-medium max-sm:whitespace-normal">{children}</span>
);

export function StepsTable({ steps }: { steps: readonly WaitStep[] }) {
  const columns: readonly Column<WaitStep>[] = [
    { name: 'Step', width: 'minmax(0,1fr)', cell: (step) => <Name>{stepName(step)}</Name> },
    ...spreadColumns,
  ];
  return (
    <Table
      label="How long each step takes"
      columns={columns}
      rows={steps}
      rowKey={({ kind, step }) => `${kind} ${step}`}
    />
  );
}

export function AskedTable({ asked }: { asked: Waits['asked'] }) {
  const columns: readonly Column<Waits['asked'][number]>[] = [
    { name: 'Asked', width: 'minmax(0,1fr)', cell: ({ asked: whom }) => <Name>{whom}</Name> },
    ...spreadColumns,
  ];
  return <Table label="By whom it asks" columns={columns} rows={asked} rowKey={({ asked: whom }) => whom} />;
}

type LibraryWait = { library: string; slowest: WaitStep };

/** Each library with the step that takes it longest; the filter above shows all of its steps. */
export function LibrariesTable({ libraries }: { libraries: Waits['libraries'] }) {
  const org = useOrg();
  const rows = libraries.flatMap(({ library, steps }): LibraryWait[] => {
    const [slowest] = steps.toSorted((left, right) => right.medianHours - left.medianHours);
    return slowest === undefined ? [] : [{ library, slowest }];
  });
  const columns: readonly Column<LibraryWait>[] = [
    {
      name: 'Library and its slowest step',
      width: 'minmax(0,1fr)',
      cell: ({ library, slowest }) => (
        <>
          <RowLink to="/$org/changes/waits" params={{ org }} search={(before) => ({ ...before, library })}>
            {library}
          </RowLink>
          <span className="text-ink-soft block truncate text-xs">{stepName(slowest)}</span>
        </>
      ),
    },
    ...spreadColumns.map((column) => ({
      ...column,
      cell: ({ slowest }: LibraryWait) => column.cell(slowest),
    })),
  ];
  return <Table label="By library" columns={columns} rows={rows} rowKey={({ library }) => library} />;
}

export function WaitingTable({ waiting }: { waiting: Waits['waiting'] }) {
  const org = useOrg();
  const columns: readonly Column<Waits['waiting'][number]>[] = [
    {
      name: 'Waits for',
      width: 'minmax(0,1fr)',
      cell: (wait) => (
        <>
          <Name>{waitsForWhat({ ...wait, since: '' })}</Name>
          {wait.longest !== null && (
            <RowLink
              to="/$org/changes/$change"
              params={{ org, change: wait.longest.id }}
              className="text-ink-soft text-xs font-normal!"
            >
              longest: {wait.longest.title}
            </RowLink>
          )}
        </>
      ),
    },
    { name: 'Changes', width: '4.5rem', right: true, cell: ({ count }) => String(count) },
    {
      name: 'Half wait',
      width: '5rem',
      right: true,
      from: 'sm',
      cell: ({ medianHours }) => shortDuration(medianHours),
    },
    {
      name: 'Longest',
      width: '5rem',
      right: true,
      cell: ({ longestHours }) => shortDuration(longestHours),
    },
  ];
  return (
    <Table
      label="Waiting now"
      columns={columns}
      rows={waiting}
      rowKey={({ reason, stage }) => `${reason} ${stage ?? ''}`}
    />
  );
}
