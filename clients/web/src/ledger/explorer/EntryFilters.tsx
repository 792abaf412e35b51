import { useQuery } from '@tanstack/react-query';
import { appsQuery, peopleQuery } from '../../access/queries.ts';
import { Button } from '../../design/Button.tsx';
import { Field, Select } from '../../design/Field.tsx';
import type { EntriesSearch } from '../filters.ts';

const more = ['action', 'actor', 'subject', 'since', 'until'] as const;

/** Words; and who, what, when and about what for who needs it. Everything stands in the address, so that a search can be shared. */
export function EntryFilters({
  search,
  onChange,
}: {
  search: EntriesSearch;
  onChange: (search: EntriesSearch) => void;
}) {
  const used = more.filter((name) => search[name] !== undefined).length;
  return (
    <form
      key={JSON.stringify(search)}
      aria-label="Find entries"
      className="mb-3"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const found = ['text', ...more].flatMap((name) => {
          const value = form.get(name);
          return typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()]] : [];
        });
        onChange(Object.fromEntries(found));
      }}
    >
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-0 flex-1 basis-56">
          <Field
            label="Words"
            name="text"
            placeholder="a name, a path, a digest, an id"
            defaultValue={search.text ?? ''}
          />
        </div>
        <Button type="submit" look="primary">
          Find
        </Button>
        {Object.keys(search).length > 0 && <Button onClick={() => onChange({})}>Clear</Button>}
      </div>
      <details className="mt-2" open={used > 0}>
        <summary className="text-ink-soft w-fit cursor-pointer py-1 text-sm">
          Who, what, when{used > 0 ? ` (${used} set)` : ''}
        </summary>
        <MoreFilters search={search} />
      </details>
    </form>
  );
}

function MoreFilters({ search }: { search: EntriesSearch }) {
  const people = useQuery(peopleQuery).data?.items ?? [];
  const apps = useQuery(appsQuery).data?.items ?? [];
  const actors = [...people, ...apps].map(({ id, displayName }) => ({ value: id, label: displayName }));
  return (
    <div className="mt-2 grid grid-cols-1 items-start gap-3 sm:grid-cols-2 lg:grid-cols-5">
      <Field
        label="Action"
        name="action"
        placeholder="change.approve"
        hint="“change.” finds all of changes"
        defaultValue={search.action ?? ''}
      />
      <Select
        key={actors.length}
        label="Who"
        name="actor"
        defaultValue={search.actor ?? ''}
        options={[{ value: '', label: 'anybody' }, ...actors]}
      />
      <Field label="Subject" name="subject" placeholder="exe_…" defaultValue={search.subject ?? ''} />
      <Field label="From" name="since" type="date" defaultValue={search.since ?? ''} />
      <Field label="To" name="until" type="date" defaultValue={search.until ?? ''} hint="that day included" />
    </div>
  );
}
