import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import type { Decision } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Digest } from '../../design/Digest.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { Status } from '../../design/Status.tsx';
import { ErrorState, Skeleton } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { Time } from '../../design/Time.tsx';
import { EntryLink } from '../../ledger/EntryLink.tsx';
import { type DecisionsOf, decisionsQuery } from './queries.ts';

/** Who decided what, when, under which requirement, whether it counts, and the entry that proves it. */
export default function DecisionTable({ library, of }: { library: string; of: DecisionsOf }) {
  const query = useInfiniteQuery(decisionsQuery(library, of));
  const decisions = query.data?.pages.flatMap(({ items }) => items);
  const columns =
    'path' in of ? [who, change, counts, requirement, entry, when] : [who, counts, requirement, entry, when];
  if (decisions === undefined)
    return query.isError ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton rows={2} />
    );
  return (
    <>
      {decisions.length === 0 ? (
        <p className="text-ink-soft">Nobody has decided anything {query.hasNextPage ? 'lately' : 'yet'}.</p>
      ) : (
        <Table label="Decisions" columns={columns} rows={decisions} rowKey={({ id }) => id} />
      )}
      {query.hasNextPage && (
        <div className="mt-3">
          <Button small busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Look further back
          </Button>
        </div>
      )}
    </>
  );
}

const looks = {
  endorse: { word: 'endorsed', shape: 'check', tone: 'good' },
  approve: { word: 'approved', shape: 'check', tone: 'good' },
  request_changes: { word: 'requested changes', shape: 'triangle', tone: 'warn' },
} as const;

const who: Column<Decision> = {
  name: 'Who',
  width: 'minmax(0,1.6fr)',
  cell: ({ by, onBehalfOf, verdict, notCounting, comment }) => (
    <>
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <PersonName person={by} />
        <Status {...looks[verdict]} />
      </span>
      {onBehalfOf !== null && (
        <span className="text-ink-soft block text-xs">
          for <PersonName person={onBehalfOf} />
        </span>
      )}
      {comment !== '' && <span className="text-ink-soft block truncate text-xs">{comment}</span>}
      <span className="text-ink-soft block text-xs sm:hidden">{notCounting ?? 'counts'}</span>
    </>
  ),
};
const change: Column<Decision> = {
  name: 'Change',
  width: 'minmax(0,1.4fr)',
  cell: ({ change: { id, number, title } }) => <ChangeLink id={id} words={`#${number} ${title}`} />,
};
const counts: Column<Decision> = {
  name: 'Counts',
  width: 'minmax(0,1.2fr)',
  from: 'sm',
  cell: ({ notCounting }) =>
    notCounting === null ? (
      <Status word="counts" shape="check" tone="good" />
    ) : (
      <span className="text-ink-soft flex items-start gap-1.5 text-xs leading-snug">
        <Status word="no" shape="dash" tone="plain" />
        {notCounting}
      </span>
    ),
};
const requirement: Column<Decision> = {
  name: 'Under',
  width: '8.5rem',
  from: 'md',
  cell: ({ requirement: version }) =>
    version.startsWith('default') ? (
      <span className="text-ink-soft">the default</span>
    ) : (
      <Digest value={version} />
    ),
};
const entry: Column<Decision> = {
  name: 'Entry',
  width: '9.5rem',
  from: 'lg',
  cell: (decision) => <EntryLink entry={decision.entry} />,
};
const when: Column<Decision> = {
  name: 'When',
  width: '6rem',
  right: true,
  cell: ({ at }) => <Time at={at} />,
};

function ChangeLink({ id, words }: { id: string; words: string }) {
  const org = useOrg();
  return (
    <Link to="/$org/changes/$change" params={{ org, change: id }} className="text-link block truncate">
      {words}
    </Link>
  );
}
