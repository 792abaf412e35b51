import { Link, type LinkProps } from '@tanstack/react-router';
import { useOrg } from '../access/session.ts';

/** The pages under Intelligence. A new one is a line here and a route. */
const pages = [
  { to: '/$org/intelligence', label: 'Overview' },
  { to: '/$org/intelligence/adoption', label: 'Adoption' },
  { to: '/$org/intelligence/quality', label: 'Quality' },
  { to: '/$org/intelligence/groups', label: 'Compare' },
  { to: '/$org/intelligence/measures', label: 'What figures mean' },
] as const satisfies readonly { to: LinkProps['to']; label: string }[];

/** The way between the pages under Intelligence. */
export function IntelligenceNav() {
  const org = useOrg();
  return (
    <nav aria-label="Under intelligence" className="mb-5 flex gap-5 overflow-x-auto border-b">
      {pages.map(({ to, label }) => (
        <Link
          key={to}
          to={to}
          params={{ org }}
          activeOptions={{ exact: true, includeSearch: false }}
          className="text-ink-soft hover:text-ink data-[status=active]:text-ink data-[status=active]:border-accent -mb-px border-b-2 border-transparent py-2 font-medium whitespace-nowrap -outline-offset-2!"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
