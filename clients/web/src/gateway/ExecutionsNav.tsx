import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useOrg } from '../access/session.ts';
import { type ExecutionsSearch, executionsSearch } from './filters.ts';
import { holdsQuery } from './holds/queries.ts';

const look =
  'text-ink-soft hover:text-ink data-[status=active]:text-ink data-[status=active]:border-accent -mb-px border-b-2 border-transparent py-2 font-medium whitespace-nowrap';

/** Parts of the list that are looked at by themselves. */
const parts: readonly { name: string; search: ExecutionsSearch }[] = [
  { name: 'All', search: {} },
  { name: 'Raw calls', search: { kind: 'raw' } },
  { name: 'Refused', search: { status: 'refused' } },
];

/** What was asked for, raw calls and refusals of it apart, and what waits for somebody before it runs. */
export function ExecutionsNav() {
  const org = useOrg();
  const search = executionsSearch(useSearch({ strict: false }));
  const holds = useQuery(holdsQuery);
  const waiting = holds.data?.items.filter(({ state }) => state === 'waiting').length ?? 0;
  const shown = search.kind === 'raw' ? 'Raw calls' : search.status === 'refused' ? 'Refused' : 'All';
  return (
    <nav aria-label="Executions" className="mb-5 flex gap-5 overflow-x-auto border-b">
      {parts.map((part) => (
        <Link
          key={part.name}
          to="/$org/executions"
          params={{ org }}
          search={part.search}
          // One part is shown at a time, whatever else it is filtered by.
          activeOptions={{ exact: true, includeSearch: part.name !== shown }}
          className={look}
        >
          {part.name}
        </Link>
      ))}
      <Link to="/$org/executions/traces" params={{ org }} className={look}>
        Traces
      </Link>
      <Link to="/$org/executions/conversations" params={{ org }} className={look}>
        Conversations
      </Link>
      <Link to="/$org/executions/holds" params={{ org }} className={look}>
        Held
        {waiting > 0 && <span className="text-ink-faint ml-1.5 text-xs tabular-nums">{waiting}</span>}
      </Link>
    </nav>
  );
}
