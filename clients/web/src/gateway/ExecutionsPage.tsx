import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Download, Radio } from 'lucide-react';
import { useState } from 'react';
import { withQuery } from '../api/client.ts';
import { Button } from '../design/Button.tsx';
import { Menu, MenuItem } from '../design/Menu.tsx';
import { Page } from '../design/Page.tsx';
import { EmptyState, ErrorState, Skeleton } from '../design/states.tsx';
import { ExecutionFilters } from './ExecutionFilters.tsx';
import { ExecutionsNav } from './ExecutionsNav.tsx';
import { ExecutionTable } from './ExecutionTable.tsx';
import { wireSearch } from './filters.ts';
import { executionsQuery } from './queries.ts';
import { useLiveExecutions, withLive } from './use-live-executions.ts';

const route = getRouteApi('/$org/executions');

export function ExecutionsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const executions = useInfiniteQuery(executionsQuery(search));
  const [isLive, setLive] = useState(false);
  const live = useLiveExecutions(search, isLive);
  const listed = executions.data?.pages.flatMap((page) => page.items);
  const items = listed && withLive(listed, live);
  return (
    <Page
      title="Executions"
      below="Every model call that was asked for: who, what, under which approval, and what came of it"
      actions={<ExportMenu />}
    >
      <ExecutionsNav />
      <ExecutionFilters search={search} onChange={(next) => void navigate({ search: next, replace: true })} />
      <Between />
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <Button
          small
          aria-pressed={isLive}
          icon={<Radio size={14} aria-hidden />}
          onClick={() => setLive((before) => !before)}
        >
          {isLive ? 'Stop following' : 'Follow live'}
        </Button>
        {Object.keys(search).length > 0 && (
          <Button small look="quiet" onClick={() => void navigate({ search: {} })}>
            Clear filters
          </Button>
        )}
        <span className="text-ink-soft text-xs" aria-live="polite">
          {isLive &&
            (live.length === 0 ? 'Executions appear here as they begin.' : `${live.length} since you began.`)}
        </span>
      </div>
      {items === undefined ? (
        executions.isError ? (
          <ErrorState error={executions.error} onRetry={() => void executions.refetch()} />
        ) : (
          <Skeleton rows={10} height={48} />
        )
      ) : items.length === 0 ? (
        <Nothing filtered={Object.keys(search).length > 0} />
      ) : (
        <ExecutionTable label="Executions" executions={items} />
      )}
      {executions.hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button busy={executions.isFetchingNextPage} onClick={() => void executions.fetchNextPage()}>
            {executions.isFetchingNextPage ? 'Loading…' : 'Show older executions'}
          </Button>
        </div>
      )}
    </Page>
  );
}

/** All that the filters on the page find, not only what is shown of it. */
function ExportMenu() {
  const search = route.useSearch();
  const save = (format: 'csv' | 'json') => {
    const link = document.createElement('a');
    link.href = withQuery('/api/v1/executions/export', { ...wireSearch(search, new Date()), format });
    link.download = '';
    link.click();
  };
  return (
    <Menu trigger={<Button icon={<Download size={16} aria-hidden />}>Export</Button>}>
      <MenuItem onClick={() => save('csv')}>CSV, for a spreadsheet</MenuItem>
      <MenuItem onClick={() => save('json')}>JSON</MenuItem>
    </Menu>
  );
}

/** The span of time that a figure is about, when one came from there. */
function Between() {
  const { from, to, period, ...search } = route.useSearch();
  const navigate = route.useNavigate();
  if (period !== undefined || (from === undefined && to === undefined)) return null;
  return (
    <p className="text-ink-soft mb-4 flex flex-wrap items-center gap-3">
      <span>
        {from === undefined ? '' : `From ${from.slice(0, 10)}`}
        {to === undefined ? '' : `${from === undefined ? 'Up to' : ' up to'} ${to.slice(0, 10)}`} (UTC), of
        those that you may see.
      </span>
      <Button small onClick={() => void navigate({ search, replace: true })}>
        At any time
      </Button>
    </p>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  const navigate = route.useNavigate();
  if (filtered)
    return (
      <EmptyState
        title="No execution fits these filters"
        action={<Button onClick={() => void navigate({ search: {} })}>Show all executions</Button>}
      />
    );
  return (
    <EmptyState title="No executions yet">
      Open a published prompt and choose “Try it”, or point an OpenAI client at this server.
    </EmptyState>
  );
}
