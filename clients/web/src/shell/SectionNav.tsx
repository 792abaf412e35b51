import { Link, type LinkProps } from '@tanstack/react-router';
import { useOrg } from '../access/session.ts';

/** Addresses in an organization that name nothing further. */
type SectionPage = Exclude<Extract<LinkProps['to'], `/$org/${string}`>, `/$org/${string}$${string}`>;

export type SectionPages = readonly { to: SectionPage; label: string }[];

/** The way between the pages of one section, each with an address of its own. */
export function SectionNav({ label, pages }: { label: string; pages: SectionPages }) {
  const org = useOrg();
  return (
    <nav aria-label={label} className="mb-5 flex gap-5 overflow-x-auto border-b">
      {pages.map((page) => (
        <Link
          key={page.to}
          to={page.to}
          params={{ org }}
          activeOptions={{ exact: true, includeSearch: false }}
          className="text-ink-soft hover:text-ink data-[status=active]:text-ink data-[status=active]:border-accent -mb-px border-b-2 border-transparent py-2 font-medium whitespace-nowrap -outline-offset-2!"
        >
          {page.label}
        </Link>
      ))}
    </nav>
  );
}
