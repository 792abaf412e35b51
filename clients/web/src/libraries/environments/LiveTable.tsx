import { useInfiniteQuery } from '@tanstack/react-query';
import { useOrg } from '../../access/session.ts';
import type { LiveAsset } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { Digest } from '../../design/Digest.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { RowLink } from '../../design/RowLink.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { Time } from '../../design/Time.tsx';
import { liveQuery } from './queries.ts';

type Props = { environment: string; library: string; at: string };

/** What is live in an environment, or was at an instant, each with the change that made it so. */
export function LiveTable({ environment, library, at }: Props) {
  const org = useOrg();
  const query = useInfiniteQuery(liveQuery(environment, library, at));
  const live = query.data?.pages.flatMap(({ items }) => items);
  const columns: readonly Column<LiveAsset>[] = [
    {
      name: 'Asset',
      width: 'minmax(0,2fr)',
      cell: (asset) => (
        <RowLink to="/$org/changes/$change" params={{ org, change: asset.change }}>
          {asset.library}/{asset.name}
          <span className="text-ink-soft ml-2 font-normal">v{asset.version}</span>
          <span className="sr-only">, the change that published it</span>
        </RowLink>
      ),
    },
    { name: 'By', width: 'minmax(0,1fr)', from: 'sm', cell: ({ by }) => <PersonName person={by} /> },
    { name: 'Digest', width: '8rem', from: 'md', cell: ({ digest }) => <Digest value={digest} /> },
    { name: 'Since', width: '6.5rem', right: true, cell: ({ since }) => <Time at={since} /> },
  ];
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (live === undefined) return <Skeleton rows={4} height={44} />;
  if (live.length === 0)
    return (
      <EmptyState title={at === '' ? 'Nothing is live here' : 'Nothing was live here then'}>
        {at === ''
          ? `Choose ${environment} when you propose a change, and what it publishes is live here.`
          : 'Choose a later time, or take the time away to see what is live now.'}
      </EmptyState>
    );
  return (
    <>
      <Table
        label={`Live in ${environment}`}
        columns={columns}
        rows={live}
        rowKey={(asset) => `${asset.library}/${asset.path}`}
      />
      {query.hasNextPage && (
        <Button className="mt-3" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}
