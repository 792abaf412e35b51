import { useInfiniteQuery } from '@tanstack/react-query';
import { useOrg } from '../../access/session.ts';
import type { Sequence } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { money } from '../../design/money.ts';
import { Page } from '../../design/Page.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { RowLink } from '../../design/RowLink.tsx';
import { Status } from '../../design/Status.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { Time } from '../../design/Time.tsx';
import { duration } from '../../design/time.ts';
import { ExecutionsNav } from '../ExecutionsNav.tsx';
import { promptText } from '../prompt-text.ts';
import { type SequenceKind, sequencesQuery } from './queries.ts';

const words = {
  traces: {
    title: 'Traces',
    below: 'What one piece of work brought about, call by call',
    of: 'Calls',
    none: 'No traces yet',
    how: 'A call with a traceparent header, as OpenTelemetry sends it, is a span of its trace. The answer names ours, so that the next call can be below it.',
  },
  conversations: {
    title: 'Conversations',
    below: 'What was said turn by turn, by those whose executions you may see',
    of: 'Turns',
    none: 'No conversations yet',
    how: 'A call that goes on from an earlier answer is its next turn. Clients can also name a conversation with the header countersign-conversation.',
  },
} as const;

export const TracesPage = () => <SequencesPage kind="traces" />;
export const ConversationsPage = () => <SequencesPage kind="conversations" />;

function SequencesPage({ kind }: { kind: SequenceKind }) {
  const sequences = useInfiniteQuery(sequencesQuery(kind));
  const items = sequences.data?.pages.flatMap((page) => page.items);
  const { title, below, none, how } = words[kind];
  return (
    <Page title={title} heading="Executions" below={below}>
      <ExecutionsNav />
      {items === undefined ? (
        sequences.isError ? (
          <ErrorState error={sequences.error} onRetry={() => void sequences.refetch()} />
        ) : (
          <Skeleton rows={8} height={48} />
        )
      ) : items.length === 0 ? (
        <EmptyState title={none}>{how}</EmptyState>
      ) : (
        <SequenceTable kind={kind} sequences={items} />
      )}
      {sequences.hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button busy={sequences.isFetchingNextPage} onClick={() => void sequences.fetchNextPage()}>
            Show older {kind}
          </Button>
        </div>
      )}
    </Page>
  );
}

function SequenceTable({ kind, sequences }: { kind: SequenceKind; sequences: readonly Sequence[] }) {
  const org = useOrg();
  const { title, of } = words[kind];
  const link = (sequence: Sequence) => {
    const text = promptText(sequence.first);
    return kind === 'traces' ? (
      <RowLink to="/$org/executions/traces/$trace" params={{ org, trace: sequence.id }}>
        {text}
      </RowLink>
    ) : (
      <RowLink to="/$org/executions/conversations/$conversation" params={{ org, conversation: sequence.id }}>
        {text}
      </RowLink>
    );
  };
  const columns: readonly Column<Sequence>[] = [
    {
      name: 'Began with',
      width: 'minmax(0,2fr)',
      cell: (sequence) => (
        <>
          {link(sequence)}
          <span className="text-ink-soft block truncate font-mono text-xs">{sequence.id}</span>
        </>
      ),
    },
    {
      name: 'By',
      width: 'minmax(0,1fr)',
      from: 'sm',
      cell: ({ first }) => <PersonName person={first.principal} />,
    },
    {
      name: of,
      width: '9.5rem',
      cell: ({ executions, more, notSucceeded }) => (
        <span className="flex flex-wrap items-center gap-2 tabular-nums">
          {executions}
          {more && '+'}
          {notSucceeded > 0 && <Status word={`${notSucceeded} failed`} shape="cross" tone="bad" />}
        </span>
      ),
    },
    { name: 'Took', width: '5rem', from: 'lg', right: true, cell: ({ durationMs }) => duration(durationMs) },
    {
      name: 'Cost',
      width: '6rem',
      from: 'lg',
      right: true,
      cell: ({ costMicroUsd }) => (costMicroUsd === null ? '–' : money(costMicroUsd)),
    },
    { name: 'Last', width: '6.5rem', from: 'md', right: true, cell: ({ lastAt }) => <Time at={lastAt} /> },
  ];
  return <Table label={title} columns={columns} rows={sequences} rowKey={({ id }) => id} />;
}
