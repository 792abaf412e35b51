import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { get, withQuery } from '../../api/client.ts';
import type { Waits } from '../../api/types.ts';
import { Select } from '../../design/Field.tsx';
import { Page, Section } from '../../design/Page.tsx';
import { EmptyState, Loaded, Skeleton } from '../../design/states.tsx';
import { librariesQuery } from '../../libraries/queries.ts';
import { oneOf } from '../../shell/search.ts';
import { ChangesNav } from '../ChangesNav.tsx';
import { periods } from './filters.ts';
import { StepBars } from './StepBars.tsx';
import { AskedTable, LibrariesTable, StepsTable, WaitingTable } from './WaitTables.tsx';

const route = getRouteApi('/$org/changes/waits');
const periodWords = { '30': 'the last 30 days', '90': 'the last 90 days', '365': 'the last year' } as const;

/** Where changes wait: what is stuck now, and how long each step takes. */
export function WaitsPage() {
  const { days = '90', library } = route.useSearch();
  const navigate = route.useNavigate();
  const libraries = useQuery(librariesQuery).data?.items ?? [];
  const waits = useQuery({
    queryKey: ['changes', 'waits', days, library],
    queryFn: ({ signal }) => get<Waits>(withQuery('/api/v1/waits', { days, library }), signal),
  });
  return (
    <Page title="Where changes wait" below="What is stuck now, and how long each step takes">
      <ChangesNav />
      <div className="mb-6 flex flex-wrap items-end gap-3">
        <div className="w-44">
          <Select
            label="Published in"
            value={days}
            options={periods.map((value) => ({ value, label: periodWords[value] }))}
            onChange={({ target }) => {
              const next = oneOf(target.value, periods) ?? '90';
              void navigate({ search: { ...(library && { library }), days: next }, replace: true });
            }}
          />
        </div>
        <div className="w-52">
          <Select
            label="Library"
            value={library ?? ''}
            options={[
              { value: '', label: 'every library' },
              ...libraries.map(({ name, displayName }) => ({ value: name, label: displayName })),
            ]}
            onChange={({ target }) =>
              void navigate({
                search: { days, ...(target.value === '' ? {} : { library: target.value }) },
                replace: true,
              })
            }
          />
        </div>
      </div>
      <Loaded query={waits} skeleton={<Skeleton rows={8} height={48} />}>
        {(answer) => <WaitsView waits={answer} />}
      </Loaded>
    </Page>
  );
}

function WaitsView({ waits }: { waits: Waits }) {
  return (
    <>
      <Section title="Waiting now">
        {waits.waiting.length === 0 ? (
          <EmptyState title="Nothing waits">Every change that was submitted has been decided on.</EmptyState>
        ) : (
          <WaitingTable waiting={waits.waiting} />
        )}
      </Section>
      {waits.changes === 0 ? (
        <EmptyState title="Nothing was published in this time">
          Choose a longer time, or come back when changes have gone all the way.
        </EmptyState>
      ) : (
        <>
          <Section
            title="How long each step takes"
            aside={
              <span className="text-ink-soft">
                {waits.changes} published {waits.changes === 1 ? 'change' : 'changes'}
              </span>
            }
          >
            <StepBars steps={waits.steps} />
            <div className="mt-4">
              <StepsTable steps={waits.steps} />
            </div>
          </Section>
          <Section title="By whom it asks">
            <AskedTable asked={waits.asked} />
          </Section>
          <Section title="By library">
            <LibrariesTable libraries={waits.libraries} />
          </Section>
        </>
      )}
    </>
  );
}
