import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import type { PathComparison } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { RowLink } from '../../design/RowLink.tsx';
import { Status } from '../../design/Status.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { Added } from './Added.tsx';
import { libraryComparisonQuery } from './queries.ts';
import { refName } from './ref-options.ts';

const looks = {
  added: { word: 'new', shape: 'diamond', tone: 'good' },
  modified: { word: 'modified', shape: 'half', tone: 'accent' },
  deleted: { word: 'deleted', shape: 'cross', tone: 'bad' },
  renamed: { word: 'moved', shape: 'dash', tone: 'plain' },
} as const;

/** Every path that differs between two branches or commits. */
export function LibraryComparisonList({ library, from, to }: { library: string; from: string; to: string }) {
  const org = useOrg();
  const query = useInfiniteQuery(libraryComparisonQuery(library, from, to));
  const [first] = query.data?.pages ?? [];
  if (first === undefined)
    return query.isError ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton rows={5} height={48} />
    );
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const isApart =
    first.mergeBase !== null && first.mergeBase !== first.from.commit && first.mergeBase !== first.to.commit;
  return (
    <>
      <p className="text-ink-soft mb-4 leading-relaxed" role="status">
        {first.total === 0
          ? 'No file differs'
          : `${first.total} ${first.total === 1 ? 'file differs' : 'files differ'}`}{' '}
        between {refName(from)} and {refName(to)}.
        {isApart && first.mergeBase !== null && (
          <>
            {' '}
            Both have moved since they parted.{' '}
            <Link
              to="/$org/libraries/$library/compare"
              params={{ org, library }}
              search={{ from: first.mergeBase, to }}
              className="text-link"
            >
              Show only what {refName(to)} did
            </Link>
          </>
        )}
      </p>
      {items.length === 0 ? (
        <EmptyState title="The same files, byte for byte">
          Choose another branch or commit to compare.
        </EmptyState>
      ) : (
        <Table
          label="Files that differ"
          columns={columnsOf({ org, library, from, to })}
          rows={items}
          rowKey={({ path }) => path}
        />
      )}
      {query.hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more files
          </Button>
        </div>
      )}
    </>
  );
}

type Place = { org: string; library: string; from: string; to: string };

const columnsOf = ({ org, library, from, to }: Place): readonly Column<PathComparison>[] => [
  {
    name: 'File',
    width: 'minmax(0,1fr)',
    cell: ({ path, fromPath }) => (
      <>
        <RowLink
          to="/$org/libraries/$library/compare"
          params={{ org, library }}
          search={{ path, from, to, ...(fromPath === null ? {} : { fromPath }) }}
          className="font-mono text-xs"
        >
          {path}
        </RowLink>
        {fromPath !== null && <span className="text-ink-soft block truncate text-xs">was {fromPath}</span>}
      </>
    ),
  },
  { name: 'What', width: '7rem', cell: ({ status }) => <Status {...looks[status]} /> },
  {
    name: 'Lines',
    width: '6rem',
    right: true,
    cell: ({ added, removed }) => <Added added={added} removed={removed} />,
  },
];
