import { useQuery } from '@tanstack/react-query';
import { appsQuery, peopleQuery } from '../../access/queries.ts';
import { Button } from '../../design/Button.tsx';
import { Field, Select } from '../../design/Field.tsx';
import type { EntriesSearch } from '../filters.ts';

/** Who, what, when, about what, and words. Everything stands in the address, so that a search can be shared. */
export function EntryFilters({
  search,
  onChange,
}: {
  search: EntriesSearch;
  onChange: (search: EntriesSearch) => void;
}) {
  const people = useQuery(peopleQuery).data?.items ?? [];
  const apps = useQuery(appsQuery).data?.items ?? [];
  const actors = [...people, ...apps].map(({ id, displayName }) => ({ value: id, label: displayName }));
  return (
    <form
      key={JSON.stringify(search)}
      aria-label="Find entries"
      className="mb-4 grid grid-cols-1 items-end gap-3 sm:grid-cols-2 lg:grid-cols-4"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        const text = (name: string): string => {
          const value = form.get(name);
          return typeof value === 'string' ? value.trim() : '';
        };
        const found = ['text', 'action', 'actor', 'subject', 'since', 'until'].flatMap((name) =>
          text(name) === '' ? [] : [[name, text(name)]],
        );
        onChange(Object.fromEntries(found));
      }}
    >
      <Field
        label="Words"
        name="text"
        placeholder="a name, a path, a digest"
        defaultValue={search.text ?? ''}
      />
      <Field
        label="Action"
        name="action"
        placeholder="change.approve, or change."
        defaultValue={search.action ?? ''}
      />
      <Select
        label="Who"
        name="actor"
        defaultValue={search.actor ?? ''}
        options={[{ value: '', label: 'anybody' }, ...actors]}
      />
      <Field
        label="Subject"
        name="subject"
        placeholder="an id, such as exe_…"
        defaultValue={search.subject ?? ''}
      />
      <Field label="From" name="since" type="date" defaultValue={search.since ?? ''} />
      <Field label="To" name="until" type="date" defaultValue={search.until ?? ''} hint="that day included" />
      <div className="flex flex-wrap gap-2 sm:col-span-2 lg:self-start lg:pt-6">
        <Button type="submit" look="primary">
          Find
        </Button>
        {Object.keys(search).length > 0 && <Button onClick={() => onChange({})}>Clear</Button>}
      </div>
    </form>
  );
}
