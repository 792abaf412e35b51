import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useOrg, useSession } from '../../access/session.ts';
import type { Recall } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Checkbox } from '../../design/Field.tsx';
import { Page } from '../../design/Page.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { RowLink } from '../../design/RowLink.tsx';
import { Status } from '../../design/Status.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { Time } from '../../design/Time.tsx';
import { ChangesNav } from '../ChangesNav.tsx';
import { recallsQuery } from './queries.ts';
import { RecallDialog } from './RecallDialog.tsx';
import { targetText } from './recall.ts';

/** What is recalled, and what was: everything that nobody gets until it is lifted. */
export function RecallsPage() {
  const [lifted, setLifted] = useState(false);
  const [recalling, setRecalling] = useState(false);
  const recalls = useSession().grants.some(({ role }) => role === 'publisher' || role === 'admin');
  return (
    <Page
      title="Recalls"
      below="What was stopped everywhere, why, and who used it"
      actions={
        <Button
          look="danger"
          disabledBecause={recalls ? null : 'Publishers and administrators recall. Ask one of them.'}
          onClick={() => setRecalling(true)}
        >
          Recall…
        </Button>
      }
    >
      <ChangesNav />
      <div className="mb-4">
        <Checkbox
          label="With those that were lifted"
          checked={lifted}
          onChange={({ target }) => setLifted(target.checked)}
        />
      </div>
      <RecallTable inForce={!lifted} />
      {recalling && <RecallDialog onClose={() => setRecalling(false)} />}
    </Page>
  );
}

function RecallTable({ inForce }: { inForce: boolean }) {
  const org = useOrg();
  const query = useInfiniteQuery(recallsQuery(inForce));
  const recalls = query.data?.pages.flatMap(({ items }) => items);
  const columns: readonly Column<Recall>[] = [
    {
      name: 'What',
      width: 'minmax(0,2fr)',
      cell: ({ id, target, reason }) => (
        <>
          <RowLink to="/$org/changes/recalls/$recall" params={{ org, recall: id }}>
            {targetText(target)}
          </RowLink>
          <span className="text-ink-soft block truncate text-xs">{reason}</span>
        </>
      ),
    },
    { name: 'By', width: 'minmax(0,1fr)', from: 'sm', cell: ({ by }) => <PersonName person={by} /> },
    { name: 'State', width: '7rem', cell: ({ lifted }) => <RecallStatus lifted={lifted !== null} /> },
    { name: 'When', width: '6.5rem', from: 'md', right: true, cell: ({ at }) => <Time at={at} /> },
  ];
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (recalls === undefined) return <Skeleton rows={4} height={52} />;
  if (recalls.length === 0)
    return (
      <EmptyState title={inForce ? 'Nothing is recalled' : 'Nothing was ever recalled'}>
        When a version, an asset or a model turns out to do harm, recall it: within a second nobody gets it
        any more.
      </EmptyState>
    );
  return (
    <>
      <Table label="Recalls" columns={columns} rows={recalls} rowKey={({ id }) => id} />
      {query.hasNextPage && (
        <Button className="mt-3" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}

export const RecallStatus = ({ lifted }: { lifted: boolean }) =>
  lifted ? (
    <Status word="lifted" shape="dash" tone="plain" />
  ) : (
    <Status word="in force" shape="cross" tone="bad" />
  );
