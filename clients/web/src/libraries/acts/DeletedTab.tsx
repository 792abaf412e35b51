import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { get, segment, withQuery } from '../../api/client.ts';
import type { DeletedAsset, Library, List } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { Time } from '../../design/Time.tsx';
import { nameOf } from './act.ts';
import { RestoreButton } from './RestoreButton.tsx';

const deletedQuery = (library: string) =>
  infiniteQueryOptions({
    queryKey: ['libraries', library, 'deleted'],
    queryFn: ({ signal, pageParam }) =>
      get<List<DeletedAsset>>(
        withQuery(`/api/v1/libraries/${segment(library)}/assets/deleted`, { cursor: pageParam }),
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  });

const columnsOf = (library: Library): readonly Column<DeletedAsset>[] => [
  {
    name: 'Was called',
    width: 'minmax(0,2fr)',
    cell: ({ path, movedTo, version }) => (
      <>
        <span className="block truncate font-medium">{nameOf(path)}</span>
        <span className="text-ink-soft block truncate text-xs">
          {movedTo === null ? `deleted, v${version} was the last` : `is called ${nameOf(movedTo)} now`}
        </span>
      </>
    ),
  },
  {
    name: 'By',
    width: 'minmax(0,1fr)',
    from: 'sm',
    cell: ({ deletedBy }) => deletedBy !== null && <PersonName person={deletedBy} />,
  },
  {
    name: 'When',
    width: '6.5rem',
    from: 'sm',
    cell: ({ deletedAt }) => deletedAt !== null && <Time at={deletedAt} />,
  },
  {
    name: 'Restore',
    width: '6rem',
    right: true,
    cell: ({ path, version, movedTo }) =>
      movedTo === null &&
      library.permissions.includes('asset.restore') && (
        <RestoreButton library={library.name} path={path} version={version} />
      ),
  },
];

/** What main had once and has no more, and the way back. */
export default function DeletedTab({ library }: { library: Library }) {
  const query = useInfiniteQuery(deletedQuery(library.name));
  const rows = query.data?.pages.flatMap(({ items }) => items);
  if (rows === undefined)
    return query.isError ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton rows={4} height={52} />
    );
  if (rows.length === 0)
    return (
      <EmptyState title="Nothing was deleted">
        What is deleted or renamed stays here with all its versions, and can be restored.
      </EmptyState>
    );
  return (
    <>
      <Table label="Deleted" columns={columnsOf(library)} rows={rows} rowKey={({ path }) => path} />
      {query.hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}
