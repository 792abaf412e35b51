import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useHolds } from '../access/session.ts';
import { get } from '../api/client.ts';
import type { Change, List, Simulation } from '../api/types.ts';
import { policyLibrary } from '../changes/requirements/policy-library.ts';
import { Button } from '../design/Button.tsx';
import { Field, Select } from '../design/Field.tsx';
import { Page, Section } from '../design/Page.tsx';
import { RowLink } from '../design/RowLink.tsx';
import { EmptyState, FormProblem, Loaded, Skeleton } from '../design/states.tsx';
import { type Column, Table } from '../design/Table.tsx';
import { Time } from '../design/Time.tsx';
import { PolicyNav } from './PolicyNav.tsx';
import { type ChosenCalls, simulationsQuery, startSimulation } from './queries.ts';
import { SimulationStatus } from './SimulationStatus.tsx';

const route = getRouteApi('/$org/policy/simulations');
const ended = ['published', 'rejected', 'withdrawn'];

/** Proposed rules tried on what ran before, and the way to try some. */
export function SimulationsPage() {
  const { org } = route.useParams();
  const simulations = useQuery(simulationsQuery);
  return (
    <Page title="Simulations" below="What a proposed policy would have done to the calls that were recorded">
      <PolicyNav />
      <Section title="Try a change">
        <Start />
      </Section>
      <Section title="Earlier">
        <Loaded query={simulations} skeleton={<Skeleton rows={4} height={44} />}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState title="Nothing was simulated yet">
                Propose a change in the library policy, then try it here before anybody approves it.
              </EmptyState>
            ) : (
              <SimulationTable org={org} items={items} />
            )
          }
        </Loaded>
      </Section>
    </Page>
  );
}

/** All of them is what the check of the change asks for. */
function chosenBy(which: string, prompt: string): { only?: ChosenCalls } {
  if (which === 'governed' || which === 'raw') return { only: { kind: which } };
  return which === 'prompt' ? { only: { prompt: prompt.trim() } } : {};
}

function Start() {
  const { org } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const changes = useQuery({
    queryKey: ['changes', 'of policy'],
    queryFn: ({ signal }) => get<List<Change>>(`/api/v1/changes?library=${policyLibrary}&limit=200`, signal),
    retry: false,
  });
  const open = changes.data?.items.filter(({ state }) => !ended.includes(state)) ?? [];
  const [days, setDays] = useState('28');
  const [which, setWhich] = useState('all');
  const [prompt, setPrompt] = useState('');
  const mayChoose = useHolds('execution.list_all');
  const change = search.change ?? open[0]?.id;
  const start = useMutation({
    mutationFn: async (id: string) => {
      const { id: simulation } = await startSimulation({
        change: id,
        days: Number(days),
        ...chosenBy(which, prompt),
      });
      await client.invalidateQueries({ queryKey: ['policy', 'simulations'] });
      await navigate({ to: '/$org/policy/simulations/$simulation', params: { org, simulation } });
    },
  });
  if (changes.isPending) return <Skeleton rows={1} height={64} />;
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (change !== undefined && !start.isPending) start.mutate(change);
      }}
    >
      <div className="w-full sm:w-80">
        <Select
          label="Change of the library policy"
          value={change ?? ''}
          options={
            open.length === 0
              ? [{ value: '', label: 'no open change' }]
              : open.map(({ id, title }) => ({ value: id, label: title }))
          }
          onChange={({ target }) => void navigate({ search: { change: target.value }, replace: true })}
        />
      </div>
      <div className="w-44">
        <Select
          label="On the calls of"
          value={days}
          options={[
            { value: '1', label: 'the last day' },
            { value: '7', label: 'the last 7 days' },
            { value: '28', label: 'the last 28 days' },
            { value: '90', label: 'the last 90 days' },
          ]}
          onChange={({ target }) => setDays(target.value)}
        />
      </div>
      {mayChoose && (
        <div className="w-52">
          <Select
            label="Which of them"
            value={which}
            options={[
              { value: 'all', label: 'all (a check of the change)' },
              { value: 'governed', label: 'of governed prompts' },
              { value: 'raw', label: 'without a prompt' },
              { value: 'prompt', label: 'of one prompt' },
            ]}
            onChange={({ target }) => setWhich(target.value)}
          />
        </div>
      )}
      {which === 'prompt' && (
        <div className="w-56">
          <Field
            label="Prompt"
            placeholder="library/name"
            value={prompt}
            onChange={({ target }) => setPrompt(target.value)}
          />
        </div>
      )}
      <Button
        type="submit"
        look="primary"
        busy={start.isPending}
        disabledBecause={
          change === undefined
            ? 'There is no open change of the library policy. Write a rule first.'
            : which === 'prompt' && prompt.trim() === ''
              ? 'Name the prompt first, such as marketing/summarize.'
              : null
        }
      >
        Simulate
      </Button>
      <div className="w-full">
        <FormProblem error={start.error} />
      </div>
    </form>
  );
}

function SimulationTable({ org, items }: { org: string; items: readonly Simulation[] }) {
  const columns: readonly Column<Simulation>[] = [
    {
      name: 'Simulation',
      width: 'minmax(0,2fr)',
      cell: ({ id, since, until }) => (
        <RowLink to="/$org/policy/simulations/$simulation" params={{ org, simulation: id }}>
          Calls of {days(since, until)}
        </RowLink>
      ),
    },
    { name: 'State', width: '8rem', cell: ({ state }) => <SimulationStatus state={state} /> },
    {
      name: 'Would change',
      width: '8rem',
      from: 'sm',
      right: true,
      cell: ({ result }) =>
        result === null ? '–' : result.effects.forbidden + result.effects.permitted + result.effects.obliged,
    },
    { name: 'When', width: '6.5rem', right: true, cell: ({ at }) => <Time at={at} /> },
  ];
  return <Table label="Simulations" columns={columns} rows={items} rowKey={({ id }) => id} />;
}

function days(since: string, until: string): string {
  const count = Math.round((Date.parse(until) - Date.parse(since)) / 86_400_000);
  return count === 1 ? 'one day' : `${count} days`;
}
