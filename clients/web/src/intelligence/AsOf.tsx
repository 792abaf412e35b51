import { Link } from '@tanstack/react-router';
import { useOrg } from '../access/session.ts';
import type { LogRange } from '../api/types.ts';
import { Time } from '../design/Time.tsx';

/** Until when the numbers of a page are, in time and in the log. */
export function AsOf({ at, log }: { at: string | null; log: LogRange }) {
  const org = useOrg();
  if (log === null) return <span>Nothing is counted yet</span>;
  return (
    <span>
      Computed from{' '}
      <Link to="/$org/ledger" params={{ org }} className="text-link tabular-nums">
        entries {log.first} to {log.last}
      </Link>{' '}
      of the log
      {at !== null && (
        <>
          , the last of <Time at={at} />
        </>
      )}
    </span>
  );
}
