import { useQuery } from '@tanstack/react-query';
import { appsQuery, peopleQuery, teamsQuery } from '../access/queries.ts';
import { Button } from '../design/Button.tsx';
import { Field, Select } from '../design/Field.tsx';
import { oneOf } from '../shell/search.ts';
import {
  type ExecutionsSearch,
  executionStatuses,
  executionsSearch,
  furtherFilters,
  periods,
} from './filters.ts';

const periodWords = { '24h': 'last 24 hours', '7d': 'last 7 days', '28d': 'last 28 days' } as const;
type Props = { search: ExecutionsSearch; onChange: (search: ExecutionsSearch) => void };

/** What ran, by whom, how it went and when; the rest for who needs it. Everything stands in the address, so that a view can be shared. */
export function ExecutionFilters({ search, onChange }: Props) {
  const used = furtherFilters.filter((name) => search[name] !== undefined).length;
  const { kind, from, to, trace, conversation } = search;
  const own = executionsSearch({ kind, from, to, trace, conversation });
  return (
    <form
      key={JSON.stringify(search)}
      aria-label="Filter executions"
      className="mb-3"
      onSubmit={(event) => {
        event.preventDefault();
        const typed = [...new FormData(event.currentTarget)].flatMap(([name, value]) =>
          typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : [],
        );
        onChange({ ...own, ...executionsSearch(Object.fromEntries(typed)) });
      }}
    >
      <div className="grid grid-cols-2 items-end gap-3 md:flex">
        <div className="min-w-0 max-md:col-span-2 md:flex-1 md:basis-44">
          <Field
            label="Prompt"
            name="prompt"
            placeholder="library/name, then Enter"
            defaultValue={search.prompt ?? ''}
          />
        </div>
        <Chosen search={search} onChange={onChange} />
      </div>
      <details className="mt-2" open={used > 0}>
        <summary className="text-ink-soft w-fit cursor-pointer py-1 text-sm">
          More filters{used > 0 ? ` (${used} set)` : ''}
        </summary>
        <Further search={search} />
      </details>
    </form>
  );
}

/** What takes effect as soon as it is chosen. */
function Chosen({ search, onChange }: Props) {
  const people = useQuery(peopleQuery).data?.items ?? [];
  const apps = useQuery(appsQuery).data?.items ?? [];
  const set = (name: 'principal' | 'status' | 'period', value: string) => {
    const { [name]: _before, ...rest } = search;
    onChange(executionsSearch(value === '' ? rest : { ...rest, [name]: value }));
  };
  return (
    <>
      <div className="md:w-44">
        <Select
          key={people.length + apps.length}
          label="By"
          name="principal"
          value={search.principal ?? ''}
          options={[
            { value: '', label: 'anybody' },
            ...people.map(({ id, displayName }) => ({ value: id, label: displayName })),
            ...apps.map(({ id, displayName }) => ({ value: id, label: `${displayName} (app)` })),
          ]}
          onChange={({ target }) => set('principal', target.value)}
        />
      </div>
      <div className="md:w-36">
        <Select
          label="Status"
          name="status"
          value={search.status ?? ''}
          options={[
            { value: '', label: 'any status' },
            ...executionStatuses.map((value) => ({ value, label: value })),
          ]}
          onChange={({ target }) => set('status', target.value)}
        />
      </div>
      <div className="max-md:col-span-2 md:w-40">
        <Select
          label="When"
          name="period"
          value={search.period ?? ''}
          options={[
            { value: '', label: 'at any time' },
            ...periods.map((value) => ({ value, label: periodWords[value] })),
          ]}
          onChange={({ target }) => set('period', oneOf(target.value, periods) ?? '')}
        />
      </div>
    </>
  );
}

function Further({ search }: { search: ExecutionsSearch }) {
  const people = useQuery(peopleQuery).data?.items ?? [];
  const teams = useQuery(teamsQuery).data?.items ?? [];
  return (
    <div className="mt-2 grid grid-cols-1 items-start gap-3 sm:grid-cols-2 lg:grid-cols-4">
      <Field
        label="Version"
        name="version"
        inputMode="numeric"
        pattern="[1-9][0-9]{0,8}"
        placeholder="3"
        hint="of the prompt above"
        defaultValue={search.version ?? ''}
      />
      <Field label="Model" name="model" placeholder="as asked for" defaultValue={search.model ?? ''} />
      <Field
        label="Use case"
        name="useCase"
        placeholder="customer-support"
        defaultValue={search.useCase ?? ''}
      />
      <Field label="Tag" name="tag" placeholder="ticket=4711" defaultValue={search.tag ?? ''} />
      <Select
        label="Verdict"
        name="verdict"
        defaultValue={search.verdict ?? ''}
        options={[
          { value: '', label: 'any' },
          { value: 'permit', label: 'permitted' },
          { value: 'forbid', label: 'forbidden' },
        ]}
      />
      <Select
        key={`team ${teams.length}`}
        label="Team"
        name="team"
        defaultValue={search.team ?? ''}
        options={[
          { value: '', label: 'any' },
          ...teams.map(({ id, displayName }) => ({ value: id, label: displayName })),
        ]}
      />
      <Select
        key={`human ${people.length}`}
        label="Person behind it"
        name="human"
        defaultValue={search.human ?? ''}
        hint="also through their apps"
        options={[
          { value: '', label: 'anybody' },
          ...people.map(({ id, displayName }) => ({ value: id, label: displayName })),
        ]}
      />
      <Field
        label="Cost from"
        name="minCost"
        inputMode="decimal"
        placeholder="$0.05"
        defaultValue={search.minCost ?? ''}
      />
      <Field
        label="Cost up to"
        name="maxCost"
        inputMode="decimal"
        placeholder="$1"
        defaultValue={search.maxCost ?? ''}
      />
      <div>
        <Button type="submit" look="primary">
          Apply
        </Button>
      </div>
    </div>
  );
}
