import { useInfiniteQuery } from '@tanstack/react-query';
import { useOrg } from '../../access/session.ts';
import type { Move } from '../../api/types.ts';
import { Button } from '../../design/Button.tsx';
import { PersonName } from '../../design/PersonName.tsx';
import { RowLink } from '../../design/RowLink.tsx';
import { Status } from '../../design/Status.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx';
import { type Column, Table } from '../../design/Table.tsx';
import { Time } from '../../design/Time.tsx';
import { moveLooks } from './move-words.ts';
import { movesQuery } from './queries.ts';

const version = (number: number | null) => (number === null ? 'nothing' : `v${number}`);

/** The moves of one environment: what went live there, in place of what, by whom and why. */
export function MoveTable({
  environment,
  library = '',
  path = '',
}: {
  environment: string;
  library?: string;
  path?: string;
}) {
  const org = useOrg();
  const query = useInfiniteQuery(movesQuery(environment, library, path));
  const moves = query.data?.pages.flatMap(({ items }) => items);
  const columns: readonly Column<Move>[] = [
    {
      name: 'Move',
      width: 'minmax(0,2fr)',
      cell: (move) => (
        <>
          <RowLink to="/$org/changes/$change" params={{ org, change: move.change }}>
            {path === '' && `${move.library}/${move.path.replace(/\.prompt$/, '')}: `}
            {version(move.from)} <span aria-hidden>→</span>
            <span className="sr-only">to</span> {version(move.to)}
          </RowLink>
          {move.kind !== 'publish' && (
            <span className="ml-2 align-middle">
              <Status {...moveLooks[move.kind]} />
            </span>
          )}
          <span className="text-ink-soft block truncate text-xs">{move.reason ?? 'No reason was kept.'}</span>
        </>
      ),
    },
    { name: 'By', width: 'minmax(0,1fr)', from: 'sm', cell: ({ by }) => <PersonName person={by} /> },
    { name: 'When', width: '6.5rem', right: true, cell: ({ at }) => <Time at={at} /> },
  ];
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (moves === undefined) return <Skeleton rows={4} height={52} />;
  if (moves.length === 0)
    return (
      <EmptyState title={`Nothing was ever published to ${environment}`}>
        Each publishing of a change to {environment} is kept here: what went live, in place of what, by whom
        and why.
      </EmptyState>
    );
  return (
    <>
      <Table
        label={`Moves of ${environment}`}
        columns={columns}
        rows={moves}
        rowKey={(move) => `${move.library}/${move.path} ${move.at} ${move.change}`}
      />
      {query.hasNextPage && (
        <Button className="mt-3" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show older moves
        </Button>
      )}
    </>
  );
}
