import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Simulation, SimulationResult } from '../api/types.ts';
import { count } from '../design/money.ts';
import { Page, Section } from '../design/Page.tsx';
import { RowLink } from '../design/RowLink.tsx';
import { EmptyState, Loaded, Skeleton } from '../design/states.tsx';
import { type Column, Table } from '../design/Table.tsx';
import { Time } from '../design/Time.tsx';
import { simulationQuery } from './queries.ts';
import { SimulationStatus } from './SimulationStatus.tsx';

const route = getRouteApi('/$org/policy/simulations/$simulation');

/** What a proposed policy would have done: how many calls would go another way, which, and by which rule. */
export function SimulationPage() {
  const { org, simulation } = route.useParams();
  const query = useQuery(simulationQuery(simulation));
  const found = query.data;
  return (
    <Page
      title="Simulation"
      above={
        <Link to="/$org/policy/simulations" params={{ org }} className="text-link">
          Simulations
        </Link>
      }
      below={
        found !== undefined && (
          <>
            <SimulationStatus state={found.state} />
            <span>
              calls from <Time at={found.since} /> to <Time at={found.until} />
            </span>
            {found.only !== null && <span>of chosen calls: {chosenWords(found.only)}</span>}
            {found.change !== null && (
              <Link to="/$org/changes/$change" params={{ org, change: found.change }} className="text-link">
                The change
              </Link>
            )}
          </>
        )
      }
    >
      <Loaded query={query} skeleton={<Skeleton rows={3} height={110} />}>
        {(one) => <Body simulation={one} />}
      </Loaded>
    </Page>
  );
}

const chosenWords = (only: Readonly<Record<string, unknown>>): string =>
  Object.entries(only)
    .map(([name, value]) => (Array.isArray(value) ? `${value.length} named` : `${name} ${String(value)}`))
    .join(', ') || 'named ones';

function Body({ simulation }: { simulation: Simulation }) {
  const { result, state, progress } = simulation;
  if (result !== null) return <Found simulation={simulation} result={result} />;
  if (state === 'lost')
    return (
      <EmptyState title="The server stopped meanwhile">
        Nothing came of it. Simulate the change again.
      </EmptyState>
    );
  const { done, total } = progress ?? { done: 0, total: 0 };
  return (
    <div className="card p-5">
      <label className="block" htmlFor="progress">
        {total === 0 ? 'Counting the recorded calls …' : `${count(done)} of ${count(total)} calls judged`}
      </label>
      <progress id="progress" className="accent-accent mt-2 w-full" max={total || 1} value={done} />
      <p className="text-ink-soft mt-2 text-xs">You can leave this page; it goes on.</p>
    </div>
  );
}

function Found({ simulation, result }: { simulation: Simulation; result: SimulationResult }) {
  const { effects, judged, unjudged, already, groups } = result;
  const changed = effects.forbidden + effects.permitted + effects.obliged;
  return (
    <>
      <dl className="mb-6 grid grid-cols-2 gap-3 md:grid-cols-4">
        <Figure name="would be forbidden" value={effects.forbidden} />
        <Figure name="would be permitted" value={effects.permitted} />
        <Figure name="under other obligations" value={effects.obliged} />
        <Figure name="recorded calls judged" value={judged} />
      </dl>
      {(unjudged > 0 || already > 0) && (
        <p className="text-ink-soft mb-6 leading-relaxed">
          {unjudged > 0 &&
            `${count(unjudged)} calls are from before requests were recorded, so nothing can be said of them. `}
          {already > 0 &&
            `${count(already)} go another way than recorded by what is in force today, whether or not this is published.`}
        </p>
      )}
      {changed === 0 ? (
        <EmptyState title="No recorded call would go another way">
          It may still matter for calls that nobody has made yet.
        </EmptyState>
      ) : (
        <>
          <div className="grid grid-cols-1 gap-x-6 md:grid-cols-2">
            <Group title="By rule" counts={groups.rule} />
            <Group title="By team" counts={groups.team} />
            <Group title="By prompt" counts={groups.prompt} />
            <Group title="By model" counts={groups.model} />
          </div>
          <Section title="The newest of them">
            <Examples simulation={simulation} result={result} />
          </Section>
        </>
      )}
    </>
  );
}

const Figure = ({ name, value }: { name: string; value: number }) => (
  <div className="card flex flex-col-reverse p-4">
    <dt className="text-ink-soft text-xs">{name}</dt>
    <dd className="text-2xl font-semibold tabular-nums">{count(value)}</dd>
  </div>
);

function Group({ title, counts }: { title: string; counts: SimulationResult['groups']['rule'] }) {
  const most = counts[0]?.changed ?? 1;
  return (
    <Section title={title}>
      <ul className="flex flex-col gap-1.5">
        {counts.slice(0, 10).map(({ name, changed }) => (
          <li key={name} className="relative flex justify-between gap-3 overflow-hidden rounded px-2 py-1">
            <span
              aria-hidden
              className="bg-accent-soft absolute inset-y-0 left-0"
              style={{ width: `${Math.max(2, (changed / most) * 100)}%` }}
            />
            <span className="relative min-w-0 break-words">{name}</span>
            <span className="relative tabular-nums">{count(changed)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

type Example = SimulationResult['examples'][number];
const words = {
  forbidden: 'would be forbidden',
  permitted: 'would be permitted',
  obliged: 'other obligations',
} as const;

function Examples({ simulation, result }: { simulation: Simulation; result: SimulationResult }) {
  const { org } = route.useParams();
  if (!simulation.examplesShown)
    return (
      <p className="text-ink-soft leading-relaxed">
        Single calls are shown to administrators and auditors. The counts above are everybody’s.
      </p>
    );
  const columns: readonly Column<Example>[] = [
    {
      name: 'Call',
      width: 'minmax(0,1.3fr)',
      cell: ({ execution, prompt, model }) => (
        <>
          <RowLink to="/$org/executions/$execution" params={{ org, execution }}>
            {prompt ?? 'Raw call'}
          </RowLink>
          <span className="text-ink-soft block truncate text-xs">{model}</span>
        </>
      ),
    },
    { name: 'Effect', width: '9rem', cell: ({ effect }) => words[effect.kind] },
    {
      name: 'Why',
      width: 'minmax(0,2fr)',
      from: 'md',
      cell: ({ effect }) =>
        effect.rules.length === 0
          ? 'No rule permits it.'
          : effect.rules.map(({ id, reason }) => (
              <span key={id} className="block truncate" title={reason}>
                {reason}
              </span>
            )),
    },
    { name: 'When', width: '6.5rem', from: 'sm', right: true, cell: ({ at }) => <Time at={at} /> },
  ];
  return (
    <Table
      label="Calls that would go another way"
      columns={columns}
      rows={result.examples}
      rowKey={({ execution }) => execution}
    />
  );
}
