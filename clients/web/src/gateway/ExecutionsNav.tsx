import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrg } from '../access/session.ts';
import { holdsQuery } from './holds/queries.ts';

const look =
  'text-ink-soft hover:text-ink data-[status=active]:text-ink data-[status=active]:border-accent -mb-px border-b-2 border-transparent py-2 font-medium whitespace-nowrap';

/** What ran, and what waits for somebody before it runs. */
export function ExecutionsNav() {
  const org = useOrg();
  const holds = useQuery(holdsQuery);
  const waiting = holds.data?.items.filter(({ state }) => state === 'waiting').length ?? 0;
  return (
    <nav aria-label="Executions" className="mb-5 flex gap-5 overflow-x-auto border-b">
      <Link
        to="/$org/executions"
        params={{ org }}
        activeOptions={{ exact: true, includeSearch: false }}
        className={look}
      >
        Ran
      </Link>
      <Link to="/$org/executions/holds" params={{ org }} className={look}>
        Held
        {waiting > 0 && <span className="text-ink-faint ml-1.5 text-xs tabular-nums">{waiting}</span>}
      </Link>
    </nav>
  );
}
