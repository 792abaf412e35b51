import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Radio } from 'lucide-react';
import { useState } from 'react';
import { useHolds } from '../access/session.ts';
import { useNames } from '../access/use-names.ts';
import type { LedgerEntry } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Page, Section } from '../design/Page.tsx';
import { RowLink } from '../design/RowLink.tsx';
import { EmptyState, ErrorState, Skeleton } from '../design/states.tsx';
import { type Column, Table } from '../design/Table.tsx';
import { Time } from '../design/Time.tsx';
import { PeriodEvidence } from '../intelligence/evidence/PeriodEvidence.tsx';
import { EntryFilters } from './explorer/EntryFilters.tsx';
import { SavedSearches } from './explorer/SavedSearches.tsx';
import { useLiveEntries } from './explorer/use-live-entries.ts';
import { ExportMenu } from './exports/ExportMenu.tsx';
import { LedgerNav } from './LedgerNav.tsx';
import { LogHead } from './LogHead.tsx';
import { LostHistory } from './LostHistory.tsx';
import { entriesQuery, headQuery } from './queries.ts';

const route = getRouteApi('/$org/ledger');

export function LedgerPage() {
  const head = useQuery(headQuery);
  const mayRead = useHolds('entry.list');
  const mayExport = useHolds('ledger.export');
  return (
    <Page
      title="Ledger"
      below="Everything that was done here, in one log that can only grow"
      actions={
        <>
          {mayRead && <PeriodEvidence />}
          {mayExport && <ExportMenu />}
        </>
      }
    >
      <LedgerNav />
      <LostHistory rollbacks={head.data?.rollbacks ?? []} />
      <LogHead query={head} />
      <Section title="Entries">
        {mayRead ? (
          <Entries />
        ) : (
          <EmptyState title="Entries are for auditors and administrators">
            You see the entries about your own work where they belong: on each change and on each execution.
          </EmptyState>
        )}
      </Section>
    </Page>
  );
}

function Entries() {
  const search = route.useSearch();
  const { org } = route.useParams();
  const navigate = route.useNavigate();
  const nameOf = useNames();
  const entries = useInfiniteQuery(entriesQuery(search));
  const [live, setLive] = useState(false);
  const fresh = useLiveEntries(search, live);
  const listed = entries.data?.pages.flatMap((page) => page.items);
  const known = new Set(fresh.map(({ id }) => id));
  const items = listed && [...fresh, ...listed.filter(({ id }) => !known.has(id))];
  const columns: readonly Column<LedgerEntry>[] = [
    {
      name: 'Index',
      width: '4.5rem',
      from: 'sm',
      cell: ({ index }) => (
        <span className="text-ink-soft tabular-nums">{index === null ? 'pending' : `#${index}`}</span>
      ),
    },
    {
      name: 'Action',
      width: 'minmax(0,1.3fr)',
      cell: ({ id, action, index }) => (
        <RowLink to="/$org/ledger/$entry" params={{ org, entry: id }}>
          <ActionName action={action} />
          <span className="sr-only">{index === null ? '' : `, entry ${index}`}</span>
        </RowLink>
      ),
    },
    {
      name: 'Who',
      width: 'minmax(0,1fr)',
      cell: ({ actor }) => <span className="block truncate">{nameOf(actor.id)}</span>,
    },
    {
      name: 'On',
      width: 'minmax(0,1.2fr)',
      from: 'md',
      cell: ({ subject }) => (
        <span className="text-ink-soft block truncate">{`${subject.kind} ${subject.id}`}</span>
      ),
    },
    { name: 'When', width: '6.5rem', right: true, cell: ({ at }) => <Time at={at} /> },
  ];
  return (
    <>
      <EntryFilters search={search} onChange={(next) => void navigate({ search: next, replace: true })} />
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <Button
          small
          aria-pressed={live}
          icon={<Radio size={14} aria-hidden />}
          onClick={() => setLive((before) => !before)}
        >
          {live ? 'Stop following' : 'Follow live'}
        </Button>
        <SavedSearches search={search} onChoose={(next) => void navigate({ search: next })} />
        <span className="text-ink-soft text-xs" aria-live="polite">
          {live &&
            (fresh.length === 0
              ? 'New entries appear here as they come.'
              : `${fresh.length} new since you began.`)}
        </span>
      </div>
      {items === undefined ? (
        entries.isError ? (
          <ErrorState error={entries.error} onRetry={() => void entries.refetch()} />
        ) : (
          <Skeleton rows={10} height={48} />
        )
      ) : items.length === 0 ? (
        <EmptyState
          title="No entry fits"
          action={<Button onClick={() => void navigate({ search: {} })}>Show every entry</Button>}
        />
      ) : (
        <Table label="Entries" columns={columns} rows={items} rowKey={({ id }) => id} />
      )}
      {entries.hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button busy={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>
            Show older entries
          </Button>
        </div>
      )}
    </>
  );
}

/** `execution.complete`, which breaks before its dot where the screen is narrow. */
const ActionName = ({ action }: { action: string }) => {
  const at = action.indexOf('.');
  return (
    <>
      {action.slice(0, Math.max(0, at))}
      <wbr />
      {action.slice(Math.max(0, at))}
    </>
  );
};
