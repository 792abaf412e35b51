import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import { Skeleton } from '../../design/states.tsx';
import { findingsQuery } from '../queries.ts';
import { FindingRow } from './FindingRow.tsx';

const most = 3;

/** The first few things worth doing, on the overview. Nothing when there are none, or when they cannot be read. */
export function NextCard() {
  const org = useOrg();
  const findings = useQuery(findingsQuery);
  if (findings.isPending) return <Skeleton rows={3} height={72} />;
  const open = (findings.data?.items ?? []).filter(({ snoozed }) => snoozed === null);
  if (open.length === 0) return null;
  return (
    <section aria-labelledby="next-steps" className="card mt-3 px-4 pt-4 sm:px-5">
      <div className="flex items-baseline justify-between gap-3">
        <h2 id="next-steps" className="text-sm font-semibold">
          What to do next
        </h2>
        {open.length > most && (
          <Link to="/$org/intelligence/findings" params={{ org }} className="text-link text-xs">
            All {open.length}
          </Link>
        )}
      </div>
      <ul className="divide-y">
        {open.slice(0, most).map((finding) => (
          <FindingRow key={finding.id} finding={finding} />
        ))}
      </ul>
    </section>
  );
}
