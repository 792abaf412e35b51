import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { SequenceDetail } from '../../api/types.ts';
import { classNames } from '../../design/class-names.ts';
import { Digest } from '../../design/Digest.tsx';
import { money } from '../../design/money.ts';
import { Page } from '../../design/Page.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { RowLink } from '../../design/RowLink.tsx';
import { Loaded, Skeleton } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { Time } from '../../design/Time.tsx';
import { duration } from '../../design/time.ts';
import { promptText } from '../prompt-text.ts';
import { ExecutionStatus } from '../status.tsx';
import { sequenceQuery } from './queries.ts';
import { type Spanned, treeOf } from './tree.ts';

const route = getRouteApi('/$org/executions/traces/$trace');

/** One piece of work: which call brought about which, how long each took, and what all of it cost. */
export function TracePage() {
  const { org, trace } = route.useParams();
  const query = useQuery(sequenceQuery('traces', trace));
  const found = query.data;
  return (
    <Page
      title="Trace"
      heading={found === undefined ? 'Trace' : promptText(found.first)}
      above={
        <Link to="/$org/executions/traces" params={{ org }} className="text-link">
          Traces
        </Link>
      }
      below={found !== undefined && <Sums trace={found} />}
    >
      <Loaded query={query} skeleton={<Skeleton rows={6} height={48} />}>
        {(loaded) => <Tree org={org} spans={treeOf(loaded.items)} />}
      </Loaded>
    </Page>
  );
}

const Sums = ({ trace }: { trace: SequenceDetail }) => (
  <>
    <span>
      {trace.executions}
      {trace.more && '+'} {trace.executions === 1 ? 'call' : 'calls'} in {duration(trace.durationMs)}
    </span>
    {trace.costMicroUsd !== null && <span>{money(trace.costMicroUsd)}</span>}
    <Time at={trace.startedAt} />
    <Digest value={trace.id} length={16} />
  </>
);

const deepest = 12;
const bars: Record<string, string> = {
  succeeded: 'bg-accent',
  running: 'bg-accent',
  unknown: 'bg-warn',
  refused: 'bg-warn',
};

function Tree({ org, spans }: { org: string; spans: readonly Spanned[] }) {
  const columns: readonly Column<Spanned>[] = [
    {
      name: 'Call',
      width: 'minmax(0,2fr)',
      cell: ({ execution, depth }) => (
        <div style={{ paddingLeft: `${Math.min(depth, deepest) * 1.25}rem` }} className="flex min-w-0 gap-2">
          {depth > 0 && (
            <span
              aria-hidden
              className="border-line-strong -mt-2 ml-0.5 h-5 w-2.5 shrink-0 rounded-bl border-b border-l"
            />
          )}
          <div className="min-w-0">
            <RowLink to="/$org/executions/$execution" params={{ org, execution: execution.id }}>
              {promptText(execution)}
              <span className="sr-only">{depth > 0 ? `, called at depth ${depth}` : ''}</span>
            </RowLink>
            <span className="text-ink-soft block truncate text-xs">
              {execution.modelAnswered ?? execution.model}
            </span>
          </div>
        </div>
      ),
    },
    {
      name: 'By',
      width: 'minmax(0,0.8fr)',
      from: 'lg',
      cell: ({ execution }) => <PersonName person={execution.principal} />,
    },
    {
      name: 'Status',
      width: '7.5rem',
      from: 'sm',
      cell: ({ execution }) => <ExecutionStatus status={execution.status} />,
    },
    { name: 'When in it', width: 'minmax(0,1.4fr)', from: 'md', cell: (span) => <Bar span={span} /> },
    {
      name: 'Took',
      width: '4.5rem',
      right: true,
      cell: ({ execution: { durationMs } }) => (durationMs === null ? '–' : duration(durationMs)),
    },
    {
      name: 'Cost',
      width: '6rem',
      from: 'lg',
      right: true,
      cell: ({ execution: { costMicroUsd } }) => (costMicroUsd === null ? '–' : money(costMicroUsd)),
    },
  ];
  return (
    <Table
      label="Calls of this trace"
      columns={columns}
      rows={spans}
      rowKey={({ execution }) => execution.id}
    />
  );
}

/** From when to when, within the whole. The words say the same. */
const Bar = ({ span: { execution, start, share } }: { span: Spanned }) => (
  <span aria-hidden className="bg-sunken relative block h-2 overflow-hidden rounded-full">
    <span
      className={classNames('absolute inset-y-0 min-w-1 rounded-full', bars[execution.status] ?? 'bg-bad')}
      style={{ left: `${Math.min(start, 0.99) * 100}%`, width: `${Math.max(share, 0.005) * 100}%` }}
    />
  </span>
);
