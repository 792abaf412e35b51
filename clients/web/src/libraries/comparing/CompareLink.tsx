import { Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import type { CompareSearch } from './filters.ts';

/** Leads to a comparison from a row of a table, whose own link leads elsewhere. */
export const CompareLink = ({
  library,
  search,
  says,
  name,
}: {
  library: string;
  search: CompareSearch;
  says: string;
  /** The whole sentence, for assistive technology: many rows have such a link. */
  name: string;
}) => (
  <Link
    to="/$org/libraries/$library/compare"
    params={{ org: useOrg(), library }}
    search={search}
    aria-label={name}
    className="text-link relative z-10 inline-flex min-h-6 items-center text-xs"
  >
    {says}
  </Link>
);
