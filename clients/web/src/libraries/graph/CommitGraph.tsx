import { useInfiniteQuery } from '@tanstack/react-query';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useOrg } from '../../access/session.ts';
import type { GraphCommit, Library } from '../../api/types.ts';
import { EmptyState, ErrorState, Skeleton } from '../../design/states.tsx';
import { graphQuery } from '../queries.ts';
import { GraphRow } from './GraphRow.tsx';
import { rowHeight } from './LaneStrip.tsx';
import { lanes } from './lanes.ts';

/** The history of all branches as a graph. More is loaded as one scrolls; arrows move from commit to commit, Enter opens one. */
export function CommitGraph({ library }: { library: Library }) {
  const query = useInfiniteQuery(graphQuery(library.name));
  const commits = useMemo(() => query.data?.pages.flatMap((page) => page.items), [query.data]);
  if (commits === undefined)
    return query.isError ? (
      <ErrorState error={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Skeleton rows={8} height={rowHeight - 8} />
    );
  if (commits.length === 0)
    return (
      <EmptyState title="No history yet">
        What you propose and publish is recorded here, commit by commit.
      </EmptyState>
    );
  return (
    <>
      <Rows
        library={library.name}
        commits={commits}
        onEnd={() => {
          if (query.hasNextPage && !query.isFetchingNextPage && !query.isFetchNextPageError)
            void query.fetchNextPage();
        }}
      />
      {query.isFetchingNextPage && <Skeleton rows={3} height={rowHeight - 8} />}
      {query.isFetchNextPageError && (
        <ErrorState error={query.error} onRetry={() => void query.fetchNextPage()} />
      )}
    </>
  );
}

/** How many rows before the end of what is loaded more is asked for. */
const ahead = 40;

function Rows({
  library,
  commits,
  onEnd,
}: {
  library: string;
  commits: readonly GraphCommit[];
  onEnd: () => void;
}) {
  const org = useOrg();
  const list = useRef<HTMLDivElement>(null);
  const [offset, setOffset] = useState(0);
  const drawn = useMemo(() => lanes(commits), [commits]);
  const shownLanes = Math.min(drawn.width, window.innerWidth < 640 ? 4 : 12);
  useLayoutEffect(() => {
    const place = list.current?.getBoundingClientRect();
    if (place !== undefined) setOffset(place.top + window.scrollY);
  }, []);
  const virtual = useWindowVirtualizer({
    count: commits.length,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: offset,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= commits.length - ahead) onEnd();
  });
  const move = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const focused = document.activeElement?.closest('[data-index]')?.getAttribute('data-index');
    if (by === 0 || focused === null || focused === undefined) return;
    const index = Number(focused) + by;
    if (index < 0 || index >= commits.length) return;
    event.preventDefault();
    virtual.scrollToIndex(index);
    linkAt(list.current, index)?.focus({ preventScroll: true });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are drawn on demand and placed by their offset
    <div
      role="list"
      aria-label="History"
      ref={list}
      onKeyDown={move}
      className="card relative overflow-hidden"
      style={{ height: virtual.getTotalSize() }}
    >
      {items.map((item) => {
        const [commit, row] = [commits[item.index], drawn.rows[item.index]];
        if (commit === undefined || row === undefined) return null;
        return (
          // biome-ignore lint/a11y/useSemanticElements: see above
          <div
            key={commit.commit}
            role="listitem"
            aria-posinset={item.index + 1}
            aria-setsize={-1}
            data-index={item.index}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${item.start - offset}px)` }}
          >
            <GraphRow org={org} library={library} commit={commit} row={row} shownLanes={shownLanes} />
          </div>
        );
      })}
    </div>
  );
}

function linkAt(list: HTMLElement | null, index: number): HTMLElement | null {
  return list?.querySelector<HTMLElement>(`[data-index="${index}"] [data-row-link]`) ?? null;
}
