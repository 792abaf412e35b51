import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { peopleQuery } from '../access/queries.ts';
import { Button } from '../design/Button.tsx';
import { Field, Select } from '../design/Field.tsx';
import { Page } from '../design/Page.tsx';
import { EmptyState, ErrorState, Skeleton } from '../design/states.tsx';
import { oneOf } from '../shell/search.ts';
import { ExecutionsNav } from './ExecutionsNav.tsx';
import { ExecutionTable } from './ExecutionTable.tsx';
import { type ExecutionsSearch, executionStatuses, kinds, periods } from './filters.ts';
import { executionsQuery } from './queries.ts';

const route = getRouteApi('/$org/executions');
const periodWords = { '24h': 'last 24 hours', '7d': 'last 7 days', '28d': 'last 28 days' } as const;

export function ExecutionsPage() {
  const search = route.useSearch();
  const executions = useInfiniteQuery(executionsQuery(search));
  const items = executions.data?.pages.flatMap((page) => page.items);
  return (
    <Page title="Executions" below="Every governed model call: who, what, under which approval">
      <ExecutionsNav />
      <Filters />
      <Between />
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

function Filters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const people = useQuery(peopleQuery).data?.items ?? [];
  const set = (next: ExecutionsSearch) => void navigate({ search: next, replace: true });
  const { status: _status, ...withoutStatus } = search;
  const { kind: _kind, ...withoutKind } = search;
  const { principal: _principal, ...withoutPrincipal } = search;
  const { period: _period, ...withoutPeriod } = search;
  const { prompt: _prompt, ...withoutPrompt } = search;
  return (
    <form
      className="mb-4 grid grid-cols-2 items-end gap-3 md:flex"
      onSubmit={(event) => {
        event.preventDefault();
        const prompt = new FormData(event.currentTarget).get('prompt');
        set(
          typeof prompt === 'string' && prompt.trim() !== ''
            ? { ...search, prompt: prompt.trim() }
            : withoutPrompt,
        );
      }}
    >
      <div className="max-md:col-span-2 md:w-60">
        <Field
          label="Prompt"
          name="prompt"
          placeholder="library/name, then Enter"
          defaultValue={search.prompt ?? ''}
          key={search.prompt ?? ''}
        />
      </div>
      <div className="md:w-44">
        <Select
          label="By"
          value={search.principal ?? ''}
          options={[
            { value: '', label: 'anybody' },
            ...people.map(({ id, displayName }) => ({ value: id, label: displayName })),
          ]}
          onChange={({ target }) =>
            set(target.value === '' ? withoutPrincipal : { ...search, principal: target.value })
          }
        />
      </div>
      <div className="md:w-40">
        <Select
          label="What"
          value={search.kind ?? ''}
          options={[
            { value: '', label: 'all calls' },
            { value: 'governed', label: 'governed prompts' },
            { value: 'raw', label: 'raw calls' },
          ]}
          onChange={({ target }) => {
            const kind = oneOf(target.value, kinds);
            set(kind === undefined ? withoutKind : { ...search, kind });
          }}
        />
      </div>
      <div className="md:w-36">
        <Select
          label="Status"
          value={search.status ?? ''}
          options={[
            { value: '', label: 'any status' },
            ...executionStatuses.map((value) => ({ value, label: value })),
          ]}
          onChange={({ target }) => {
            const status = oneOf(target.value, executionStatuses);
            set(status === undefined ? withoutStatus : { ...search, status });
          }}
        />
      </div>
      <div className="max-md:col-span-2 md:w-40">
        <Select
          label="When"
          value={search.period ?? ''}
          options={[
            { value: '', label: 'at any time' },
            ...periods.map((value) => ({ value, label: periodWords[value] })),
          ]}
          onChange={({ target }) => {
            const period = oneOf(target.value, periods);
            set(period === undefined ? withoutPeriod : { ...search, period });
          }}
        />
      </div>
    </form>
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
