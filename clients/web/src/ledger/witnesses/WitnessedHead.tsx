import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrg } from '../../access/session.ts';
import { count } from '../../design/money.ts';
import { Status } from '../../design/Status.tsx';
import { Time } from '../../design/Time.tsx';
import { witnessesQuery } from '../queries.ts';
import { standingOf } from './standing.ts';

/** One line for the head of the log: who else vouches for it, and up to where. */
export function WitnessedHead({ treeSize }: { treeSize: number }) {
  const org = useOrg();
  const { data } = useQuery(witnessesQuery);
  if (data === undefined) return <span className="text-ink-faint">…</span>;
  const { word, shape, tone, detail } = standingOf(data, Date.now());
  const { head } = data;
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Status word={word} shape={shape} tone={tone} />
      <span className="text-ink-soft">
        {head === null ? (
          detail
        ) : head.treeSize >= treeSize ? (
          <>
            all of it, <Time at={head.at} />
          </>
        ) : (
          <>
            {count(head.treeSize)} entries, <Time at={head.at} />
          </>
        )}
      </span>
      <Link to="/$org/ledger/witnesses" params={{ org }} className="text-link">
        {data.of === 0 ? 'Find a witness' : `${data.need} of ${data.of}`}
      </Link>
    </span>
  );
}
