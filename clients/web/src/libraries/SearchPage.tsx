import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { FacetCount, SearchAnswer } from '../api/types.ts';
import { Button } from '../design/Button.tsx';
import { Field } from '../design/Field.tsx';
import { Page } from '../design/Page.tsx';
import { EmptyState, ErrorState, Skeleton } from '../design/states.tsx';
import { useSettled } from '../design/use-settled.ts';
import { FavoritesSection } from './FavoritesSection.tsx';
import { FoundList } from './FoundList.tsx';
import type { FindSearch } from './filters.ts';
import { searchPagesQuery } from './search-queries.ts';

const route = getRouteApi('/$org/search');

/** Everything that is published and that one may see, by words and facets. */
export function SearchPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(search.q ?? '');
  const settled = useSettled(typed, 200);
  const [shownQ, setShownQ] = useState(search.q);
  // A chip or a link elsewhere changed the address: the field follows.
  if (search.q !== shownQ) {
    setShownQ(search.q);
    setTyped(search.q ?? '');
  }
  const choose = (change: FindSearch) => {
    const next = Object.entries({ ...search, ...change }).filter(
      ([, value]) => value !== undefined && value !== '',
    );
    void navigate({ search: Object.fromEntries(next), replace: true });
  };
  useEffect(() => {
    if (settled === typed && settled !== (search.q ?? '')) {
      setShownQ(settled === '' ? undefined : settled);
      choose({ q: settled });
    }
  });
  const found = useInfiniteQuery(searchPagesQuery(search));
  const first = found.data?.pages[0];
  return (
    <Page
      title="Search"
      below="Names, titles, texts, owners and tags of what is published, in all libraries that you may see"
    >
      <search className="mb-6 block">
        <Field
          label="Search for"
          labelHidden
          type="search"
          autoFocus
          maxLength={500}
          placeholder='Words, "a phrase", -without, kind:prompt, tag:legal, owner:eli, library:support'
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
            event.preventDefault();
            document
              .querySelector<HTMLElement>('main [data-row-link]')
              ?.[event.key === 'Enter' ? 'click' : 'focus']();
          }}
        />
      </search>
      {found.isError && first === undefined ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : first === undefined ? (
        <Skeleton rows={6} height={72} />
      ) : (
        <div className="grid gap-6 lg:grid-cols-[13rem_minmax(0,1fr)]">
          <Facets answer={first} search={search} onChoose={choose} />
          {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows between the links inside, which take the focus themselves */}
          <div className="min-w-0" onKeyDown={walkRows}>
            {search.q === undefined && <FavoritesSection />}
            <Results
              answer={first}
              search={search}
              onClear={() => choose({ kind: '', library: '', tag: '' })}
            >
              <FoundList label="Found" items={found.data?.pages.flatMap(({ items }) => items) ?? []} />
            </Results>
            {found.hasNextPage && (
              <div className="mt-4 flex justify-center">
                <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                  Show more
                </Button>
              </div>
            )}
          </div>
        </div>
      )}
    </Page>
  );
}

/** Arrows walk from one result to the next. */
function walkRows(event: React.KeyboardEvent) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row-link]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  if (at < 0) return;
  event.preventDefault();
  const next = rows[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (next !== undefined) next.focus();
  else if (at === 0) document.querySelector<HTMLElement>('main input[type=search]')?.focus();
}

function Results({
  answer,
  search,
  onClear,
  children,
}: {
  answer: SearchAnswer;
  search: FindSearch;
  onClear: () => void;
  children: React.ReactNode;
}) {
  const narrowed = search.kind !== undefined || search.library !== undefined || search.tag !== undefined;
  if (answer.total === 0)
    return (
      <EmptyState
        title={narrowed ? 'Nothing under these filters' : 'Nothing found'}
        action={narrowed ? <Button onClick={onClear}>Clear the filters</Button> : undefined}
      >
        Try fewer or other words. Only what is published, in libraries that you may see, is searched.
      </EmptyState>
    );
  const title = search.q === undefined ? 'Changed last' : `${answer.total} found`;
  return (
    <section>
      <h2 className="mb-3 text-base font-semibold">{title}</h2>
      <p role="status" className="sr-only">
        {title}
      </p>
      {answer.nearly && (
        <p className="text-ink-soft mb-3">Nothing holds exactly these words. These are called nearly so.</p>
      )}
      {children}
    </section>
  );
}

function Facets({
  answer,
  search,
  onChoose,
}: {
  answer: SearchAnswer;
  search: FindSearch;
  onChoose: (change: FindSearch) => void;
}) {
  const { kinds, libraries, tags } = answer.facets;
  return (
    <div className="flex flex-col gap-5 max-lg:flex-row max-lg:gap-8 max-lg:overflow-x-auto">
      <Facet name="Kind" counts={kinds} chosen={search.kind} onChoose={(kind) => onChoose({ kind })} />
      <Facet
        name="Library"
        counts={libraries}
        chosen={search.library}
        onChoose={(library) => onChoose({ library })}
      />
      <Facet
        name="Tag"
        counts={tags.slice(0, 12)}
        chosen={search.tag}
        onChoose={(tag) => onChoose({ tag })}
      />
    </div>
  );
}

function Facet({
  name,
  counts,
  chosen,
  onChoose,
}: {
  name: string;
  counts: readonly FacetCount[];
  chosen: string | undefined;
  onChoose: (value: string) => void;
}) {
  const all =
    chosen === undefined || counts.some(({ value }) => value === chosen)
      ? counts
      : [...counts, { value: chosen, count: 0 }];
  if (all.length === 0) return null;
  return (
    <fieldset className="min-w-32">
      <legend className="text-ink-faint mb-1.5 text-xs font-medium">{name}</legend>
      {all.map(({ value, count }) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === chosen}
          onClick={() => onChoose(value === chosen ? '' : value)}
          className="text-ink-soft hover:bg-sunken hover:text-ink aria-pressed:bg-accent-soft aria-pressed:text-accent-text flex w-full items-baseline justify-between gap-3 rounded-md px-2 py-1 text-left"
        >
          <span className="truncate">{value}</span>
          <span className="text-xs tabular-nums">{count}</span>
        </button>
      ))}
    </fieldset>
  );
}
