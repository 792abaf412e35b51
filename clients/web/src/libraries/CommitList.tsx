import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Commit } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Digest } from '../design/Digest.tsx';
import { PersonName } from '../design/PersonName.tsx';
import { EmptyState, ErrorState, Skeleton } from '../design/states.tsx';
import { type Column, Table } from '../design/Table.tsx';
import { Time } from '../design/Time.tsx';
import { CompareLink } from './comparing/CompareLink.tsx';
import { commitsQuery, libraryQuery } from './queries.ts';

const columnsOf = (library: string, path: string | undefined): readonly Column<Commit>[] => [
  {
    name: 'Commit',
    width: 'minmax(0,2.2fr)',
    cell: ({ message, paths, path: then }) => (
      <>
        <span className="block truncate font-medium">{message.split('\n')[0]}</span>
        <span className="text-ink-soft block truncate text-xs">
          {then !== null && then !== path ? `called ${then} then` : paths.join(', ')}
        </span>
      </>
    ),
  },
  { name: 'By', width: 'minmax(0,1fr)', cell: ({ author }) => <PersonName person={author} /> },
  { name: 'Id', width: '8rem', from: 'sm', cell: ({ commit }) => <Digest value={commit} /> },
  {
    name: 'Compare',
    width: '7rem',
    from: 'sm',
    cell: ({ commit, parents: [before], message, path: then }) =>
      before !== undefined && (
        <CompareLink
          library={library}
          search={{ ...(then === null ? {} : { path: then }), from: before, to: commit }}
          says="what it changed"
          name={`what it changed: ${message.split('\n')[0]}`}
        />
      ),
  },
  { name: 'When', width: '6.5rem', right: true, cell: ({ at }) => <Time at={at} /> },
];

/** History at a ref, of the whole library or of one file; newest first. */
export function CommitList({ library, at, path }: { library: string; at: string; path?: string }) {
  const seesCommits = useQuery(libraryQuery(library)).data?.permissions.includes('branch.list') === true;
  const columns = columnsOf(library, path);
  const commits = useInfiniteQuery(commitsQuery(library, at, path));
  const items = commits.data?.pages.flatMap((page) => page.items);
  if (items === undefined)
    return commits.isError ? (
      <ErrorState error={commits.error} onRetry={() => void commits.refetch()} />
    ) : (
      <Skeleton rows={5} height={52} />
    );
  if (items.length === 0)
    return (
      <EmptyState title="No history yet">
        What you propose and publish is recorded here, commit by commit.
      </EmptyState>
    );
  return (
    <>
      <Table
        label="History"
        columns={seesCommits ? columns : columns.filter(({ name }) => name !== 'Compare')}
        rows={items}
        rowKey={({ commit }) => commit}
      />
      {commits.hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button busy={commits.isFetchingNextPage} onClick={() => void commits.fetchNextPage()}>
            Show older commits
          </Button>
        </div>
      )}
    </>
  );
}
